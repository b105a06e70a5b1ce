"""Forgotten passwords: asking for a link by mail, and choosing a new one."""

from flask import Blueprint, redirect, request, url_for

from access import portal_session
from models.clients.portal_user import PortalUser
from models.sign_in.password_reset import PasswordReset
from views._credential_check import PORTAL, forgive
from views._new_password import ResetPages

bp = Blueprint("passwords", __name__)


def enter_anew(user: PortalUser):
    """Inside; but a mailbox alone is not a second factor (ASVS 6.4.3)."""
    forgive(PORTAL, user, inside=not user.protected)
    if user.protected or not portal_session.begin(user):
        return redirect(url_for("portal.sign_ins.new"), 303)
    return redirect(url_for("portal.home.show"), 303)


pages = ResetPages(PasswordReset, "portal/passwords", enter_anew)


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
