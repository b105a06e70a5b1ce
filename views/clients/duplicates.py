"""People and clients that are probably there twice."""

from flask import Blueprint, request, url_for

from access import accounts, contacts, may
from models.clients.contact_list import accounts_of
from models.merging.duplicates import MOST_PAIRS, pairs_of_firms, pairs_of_people, twice_at_one
from web.responses import page

bp = Blueprint("duplicates", __name__)

PAGE = 25


@bp.get("/duplicates")
def index():
    kind = "account" if request.args.get("kind") == "account" and may("accounts.edit") else "contact"
    start = min(max(request.args.get("after", 0, int), 0), MOST_PAIRS)
    found = (
        pairs_of_firms(accounts(), start, PAGE)
        if kind == "account"
        else pairs_of_people(contacts(), start, PAGE)
    )
    pairs, more = found
    people = (
        [] if kind == "account" else [each.id for pair in pairs for each in (pair.keep, pair.match.record)]
    )
    next_url = url_for("duplicates.index", kind=kind, after=start + PAGE) if more else None
    first_url = url_for("duplicates.index", kind=kind) if start else None
    return page(
        "duplicates/index.html",
        kind=kind,
        pairs=pairs,
        twice=twice_at_one(contacts(), PAGE) if kind == "contact" and start == 0 else [],
        places=accounts_of(people, accounts),
        page={"next_url": next_url, "first_url": first_url},
    )
