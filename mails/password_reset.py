"""The mail with a link to a new password for the portal."""

from flask_babel import force_locale
from flask_babel import gettext as _

from mails.letter import Letter, language_of, link, written
from models.portal.portal_access import places_of_mailbox
from models.sign_in.password_reset import PasswordReset
from models.staff.firm import Firm


def reset_letter(reset: PasswordReset) -> Letter:
    """A link to choose a new password for the portal."""
    place = places_of_mailbox(reset.email).first()
    contact = place.link.contact if place else None
    url = link("portal.passwords.edit", password_reset_id=reset.id, token=reset.token)
    with force_locale(language_of(contact)):
        firm = Firm.this().name
        return Letter(
            contact.name if contact else "",
            reset.email,
            _("A new password for the client portal of %(firm)s", firm=firm),
            *written(
                "password_reset",
                name=contact.first_name if contact else "",
                asked=_(
                    "Somebody, hopefully you, asked for a new password for the client portal of %(firm)s.",
                    firm=firm,
                ),
                firm=firm,
                url=url,
            ),
        )
