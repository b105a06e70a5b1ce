"""Break-glass: opening a client that is not one's own for a day, where the owner allows it."""

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField

from access import accounts
from models.base.fields import LARGEST_ID
from models.teams.break_glass import MOST_A_DAY, NotAllowed, TooOften, allow, break_glass
from web.forms import WANTED, BaseForm, at_most, required, stripped
from web.responses import flash_toast, request_access_page

bp = Blueprint("emergency_accesses", __name__)


class EmergencyForm(BaseForm):
    reason = TextAreaField(_l("Why now?"), [required(), at_most(1_000)], [stripped])


@bp.post("/emergency-accesses")
def create():
    form, account_id = EmergencyForm(), wanted_id()
    if not form.validate():
        return request_access_page(account_id, 422, form.reason.errors[0], form.reason.data)
    if not accounts([account_id]).exists():
        try:
            break_glass(current_user, account_id, form.reason.data, request.remote_addr or "")
        except NotAllowed:
            abort(403)
        except TooOften:
            words = _("At most %(most)s times a day. Request access instead.", most=MOST_A_DAY)
            return request_access_page(account_id, 429, words, form.reason.data)
        # The same words whether the account exists or not (rule Access 2).
        flash_toast(
            _("If there is a client with this number, it is open to you for 24 hours. The owner is notified.")
        )
    return redirect(url_for("accounts.show", account_id=account_id), 303)


@bp.post("/settings/emergency-access")
def update():
    on = WANTED.get(request.form.get("on"))
    if on is None:
        abort(400)
    allow(on, current_user)
    flash_toast(_("Break-glass is on.") if on else _("Break-glass is off."))
    return redirect(url_for("access_requests.index"), 303)


def wanted_id() -> int:
    """The number that was asked for, 0 for what no account can have."""
    account_id = request.form.get("account_id", 0, int)
    return account_id if 0 < account_id <= LARGEST_ID else 0
