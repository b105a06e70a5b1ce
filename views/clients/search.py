"""Finding a client: ten hits while typing, all of them page by page on Enter."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

import search_index
from access import rights, visible_account_ids
from models.clients.account_hit import FoundAccount
from models.clients.recent_account import RecentAccount
from web.responses import page, photo_url
from words import labels
from words.language import page_language

bp = Blueprint("search", __name__)

FIRST_HITS = 10
PAGE_HITS = 50


Pieces = Sequence[tuple[str, bool]]  # a text in pieces, each with whether it was typed
NOTHING: Pieces = ()


class HitRow(NamedTuple):
    """A found account as it is drawn.

    `why` is the text that was found, empty when that is the name or the id; `kind` says what it is where that is not
    plain to see. `side` ends where the id stands, `by_id` when that was typed.
    """

    id: str
    url: str
    initials: str
    photo: str | None
    name: Pieces
    side: str
    by_id: bool
    archived: bool
    kind: str | None
    why: Pieces


class Words(NamedTuple):
    """The words around hits in one language."""

    types: dict[str, str]
    found: str
    recent: str
    archived: str
    none: str
    kinds: dict[str, str]
    counts: list[str]
    more: str
    all: str


class Hit(NamedTuple):
    """An account that is shown, and why: as in search_index.Hit."""

    account: FoundAccount
    reason: str = "name"
    matched: str | None = None


@bp.get("/search")
def index():
    query = " ".join(request.args.get("q", "").replace("\0", " ").splitlines())
    if request.htmx.wants_fragment:
        return fragment(query.strip())
    after = request.args.get("after", "")
    spoken = words(page_language())
    hits, next_key = found(query, PAGE_HITS, after)
    urls = {
        "next_url": url_for("search.index", q=query, after=next_key) if next_key else None,
        "first_url": url_for("search.index", q=query) if after else None,
    }
    return page("search/index.html", query=query, hits=hit_rows(query, hits, spoken), page=urls, words=spoken)


def fragment(query: str) -> str:
    """What the box shows. It comes with every letter, so nothing is looked up for it but the hits."""
    hits, next_key = found(query, FIRST_HITS) if query else (recent(), None)
    return box(page_language(), query, tuple(hits), next_key is not None)


@lru_cache(300)  # the first letters that people type are the same all day
def box(language: str, query: str, hits: tuple[Hit, ...], more: bool) -> str:
    """The list under the box in the present language, which is the one named."""
    macros = current_app.jinja_env.get_or_select_template("macros/hits.html").module
    spoken = words(language)
    all_url = f"{address('search.index')}?{urlencode({'q': query})}" if more else None
    return str(macros.box(query, hit_rows(query, hits, spoken), spoken, all_url))


@cache
def words(_language: str) -> Words:
    """Those of the present language, which is the one named."""
    return Words(
        types={name: str(label) for name, label in labels.ACCOUNT_TYPES.items()},
        found=_("Clients found"),
        recent=_("Recently opened"),
        archived=_("Archived"),
        none=_("No client found"),
        kinds={
            "earlier_name": _("Earlier name"),
            "tag": _("Tag"),
            "registration_number": _("Registration number"),
        },
        counts=[
            ngettext("%(num)d client found", "%(num)d clients found", count)
            for count in range(FIRST_HITS + 1)
        ],
        more=_("More than %(num)d clients found", num=FIRST_HITS),
        all=_("Show all"),
    )


def found(query: str, limit: int, after: str = "") -> tuple[list[Hit], str | None]:
    """What a query finds and the next page's key. What the index says is checked by the database again."""
    answer = search_index.search(query, visible_account_ids(), limit, after)
    accounts = visible([hit.account_id for hit in answer.hits])
    return [
        Hit(accounts[each], reason, matched)
        for each, reason, matched, _archived in answer.hits
        if each in accounts
    ], answer.next_key


def suggested(text: str, limit: int) -> list[FoundAccount]:
    """The accounts to choose among where one is asked for by what somebody typed, best first."""
    return [each.account for each in found(text, limit)[0]]


def recent() -> list[Hit]:
    """What the person opened lately and may still open, before anything is typed."""
    ids = RecentAccount.ids_of(current_user)
    accounts = visible(ids)
    return [Hit(accounts[each]) for each in ids if each in accounts]


def visible(account_ids: list[int]) -> dict[int, FoundAccount]:
    return FoundAccount.visible_to(current_user, rights(), account_ids)


def hit_rows(query: str, hits: Sequence[Hit], spoken: Words) -> list[HitRow]:
    marker = search_index.Marker(query)
    return [hit_row(each, marker, spoken) for each in hits]


def hit_row(hit: Hit, marker: search_index.Marker, spoken: Words) -> HitRow:
    account, reason, matched = hit
    type_name, by_id = spoken.types[account.type], reason == "id"
    return HitRow(
        str(account.id),
        f"{address('accounts.index')}/{account.id}",
        account.initials,
        photo_url(account),
        marker.pieces(account.name),
        f"{type_name} · " if by_id else f"{type_name} · {account.id}",
        by_id,
        account.archived,
        spoken.kinds.get(reason),
        marker.pieces(matched, reason == "phone") if matched and not by_id else NOTHING,
    )


@cache  # it is asked for with every letter
def address(endpoint: str) -> str:
    """That of an endpoint without parameters."""
    return url_for(endpoint)
