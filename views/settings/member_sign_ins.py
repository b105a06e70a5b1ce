"""Where a member of staff is signed in, as those see it who manage the staff."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from models.staff.sign_in import SignIn
from views.settings.team_members import find_managed
from web.responses import flash_toast

bp = Blueprint("member_sign_ins", __name__)


@bp.post("/settings/team/<int:user_id>/sign-ins/deletion")
def delete(user_id):
    member = find_managed(user_id)
    SignIn.end_all(member, current_user)
    flash_toast(_("%(name)s is signed out everywhere.", name=member.name))
    return redirect(url_for("team_members.show", user_id=user_id), 303)
