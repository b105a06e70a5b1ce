"""Where one is signed in, to end what should not be."""

from flask import Blueprint, g, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find
from models.staff.sign_in import SignIn
from web.responses import flash_toast

bp = Blueprint("own_sessions", __name__)


@bp.post("/settings/sign-in/sessions/deletion")
@bp.post("/settings/sign-in/sessions/<int:sign_in_id>/deletion")
def delete(sign_in_id=None):
    if sign_in_id is None:
        SignIn.end_all(current_user, current_user, but=g.sign_in.id, by="elsewhere")
    else:
        find(SignIn.live_of(current_user), sign_in_id).end(current_user, "elsewhere")
    flash_toast(_("Signed out there."))
    return redirect(url_for("own_sign_ins.show"), 303)
