"""The mail with a link to a new password for a member of staff."""

from flask_babel import force_locale
from flask_babel import gettext as _

from mails.letter import Letter, language_of, link, written
from models.sign_in.password_reset import StaffPasswordReset
from models.staff.firm import Firm


def staff_reset_url(reset: StaffPasswordReset) -> str:
    """Where a member of staff chooses a new password, whoever hands it over."""
    return link("passwords.edit", password_reset_id=reset.id, token=reset.token)


def staff_reset_letter(reset: StaffPasswordReset) -> Letter:
    """A link to choose a new password, for a member of staff."""
    url = staff_reset_url(reset)
    with force_locale(language_of(reset.user)):
        firm = Firm.this().name
        asked = _("Somebody, hopefully you, asked for a new password for Overblik at %(firm)s.", firm=firm)
        return Letter(
            reset.user.name,
            reset.email,
            _("A new password for Overblik at %(firm)s", firm=firm),
            *written("password_reset", name=reset.user.name, asked=asked, firm=firm, url=url),
        )
