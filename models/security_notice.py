"""Mails that tell a member of staff what was done to their sign-in, so that they notice when it was not them."""

from peewee import CharField, ForeignKeyField

from models.base import BaseModel
from models.clock import now
from models.database import transaction
from models.fields import InstantField
from models.firm import Firm
from models.outbox import AT_ONCE, KINDS, Kind, Outbox
from models.reactions import follows
from models.user import User


class SecurityNotice(BaseModel):
    """One thing to tell; `about` names it (labels.NOTICES), `email` is where the person is told."""

    user = ForeignKeyField(User, on_delete="CASCADE")
    email = CharField(max_length=254)
    about = CharField(max_length=30)
    created_at = InstantField(default=now)

    still_wanted = True

    @classmethod
    def tell(cls, user: User, about: str, email: str = ""):
        """Mail it at once, to the user's address or the one given."""
        with transaction():
            notice = cls.create(user=user, email=email or user.email, about=about)
            Outbox.put("security_notice", notice.id, email=notice.email, grace=AT_ONCE)

    def mail_cancelled(self, actor):
        """Nothing depends on it."""


KINDS["security_notice"] = Kind(SecurityNotice, listed=False)


def change_email(user: User, email: str, actor) -> bool:
    """user.change_email(), and the old address is told: whoever reads it may know nothing of the change."""
    with transaction():
        Firm.hold_this()  # before the user, as everywhere
        old = user.hold().email
        changed = user.change_email(email, actor)
        if changed:
            SecurityNotice.tell(user, "email_changed", old)
    return changed


@follows("user.password_changed")
def _tell(user: User, actor):
    SecurityNotice.tell(user, "password_changed")
