"""The mail that invites a client's person to the portal."""

from flask_babel import force_locale
from flask_babel import gettext as _

from mails.letter import Letter, language_of, link, written
from models.portal.invitation import Invitation
from models.staff.firm import Firm


def invitation_letter(invitation: Invitation, url: str | None = None) -> Letter:
    """An invitation; with another `url` as a preview that opens nothing."""
    place = invitation.linked_address.link
    url = url or link("portal.invitations.show", invitation_id=invitation.id, token=invitation.token)
    inviter = invitation.invited_by
    with force_locale(language_of(place.contact)):
        firm = Firm.this().name
        return Letter(
            place.contact.name,
            invitation.email,
            _("%(firm)s invites you to its client portal", firm=firm),
            *written(
                "invitation",
                name=place.contact.first_name,
                firm=firm,
                account=place.account.name,
                inviter=inviter.name if inviter else "",
                message=invitation.message,
                expires_at=invitation.expires_at,
                url=url,
            ),
            reply_to=inviter.email if inviter else "",
        )
