"""The log of the firm, for those who answer for it."""

from typing import NamedTuple

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import accounts
from models.base.event import Event
from models.clients.account import Account
from models.history import activity
from models.staff.user import User
from views._history_form import HistoryForm
from web.responses import page
from words import labels
from words.field_changes import Change, Reading
from words.history import sentence

bp = Blueprint("activity", __name__)


class Line(NamedTuple):
    """An event in words: whom it concerns and which client, where the sentence does not say so. The client is there
    when the reader may open it.
    """

    event: Event
    sentence: str
    person: str
    changes: list[Change]
    account: Account | None


@bp.get("/activity")
def index():
    form = activity_form()
    status = 200 if form.validate() else 422
    found = activity.page(form.wanted(), request.args.get("after"))
    kept = form.address_arguments()
    urls = {
        "next_url": url_for("activity.index", **kept, after=found.next_key) if found.next_key else None,
        "first_url": url_for("activity.index", **kept) if "after" in request.args else None,
    }
    filtered = bool(kept) or status == 422
    return page(
        "activity/index.html",
        status,
        form=form,
        kept=kept,
        filtered=filtered,
        lines=lines(found.rows),
        page=urls,
    )


def activity_form(posted=None) -> HistoryForm:
    """The filters: everybody who ever worked here, and the clients' people together."""
    staff = User.select(*User.named()).order_by(User.sort_key, User.id)
    people = [("user", user.id, user.name) for user in staff]
    others = [("contact", None, _("People in the portal")), ("system", None, "")]
    return HistoryForm(labels.ACTIVITY_GROUPS, [*people, *others], posted)


def lines(events: list[Event]) -> list[Line]:
    """Events in words, in a fixed number of queries."""
    reading = Reading(events)
    clients = {each.id: each for each in accounts([event.account_id for event in events if event.account_id])}
    people = User.select(*User.named()).where(
        User.id.in_([event.user_id for event in events if event.user_id])
    )
    names = {user.id: user.name for user in people}
    return [
        Line(
            event,
            sentence(event, current_user),
            concerned(event, names),
            reading.changes(event),
            clients.get(event.account_id),
        )
        for event in events
    ]


def concerned(event: Event, names: dict[int, str]) -> str:
    """The member of staff to whom something was done, unless it was their own doing or they are named as its subject."""
    name = names.get(event.user_id, "")
    own = event.actor_kind == "user" and event.actor_id == event.user_id
    return "" if own or name == event.subject_name else name
