"""Archiving a client and bringing it back."""

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find_account
from web.forms import WANTED
from web.responses import flash_toast

bp = Blueprint("archivals", __name__)


@bp.post("/accounts/<int:account_id>/archival")
def update(account_id):
    account = find_account(account_id)
    match WANTED.get(request.form.get("on")):
        case True:
            account.archive(current_user)
            flash_toast(_("%(name)s is archived.", name=account.name))
        case False:
            account.reactivate(current_user)
            flash_toast(_("%(name)s is active again.", name=account.name))
        case None:
            abort(400)
    return redirect(url_for("accounts.show", account_id=account.id), 303)
