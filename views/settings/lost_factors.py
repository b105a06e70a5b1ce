"""Somebody on the staff has lost phone and passkey: who decides about them lets them begin anew (ASVS 6.4.4)."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from models.sign_in.second_factors import reset
from views.settings.team_members import find_managed
from web.responses import flash_toast

bp = Blueprint("lost_factors", __name__)


@bp.post("/settings/team/<int:user_id>/second-factor/deletion")
def delete(user_id):
    user = find_managed(user_id)
    reset(user, current_user)
    flash_toast(
        _("%(name)s signs in with only the password until a new second factor is added.", name=user.name)
    )
    return redirect(url_for("team_members.show", user_id=user_id), 303)
