"""The mails that leave the firm, written at the moment they are sent: nothing stored holds a link that works."""

from collections.abc import Callable
from email.message import EmailMessage

from mails.access_granted import access_granted_letter
from mails.address_confirmation import address_confirmation_letter
from mails.broken_glass import broken_glass_letter
from mails.envelope import packed
from mails.invitation import invitation_letter
from mails.letter import Letter
from mails.password_reset import reset_letter
from mails.security_notice import notice_letter
from mails.staff_invitation import staff_invitation_letter
from mails.staff_password_reset import staff_reset_letter
from models.outgoing.outbox import Outbox

# Kind of a line of the outbox → what writes its letter from the line's subject.
COMPOSED: dict[str, Callable[..., Letter]] = {
    "invitation": invitation_letter,
    "password_reset": reset_letter,
    "staff_invitation": staff_invitation_letter,
    "access_granted": access_granted_letter,
    "address_confirmation": address_confirmation_letter,
    "broken_glass": broken_glass_letter,
    "staff_password_reset": staff_reset_letter,
    "security_notice": notice_letter,
}


def compose(row: Outbox) -> EmailMessage:
    """The mail of a line of the outbox, in its reader's language. Raises Unsendable."""
    letter = COMPOSED[row.kind](row.subject)
    return packed(
        letter if letter.to is not None else letter._replace(to=row.email),
        f"{row.kind}-{row.subject_id}-{row.id}",
    )
