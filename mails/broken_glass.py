"""The mail that tells an owner of a client opened by break-glass."""

from flask_babel import force_locale
from flask_babel import gettext as _

from mails.letter import Letter, language_of, link, written
from models.staff.firm import Firm
from models.teams.break_glass import BrokenGlass


def broken_glass_letter(used: BrokenGlass) -> Letter:
    """Word to an owner that somebody has opened a client that was not theirs."""
    with force_locale(language_of(None)):
        return Letter(
            "",
            None,
            _("%(who)s has opened %(account)s with break-glass", who=used.who, account=used.account),
            *written(
                "broken_glass",
                firm=Firm.this().name,
                who=used.who,
                account=used.account,
                reason=used.reason,
                at=used.at,
                url=link("accounts.show", account_id=used.account_id),
            ),
        )
