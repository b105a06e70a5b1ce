"""Everything that happened to a client."""

from typing import NamedTuple

from flask import Blueprint, request, url_for
from flask_login import current_user

from access import find_account, may
from models.base.event import Event
from models.clients.account import Account
from models.clients.link import Link
from models.history.account_history import AccountHistory
from views._history_form import HistoryForm
from web.account_page import profile_page
from words import labels
from words.field_changes import Change, Reading
from words.history import sentence

bp = Blueprint("history", __name__)


class Line(NamedTuple):
    """An event in words; `person` is whose the subject is where the sentence does not say so."""

    event: Event
    sentence: str
    person: str
    changes: list[Change]


@bp.get("/accounts/<int:account_id>/history")
def index(account_id):
    account = find_account(account_id)
    context, status = listing(account)
    return profile_page("history/index.html", account, "history", status=status, **context)


def listing(account: Account, restored: Event | None = None) -> tuple[dict, int]:
    """What partials/history/list.html needs for the filters in the address, and the status that they deserve."""
    history = AccountHistory(account)
    form = HistoryForm(labels.HISTORY_GROUPS, history.actors())
    status = 200 if form.validate() else 422
    found = history.page(form.wanted(), request.args.get("after"))
    kept = form.address_arguments()
    here = {"account_id": account.id, **kept}
    urls = {
        "next_url": url_for("history.index", **here, after=found.next_key) if found.next_key else None,
        "first_url": url_for("history.index", **here) if "after" in request.args else None,
    }
    return {
        "form": form,
        "filtered": bool(kept) or status == 422,
        "lines": lines(found.rows, account),
        "page": urls,
        "asked": kept | {name: request.args[name] for name in ("after",) if name in request.args},
        "seen": Event.newest_id(),
        "restored": restored,
    }, status


def lines(events: list[Event], account: Account) -> list[Line]:
    """Events in words, with what the signed-in user may restore of them."""
    reading = Reading(events, restorer(account))
    return [
        Line(event, sentence(event, current_user), reading.person(event), reading.changes(event))
        for event in events
    ]


def restorer(account: Account):
    """A predicate: whether the signed-in user may write back what an event of the account's history changed.

    What a contact owns is nobody's here any more once the contact has left (rule Clients 13).
    """
    standing = Link.select(Link.contact).where(Link.account == account).tuples()
    people = {contact_id for (contact_id,) in standing}
    manages, edits = may("accounts.edit"), may("restorations.create")

    def may_restore(event: Event) -> bool:
        if account.archived:
            return False
        return manages if event.account_id else edits and event.contact_id in people

    return may_restore
