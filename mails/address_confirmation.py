"""The mail that asks to confirm an address changed by somebody who may not open the client."""

from flask_babel import force_locale
from flask_babel import gettext as _

from mails.letter import Letter, language_of, link, written
from models.processes.address_change import WaitingAddress
from models.staff.firm import Firm


def address_confirmation_letter(waiting: WaitingAddress) -> Letter:
    """Word to those who may confirm it that an address was changed by somebody who may not open the client."""
    row, link_ = waiting.row, waiting.row.link
    with force_locale(language_of(None)):
        return Letter(
            "",
            None,
            _("An address on %(account)s has to be confirmed", account=link_.account.name),
            *written(
                "address_confirmation",
                firm=Firm.this().name,
                person=link_.contact.name,
                account=link_.account.name,
                former=row.agreed_email,
                address=row.address.email,
                url=link("info.show", account_id=link_.account_id),
            ),
        )
