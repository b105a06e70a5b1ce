"""The log of denials: what somebody who is known asked for and did not get (ASVS 16.3.2)."""

from datetime import timedelta
from functools import partial

from flask import current_app, request
from flask_login import current_user
from werkzeug.exceptions import Forbidden, HTTPException

from access import Archived, Foreign, portal_session
from models.base import database
from models.base.clock import now
from models.base.event import Event
from models.base.fields import LARGEST_ID

KIND = "refusal.made"
ONCE_IN = timedelta(minutes=1)
PATIENCE_SECONDS = 2.0  # that a refusal waits for its line


def note(error: HTTPException):
    """Log one denial of a member of staff or of a person in the portal; other errors and strangers leave no line.

    The same person who asks the same endpoint again for the same account within ONCE_IN leaves no second line, so that a page that polls cannot
    fill the disk. The work that was refused is rolled back by now: the line has a transaction of its own. When it cannot
    be written soon, the answer stays the refusal: letting nobody in is the safe side, and the server's own log tells
    (16.5.3).
    """
    if not isinstance(error, Forbidden | Foreign | Archived):
        return
    try:
        person = _person()
        written = person is None or database.note(partial(_write, person, error.code), PATIENCE_SECONDS)
    except Exception:
        current_app.logger.exception("denial not logged: %s %s", request.method, request.path)
    else:
        if not written:
            current_app.logger.error("denial not logged: %s %s", request.method, request.path)


def _person():
    """Who asks, as far as anybody knows: a User, a Contact in the portal, or None."""
    if portal_session.in_portal():
        visit = portal_session.present()
        return visit.contact if visit else None
    return current_user._get_current_object() if current_user.is_authenticated else None


def _write(person, status: int):
    asked = request.view_args or {}
    account_id = asked.get("account_id", asked.get("own_id"))
    if account_id is not None and account_id > LARGEST_ID:
        account_id = None  # the path tells it
    if not _is_logged(person, account_id):
        Event.log(
            KIND,
            person,
            request.path,
            account_id,
            endpoint=request.endpoint,
            method=request.method,
            status=status,
            address=request.remote_addr or "",
        )


def _is_logged(person, account_id: int | None) -> bool:
    """Whether the log has the same denial since a moment ago: of an account, or of the very address."""
    told = Event.select().where(Event.kind == KIND)
    old = told.where(Event.at <= now() - ONCE_IN).order_by(Event.id.desc()).first()
    lately = told.where(Event.id > (old.id if old else 0), Event.actor_id == person.id)
    same = person.__class__.__name__.lower(), request.endpoint, account_id or request.path[:255]
    return same in {
        (event.actor_kind, event.details["endpoint"], event.account_id or event.subject_name)
        for event in lately
    }
