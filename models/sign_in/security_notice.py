"""Security notices: mails about changes of a sign-in, so that its owner notices when somebody else made them."""

from peewee import CharField, ForeignKeyField

from models.base.clock import now
from models.base.database import transaction
from models.base.event_handlers import follows
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.outgoing.outbox import AT_ONCE, KINDS, Kind, Outbox
from models.staff.firm import Firm
from models.staff.staff_rights import NotTheirs
from models.staff.user import User


class SecurityNotice(BaseModel):
    """One thing to tell; `about` names it (labels.NOTICES), `email` is where the person is told."""

    user = ForeignKeyField(User, on_delete="CASCADE")
    email = CharField(max_length=254)
    about = CharField(max_length=30)
    created_at = InstantField(default=now)

    still_wanted = True

    @classmethod
    def send(cls, user: User, about: str, email: str = ""):
        """Mail it at once, to the user's address or the one given."""
        with transaction():
            notice = cls.create(user=user, email=email or user.email, about=about)
            Outbox.put("security_notice", notice.id, email=notice.email, grace=AT_ONCE)

    @classmethod
    def of(cls, user: User):
        """What a user was told or is to be told, newest first."""
        return cls.select().where(cls.user == user).order_by(cls.id.desc())

    def mail_cancelled(self, actor):
        """The person still finds it on the page of their sign-in. Raises NotTheirs for word of one's own sign-in: who has
        stolen it could hide that.
        """
        if actor.id == self.user_id:
            raise NotTheirs


def _visible_to(viewer: User):
    mine = SecurityNotice.user.in_(User.managed_by(viewer).select(User.id))
    return SecurityNotice.select(SecurityNotice.id).where(mine)


KINDS["security_notice"] = Kind(SecurityNotice, listed=False, visible_to=_visible_to)


def change_email(user: User, email: str, actor) -> bool:
    """user.change_email(), and the old address is told: whoever reads it may know nothing of the change."""
    with transaction():
        Firm.hold_this()  # before the user, as everywhere
        old = user.hold().email
        changed = user.change_email(email, actor)
        if changed:
            SecurityNotice.send(user, "email_changed", old)
    return changed


@follows("user.password_changed")
def _notify_of_password(user: User, actor):
    SecurityNotice.send(user, "password_changed")
