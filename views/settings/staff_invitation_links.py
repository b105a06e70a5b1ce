"""Inviting staff by a link that whoever invites passes on: for where no mail server is connected."""

from flask import Blueprint

from mails.staff_invitation import staff_invitation_url
from models.teams.staff_invitation import StaffInvitation
from views.settings.staff_invitations import invited, invited_again
from web.responses import page

bp = Blueprint("staff_invitation_links", __name__)


@bp.post("/settings/team/invitations/links")
def create():
    return invited(StaffInvitation.hand_out, one_time_page)


@bp.post("/settings/team/invitations/<int:staff_invitation_id>/links")
def update(staff_invitation_id):
    return invited_again(staff_invitation_id, StaffInvitation.hand_out_again, one_time_page)


def one_time_page(invitation: StaffInvitation):
    """The page with the link, which stands nowhere else."""
    url = staff_invitation_url(invitation)
    return page("staff_invitation_links/create.html", invitation=invitation, url=url)
