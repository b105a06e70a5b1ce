"""Finding a client: ten hits while typing, all of them page by page on Enter."""

from flask import Blueprint, request, url_for

import search_index
from access import accounts, visible_account_ids
from models.account import Account
from rendering import page, partial

bp = Blueprint("search", __name__)

FIRST_HITS = 10
PAGE_HITS = 50
SHOWN = (Account.id, Account.name, Account.type, Account.archived_at)


@bp.get("/search")
def index():
    query = request.args.get("q", "").replace("\0", " ")  # HTML cannot show it again
    if request.htmx.wants_fragment:
        return partial("search/results.html", query=query, hits=found(query, FIRST_HITS)[0])
    after = request.args.get("after", "")
    hits, next_key = found(query, PAGE_HITS, after)
    urls = {
        "next_url": url_for("search.index", q=query, after=next_key) if next_key else None,
        "first_url": url_for("search.index", q=query) if after else None,
    }
    return page("search/index.html", query=query, hits=hits, page=urls)


def found(query: str, limit: int, after: str = ""):
    """(hits with their account, the next page's key); what the index says is checked by the database again."""
    answer = search_index.search(query, visible_account_ids(), limit, after)
    shown = accounts([hit.account_id for hit in answer.hits]).select(*SHOWN)
    rows = {row.id: row for row in shown}
    return [(hit, rows[hit.account_id]) for hit in answer.hits if hit.account_id in rows], answer.next_key
