"""The invitation of staff as the invited person meets it: choosing a password, and coming in."""

from flask import Blueprint, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import sign_in
from models.base.password import hash_password
from models.staff.firm import Firm
from models.teams.staff_invitation import StaffInvitation
from views._new_password import NewPasswordForm
from web.responses import flash_toast, page

bp = Blueprint("acceptances", __name__)


@bp.get("/staff-invitations/<int:staff_invitation_id>")
def show(staff_invitation_id):
    invitation = invitation_of(staff_invitation_id, request.args.get("token"))
    if invitation and invitation.state == "open" and request.is_looked_at:
        invitation.note_opened()
    return acceptance_page(invitation, NewPasswordForm(request.args))


@bp.post("/staff-invitations/<int:staff_invitation_id>")
def update(staff_invitation_id):
    form = NewPasswordForm()
    invitation = invitation_of(staff_invitation_id, form.token.data)
    if invitation is None or invitation.state != "open" or current_user.is_authenticated:
        return acceptance_page(invitation, form, 409)
    form.password.about = (invitation.email, invitation.name)
    if not form.validate():
        return acceptance_page(invitation, form, 422)
    user = invitation.accept(hash_password(form.password.data))
    if user is None:
        return acceptance_page(StaffInvitation.get_or_none(id=staff_invitation_id), form)
    sign_in(user, "invitation")
    flash_toast(_("Welcome! Next time, sign in with your e-mail and this password."))
    return redirect(url_for("home.show"), 303)


def invitation_of(invitation_id: int, token: str | None) -> StaffInvitation | None:
    """The invitation of a link, read in the language that it was written in; None for any other."""
    found = StaffInvitation.by_token(invitation_id, token)
    if found:
        g.reader_language = found.language
    return found


def acceptance_page(invitation: StaffInvitation | None, form: NewPasswordForm, status: int = 200):
    """The form where the link works and nobody is signed in here, else in words what is in the way."""
    state = invitation.state if invitation else "unknown"
    if state != "open":
        status = 404 if state == "unknown" else 410
    return page(
        "acceptances/show.html", status, invitation=invitation, state=state, form=form, firm=Firm.this()
    )
