"""The mail that tells a member of staff that they were let in to a client."""

from flask_babel import force_locale
from flask_babel import gettext as _

from mails.letter import Letter, language_of, link, written
from models.clients.account import Assignment
from models.staff.firm import Firm
from models.teams.access_request import AccessRequest


def access_granted_letter(asked: AccessRequest) -> Letter:
    """Word to a member of staff that they were let in."""
    place = Assignment.get(account=asked.account, user=asked.user)
    with force_locale(language_of(asked.user)):
        return Letter(
            asked.user.name,
            asked.user.email,
            _("You can now open %(account)s", account=asked.account.name),
            *written(
                "access_granted",
                name=asked.user.name,
                firm=Firm.this().name,
                account=asked.account.name,
                until_at=place.until_at,
                url=link("accounts.show", account_id=asked.account_id),
            ),
        )
