"""The mail that tells a member of staff what was done to their sign-in."""

from flask_babel import force_locale
from flask_babel import gettext as _

from mails.letter import Letter, language_of, written
from models.sign_in.security_notice import SecurityNotice
from models.staff.firm import Firm
from words import labels


def notice_letter(notice: SecurityNotice) -> Letter:
    """Word of what was done to somebody's sign-in."""
    with force_locale(language_of(notice.user)):
        firm, told = Firm.this().name, str(labels.NOTICES[notice.about])
        return Letter(
            notice.user.name,
            notice.email,
            _("Your sign-in to Overblik at %(firm)s", firm=firm),
            *written("security_notice", name=notice.user.name, told=told, at=notice.created_at, firm=firm),
        )
