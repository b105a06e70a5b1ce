"""Finding a client: ten hits while typing, a page of all of them on Enter."""

from flask import Blueprint, request, url_for

import search_index
from access import accounts, visible_account_ids
from models.account import Account
from rendering import page, partial

bp = Blueprint("search", __name__)

FIRST_HITS = 10
PAGE_HITS = 50
SHOWN = (Account.id, Account.name, Account.type, Account.photo, Account.archived_at)


@bp.get("/search")
def index():
    query = request.args.get("q", "").replace("\0", " ")  # HTML cannot show it again
    if request.htmx.wants_fragment:
        return partial("search/results.html", query=query, hits=found(query, FIRST_HITS, 0)[0])
    offset = min(request.args.get("after", 0, int) or 0, 10_000)
    hits, more = found(query, PAGE_HITS, max(offset, 0))
    next_url = url_for("search.index", q=query, after=offset + PAGE_HITS) if more else None
    return page("search/index.html", query=query, hits=hits, page={"next_url": next_url})


def found(query: str, limit: int, offset: int):
    """(hits with their account, whether there are more); what the index says is checked by the database again."""
    answer = search_index.search(query, visible_account_ids(), limit=limit, offset=offset)
    shown = accounts([hit.account_id for hit in answer.hits]).select(*SHOWN)
    rows = {row.id: row for row in shown}
    return [(hit, rows[hit.account_id]) for hit in answer.hits if hit.account_id in rows], answer.more
