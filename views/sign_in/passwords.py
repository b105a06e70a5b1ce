"""Forgotten passwords of staff: asking for a link by mail, and choosing a new one."""

from flask import Blueprint, redirect, request, url_for

from models.sign_in.password_reset import StaffPasswordReset
from models.staff.user import User
from views._credential_check import STAFF, forgive
from views._new_password import ResetPages
from views.sign_in.sign_ins import enter

bp = Blueprint("passwords", __name__)


def enter_anew(user: User):
    """Inside; but a mailbox alone is not a second factor (ASVS 6.4.3)."""
    forgive(STAFF, user, inside=not user.protected)
    if user.protected:
        return redirect(url_for("sign_ins.new"), 303)
    return enter(user, None, "reset")


pages = ResetPages(StaffPasswordReset, "passwords", enter_anew)


@bp.get("/password")
def new():
    return pages.new()


@bp.post("/password")
def create():
    return pages.create()


@bp.get("/password-resets/<int:password_reset_id>")
def edit(password_reset_id):
    return pages.edit(password_reset_id, request.args)


@bp.post("/password-resets/<int:password_reset_id>")
def update(password_reset_id):
    return pages.update(password_reset_id)
