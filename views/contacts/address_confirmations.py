"""Confirming an address that was changed by somebody who may not open the client."""

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find_account
from models.processes.address_change import ChangedAgain, confirm, decline
from views.account.info import info_page
from views.account.linked_addresses import find_row
from web.forms import WANTED
from web.responses import flash_toast

bp = Blueprint("address_confirmations", __name__)


@bp.post("/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/confirmation")
def update(account_id, linked_address_id):
    account = find_account(account_id)
    row = find_row(account, linked_address_id)
    wanted = WANTED.get(request.form.get("on"))
    if wanted is None:
        abort(400)
    decide, said = {
        True: (confirm, _("%(address)s is confirmed.", address=row.address.email)),
        False: (
            decline,
            _("LOGIN, NOTIFY and EMAIL SYNC are off for %(address)s.", address=row.address.email),
        ),
    }[wanted]
    try:
        done = decide(row, request.form.get("email", ""), current_user)
    except ChangedAgain:
        problem = _("The address has been changed again meanwhile; nothing was confirmed. Check it again.")
        return info_page(account, 409, problem=problem)
    flash_toast(said if done else _("There is nothing left to confirm."))
    return redirect(url_for("info.show", account_id=account.id, _anchor="contacts"), 303)
