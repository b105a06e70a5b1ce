"""Writing a value of the past back."""

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import Missing, find, find_account
from models.base.fields import LARGEST_ID
from models.base.recorded import Stale
from models.clients.addresses import Taken
from models.history.account_history import AccountHistory
from models.history.restore import NotRestorable, restore_value
from models.history.undo import Overtaken
from views.account.history import listing, restorer
from web.account_page import profile_page
from web.responses import answer, error_response, toast
from words.field_changes import Reading

bp = Blueprint("restorations", __name__)


@bp.post("/accounts/<int:account_id>/events/<int:event_id>/restoration")
def create(account_id, event_id):
    account = find_account(account_id)
    event = find(AccountHistory(account).events, event_id, _("There is no such entry in this history."))
    if not restorer(account)(event):
        abort(403)
    field = request.form.get("field", "")
    try:
        made = restore_value(event, field, current_user, account, request.form.get("seen", type=seen_id))
    except NotRestorable as error:
        raise Missing(_("There is nothing here to restore.")) from error
    except Overtaken:
        return restoration_error(
            account, _("“%(what)s” no longer exists; nothing was restored.", what=event.subject_name)
        )
    except Taken as error:
        return restoration_error(
            account, _("The contact already has the address %(email)s.", email=str(error))
        )
    except Stale as stale:
        return restoration_error(account, overtaken(event, field, stale.theirs[field]))
    return history_with_toast(account, made, field)


def seen_id(text: str) -> int:
    """The id that a form says its reader has seen. Raises ValueError for what is none."""
    number = int(text)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError(text)
    return number


def overtaken(event, field: str, now) -> str:
    """That somebody has changed the field meanwhile, and to what."""
    text = Reading([event]).text(event, field, now)
    return _(
        "Somebody changed it meanwhile; now it says: %(value)s. Nothing was restored.", value=text or "–"
    )


def history_with_toast(account, made, field: str):
    """The history as it is now, and a word about it; Undo writes back what stood before."""
    message = toast(_("It already has this value."), "info")
    if made:
        address = url_for("restorations.create", account_id=account.id, event_id=made.id, **request.args)
        undo = {"action": address, "target": "#history", "fields": {"field": field}}
        message = toast(_("The value is restored."), undo=undo)
    context, _status = listing(account, restored=made)
    see = url_for("history.index", account_id=account.id, **request.args)
    return answer("history/list.html", see=see, message=message, account=account, **context)


def restoration_error(account, text: str):
    """A word about why nothing was restored: a toast, or the history with it."""
    if request.htmx.wants_fragment:
        return error_response(409, text, "errors/error.html")
    context, _status = listing(account)
    return profile_page("history/index.html", account, "history", status=409, problem=text, **context)
