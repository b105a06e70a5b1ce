"""A link for a new password that a colleague passes on, made by who decides about the member of staff."""

from flask import Blueprint
from flask_login import current_user

from mails.staff_password_reset import staff_reset_url
from models.sign_in.password_reset import LIFETIME, StaffPasswordReset
from views.settings.team_members import find_managed
from web.responses import page

bp = Blueprint("member_password_links", __name__)


@bp.post("/settings/team/<int:user_id>/password-links")
def create(user_id):
    member = find_managed(user_id)
    made = StaffPasswordReset.hand_out(member, current_user)
    url = staff_reset_url(made)
    minutes = int(LIFETIME.total_seconds()) // 60
    return page("member_password_links/create.html", member=member, url=url, minutes=minutes)
