"""The mail that invites a colleague."""

from flask_babel import force_locale
from flask_babel import gettext as _

from mails.letter import Letter, language_of, link, written
from models.staff.firm import Firm
from models.teams.staff_invitation import StaffInvitation


def staff_invitation_url(invitation: StaffInvitation) -> str:
    """Where an invitation to be staff is accepted, whoever hands it over."""
    return link("acceptances.show", staff_invitation_id=invitation.id, token=invitation.token)


def staff_invitation_letter(invitation: StaffInvitation) -> Letter:
    """An invitation to be staff."""
    url = staff_invitation_url(invitation)
    inviter = invitation.invited_by
    with force_locale(language_of(invitation.invited_by)):
        firm = Firm.this().name
        return Letter(
            invitation.name,
            invitation.email,
            _("%(inviter)s invites you to Overblik at %(firm)s", inviter=inviter.name, firm=firm),
            *written(
                "staff_invitation",
                name=invitation.name,
                firm=firm,
                inviter=inviter.name,
                expires_at=invitation.expires_at,
                url=url,
            ),
            reply_to=inviter.email,
        )
