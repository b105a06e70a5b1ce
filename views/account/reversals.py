"""Undoing an action of one's own: what every Undo of a toast asks for."""

import re
from functools import partial

from flask import Blueprint, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from peewee import IntegrityError
from werkzeug.routing import BaseConverter

from access import Missing, accounts, find_account, may
from models.base.event import Event
from models.clients.account import Account, BeyondOwnStay, OwnStay
from models.clients.link import LastContact
from models.history.account_history import AccountHistory
from models.history.take_back import Overtaken
from models.history.undo import NotUndoable, done_by_hand, undo
from views.account._undo import CONTACTS
from views.account.history import history_answer
from views.account.info import area_answer, info_page
from views.account.linked_addresses import find_row, row_answer
from views.account.links import contacts_answer
from views.account.notifications import types_answer
from views.account.sharings import document_answer, find_document
from web.responses import error_response, leave, toast

bp = Blueprint("reversals", __name__)

# Whoever may do something may undo it: where it is done, by the noun of what is about the account; else whoever manages it.
DONE_AT = {"assignment": "assignments.delete", "document": "sharings.update"}
AREAS = ("account-tags", "account-team", "account-roles", "account-relations")
ROW = re.compile(r"(linked-address|document)-(\d{1,18})(-types)?")


class ActionConverter(BaseConverter):
    """The name of an action, as models.base.database.transaction() gives it."""

    regex = "[0-9a-f]{16}"


@bp.record_once
def name_actions(state):
    state.app.url_map.converters["action"] = ActionConverter


@bp.post("/accounts/<int:account_id>/actions/<action:action>/reversal")
def create(account_id, action):
    account = find_account(account_id)
    if not may_undo(action):
        abort(403)
    redrawn = redrawing(account, request.form.get("area", CONTACTS))
    try:
        undo(action, account, current_user)
    except NotUndoable as error:
        raise Missing(_("There is nothing here that you can undo.")) from error
    except Overtaken as error:
        text = _("Somebody changed “%(what)s” meanwhile; nothing was undone.", what=str(error))
        return undo_error(account, text)
    except (OwnStay, BeyondOwnStay):
        text = _("Nothing was undone: somebody would be on a team for longer than you can give.")
        return undo_error(account, text)
    except (LastContact, IntegrityError):
        return undo_error(account, _("A client must have at least one contact; nothing was undone."))
    message = toast(_("Undone."))
    # The place on the team may have been one's own, and nothing else open the client.
    if not accounts([account.id]).exists():
        flash(message, message["tone"])
        return leave(url_for("accounts.index"))
    return redrawn(message)


def may_undo(action: str) -> bool:
    """Whether the signed-in user may do all that somebody did with an action."""
    events = done_by_hand(action)
    return all(
        may(DONE_AT.get(event.noun, "accounts.edit") if event.account_id else "restorations.create")
        for event in events
    )


def redrawing(account: Account, area: str):
    """What draws an area anew, with a word about what happened; `area` is the id of its element.

    400 for none that an Undo is offered for, 404 for a row that is gone.
    """
    row = ROW.fullmatch(area)
    if area == CONTACTS:
        return partial(contacts_answer, account)
    if area == "history":
        return lambda message: history_answer(account, message, newest_own(account))
    if area in AREAS:
        return partial(area_answer, account, area.removeprefix("account-"))
    return row_redrawing(account, row[1], int(row[2]), types=bool(row[3])) if row else abort(400)


def newest_own(account: Account) -> Event | None:
    """The newest line of the history by the signed-in user."""
    own = (Event.actor_kind == "user") & (Event.actor_id == current_user.id)
    return AccountHistory(account).events.where(own).order_by(Event.id.desc()).first()


def row_redrawing(account: Account, kind: str, row_id: int, types: bool):
    """redrawing() of one row, which is read again once it has been changed."""
    if kind == "document":
        find_document(account, row_id)
        return lambda message: document_answer(account, find_document(account, row_id), message)
    find_row(account, row_id)
    if types and not may("notifications.index"):
        abort(403)
    if types:
        return partial(types_answer, account, row_id)
    return lambda message: row_answer(account, find_row(account, row_id), message)


def undo_error(account: Account, text: str):
    """A word about why nothing was undone: a toast, or Info with it."""
    if request.htmx.wants_fragment:
        return error_response(409, text, "errors/error.html")
    return info_page(account, 409, problem=text)
