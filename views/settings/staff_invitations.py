"""Inviting staff by mail, as those do it who manage the staff."""

from collections.abc import Callable

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find
from models.teams.staff_invitation import AlreadyStaff, StaffInvitation
from views.settings._member_form import InvitationForm
from web.responses import flash_toast, mail_connected, page
from web.saving import save

bp = Blueprint("staff_invitations", __name__)


@bp.get("/settings/team/invitations/new")
def new():
    return invitation_page(InvitationForm(formdata=None))


@bp.post("/settings/team/invitations")
def create():
    return invited(StaffInvitation.send, flash_waiting_invitation)


@bp.post("/settings/team/invitations/<int:staff_invitation_id>/renewals")
def update(staff_invitation_id):
    return invited_again(staff_invitation_id, StaffInvitation.send_again, flash_waiting_invitation)


@bp.post("/settings/team/invitations/<int:staff_invitation_id>/deletion")
def delete(staff_invitation_id):
    invitation = find_invitation(staff_invitation_id)
    invitation.withdraw(current_user)
    flash_toast(_("The invitation of %(address)s is revoked.", address=invitation.email))
    return redirect(url_for("team_members.index"), 303)


def invited(invite: Callable, answer: Callable):
    """The answer() to what `invite` made of the form, or the form with what is in the way."""
    form = InvitationForm()
    saved = save(form, lambda: invite(current_user, email=form.email.data, **form.typed_values()))
    return answer(saved.result) if saved.done else invitation_page(form, saved.status)


def invited_again(invitation_id: int, invite: Callable, answer: Callable):
    """The answer() to the invitation that `invite` makes in place of another."""
    invitation = find_invitation(invitation_id)
    try:
        return answer(invite(invitation, current_user))
    except AlreadyStaff as already:
        flash_toast(_("%(name)s is already a member of staff.", name=already.user.name))
        return redirect(url_for("team_members.index"), 303)


def find_invitation(invitation_id: int) -> StaffInvitation:
    gone = _("This invitation was accepted or revoked.")
    return find(StaffInvitation.unanswered(), invitation_id, gone)


def flash_waiting_invitation(invitation: StaffInvitation):
    """Word that the mail waits for a minute, in which it can be revoked."""
    flash_toast(
        _("The invitation to %(address)s is sent in a minute.", address=invitation.email)
        if mail_connected()
        else _(
            "The invitation to %(address)s waits in the outbox: no mail server is set up.",
            address=invitation.email,
        )
    )
    return redirect(url_for("team_members.index"), 303)


def invitation_page(form: InvitationForm, status: int = 200):
    return page("staff_invitations/new.html", status, form=form, days=StaffInvitation.lifetime.days)
