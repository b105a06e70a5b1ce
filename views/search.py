"""Finding a client: ten hits while typing, all of them page by page on Enter."""

from functools import cache
from typing import NamedTuple

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

import labels
import search_index
from access import rights, visible_account_ids
from language import page_language
from models.found_account import FoundAccount
from models.recent_account import RecentAccount
from rendering import page, photo_url

bp = Blueprint("search", __name__)

FIRST_HITS = 10
PAGE_HITS = 50


Pieces = list[tuple[str, bool]]  # a text in pieces, each with whether it was typed


class Hit(NamedTuple):
    """A found account as it is drawn; `why` is the text that was found, empty when that is the name."""

    id: str
    url: str
    initials: str
    photo: str | None
    name: Pieces
    side: str
    archived: bool
    why: Pieces


class Words(NamedTuple):
    """The words around hits in one language."""

    types: dict[str, str]
    found: str
    recent: str
    archived: str
    none: str
    counts: list[str]


@bp.get("/search")
def index():
    query = " ".join(request.args.get("q", "").replace("\0", " ").splitlines())
    if request.htmx.wants_fragment:
        return fragment(query.strip())
    after = request.args.get("after", "")
    hits, next_key = found(query, PAGE_HITS, words(page_language()).types, after)
    urls = {
        "next_url": url_for("search.index", q=query, after=next_key) if next_key else None,
        "first_url": url_for("search.index", q=query) if after else None,
    }
    return page("search/index.html", query=query, hits=hits, page=urls)


def fragment(query: str) -> str:
    """What the box shows. It comes with every letter, so nothing is looked up for it but the hits."""
    template = current_app.jinja_env.get_or_select_template("partials/search/results.html")
    spoken = words(page_language())
    hits = found(query, FIRST_HITS, spoken.types)[0] if query else recent(spoken.types)
    return template.render(query=query, hits=hits, words=spoken)


@cache
def words(_language: str) -> Words:
    """Those of the present language, which is the one named."""
    return Words(
        types={name: str(label) for name, label in labels.ACCOUNT_TYPES.items()},
        found=_("Clients found"),
        recent=_("Recently opened"),
        archived=_("Archived"),
        none=_("No client found"),
        counts=[
            ngettext("%(num)d client found", "%(num)d clients found", count)
            for count in range(FIRST_HITS + 1)
        ],
    )


def found(query: str, limit: int, types: dict[str, str], after: str = "") -> tuple[list[Hit], str | None]:
    """The hits and the next page's key. What the index says is checked by the database again."""
    answer = search_index.search(query, visible_account_ids(), limit, after)
    accounts = visible([hit.account_id for hit in answer.hits])
    marker = search_index.Marker(query)
    drawn = []
    for hit in answer.hits:
        account = accounts.get(hit.account_id)
        if account:
            why = marker.pieces(hit.matched, hit.reason == "phone") if hit.matched else []
            drawn.append(drawing(account, marker.pieces(account.name), types, why))
    return drawn, answer.next_key


def suggested(text: str, limit: int) -> list[FoundAccount]:
    """The accounts to choose among where one is asked for by what somebody typed, best first."""
    answer = search_index.search(text, visible_account_ids(), limit)
    accounts = visible([hit.account_id for hit in answer.hits])
    return [accounts[hit.account_id] for hit in answer.hits if hit.account_id in accounts]


def recent(types: dict[str, str]) -> list[Hit]:
    """What the person opened lately and may still open, before anything is typed."""
    ids = RecentAccount.ids_of(current_user)
    accounts = visible(ids)
    return [
        drawing(accounts[each], [(accounts[each].name, False)], types, []) for each in ids if each in accounts
    ]


def visible(account_ids: list[int]) -> dict[int, FoundAccount]:
    return FoundAccount.visible_to(current_user, rights(), account_ids)


@cache
def clients_url() -> str:
    return url_for("accounts.index")


def drawing(account: FoundAccount, name: Pieces, types: dict[str, str], why: Pieces) -> Hit:
    return Hit(
        str(account.id),
        f"{clients_url()}/{account.id}",
        account.initials,
        photo_url(account),
        name,
        f"{types[account.type]} · {account.id}",
        account.archived,
        why,
    )
