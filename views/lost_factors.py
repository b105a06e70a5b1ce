"""Somebody on the staff has lost phone and passkey: owner or admin let them begin anew."""

from flask import Blueprint, abort, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from access import find
from models.second_factors import may_reset, reset
from models.user import User
from rendering import flash_toast
from views.sign_ins import own_path

bp = Blueprint("lost_factors", __name__)


@bp.post("/settings/team/<int:user_id>/second-factor/deletion")
def delete(user_id):
    user = find(User.select(), user_id, _("This member of staff is gone."))
    if not may_reset(current_user, user):
        abort(403)
    reset(user, current_user)
    flash_toast(
        _("%(name)s signs in with the password alone until a new second factor is added.", name=user.name)
    )
    return redirect(own_path(request.form.get("next")), 303)
