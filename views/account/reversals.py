"""Undoing an action of one's own."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user
from peewee import IntegrityError
from werkzeug.routing import BaseConverter

from access import Missing, find_account
from models.clients.account import Account, BeyondOwnStay, OwnStay
from models.clients.link import LastContact
from models.history.inverse import NotUndoable, undo
from models.history.undo import Overtaken
from views.account.info import info_page
from views.account.links import contacts_answer
from web.responses import error_response, toast

bp = Blueprint("reversals", __name__)


class ActionConverter(BaseConverter):
    """The name of an action, as models.base.database.transaction() gives it."""

    regex = "[0-9a-f]{16}"


@bp.record_once
def name_actions(state):
    state.app.url_map.converters["action"] = ActionConverter


@bp.post("/accounts/<int:account_id>/actions/<action:action>/reversal")
def create(account_id, action):
    account = find_account(account_id)
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
    return contacts_answer(account, toast(_("Undone.")))


def undo_error(account: Account, text: str):
    """A word about why nothing was undone: a toast, or Info with it."""
    if request.htmx.wants_fragment:
        return error_response(409, text, "errors/error.html")
    return info_page(account, 409, problem=text)
