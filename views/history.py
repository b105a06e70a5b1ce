"""Everything that happened to a client."""

from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.validators import ValidationError

import labels
from access import find_account, may
from changes import Change, Reading
from forms import BaseForm, DayField
from models.account import Account
from models.account_history import AccountHistory, Asked
from models.clock import start_of
from models.event import Event
from models.link import Link
from profile_frame import profile_page
from sentences import actor, sentence

bp = Blueprint("history", __name__)


class HistoryForm(BaseForm):
    """What of the history is wanted: a group of events, a person, days."""

    kind = SelectField(_l("What"), default="")
    person = SelectField(_l("Who"), default="")
    from_on = DayField(_l("From day"))
    to_on = DayField(_l("To day"))

    def __init__(self, history: AccountHistory):
        super().__init__(formdata=request.args)
        self.kind.choices = [("", _("Everything")), *labels.HISTORY_GROUPS.items()]
        self.person.choices = [("", _("Everybody"))] + [
            (f"{kind}-{number or 0}", actor(kind, number, name, current_user))
            for kind, number, name in history.actors()
        ]

    def validate_to_on(self, field):
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(_("The last day lies before the first."))

    def asked(self) -> Asked:
        """What is right of it; the rest says beside its field what is wrong."""
        right = {each.name: each.data for each in self if each.data and not each.errors}
        kind, _dash, number = right.get("person", "").partition("-")
        return Asked(
            group=right.get("kind"),
            actor=(kind, int(number) or None) if kind else None,
            since=start_of(right["from_on"]) if "from_on" in right else None,
            before=start_of(right["to_on"] + timedelta(days=1)) if "to_on" in right else None,
        )


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
    form = HistoryForm(history)
    status = 200 if form.validate() else 422
    found = history.page(form.asked(), request.args.get("after"))
    kept = {each.name: each.data for each in form if each.raw_data and each.data and not each.errors}
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

    What a contact owns is nobody's here any more once the contact has left (product.md §3.2).
    """
    standing = Link.select(Link.contact).where(Link.account == account).tuples()
    people = {contact_id for (contact_id,) in standing}
    manages, edits = may("accounts.edit"), may("restorations.create")

    def may_restore(event: Event) -> bool:
        if account.archived:
            return False
        return manages if event.account_id else edits and event.contact_id in people

    return may_restore
