"""Default team: who is put on the team of every new account, besides who creates it."""

from peewee import ForeignKeyField, IntegrityError

from models.base.database import transaction
from models.base.recorded import Recorded
from models.staff.user import User


class DefaultMember(Recorded):
    """A member of staff whom new accounts get; one who was deactivated is passed over."""

    noun = "default_member"

    user = ForeignKeyField(User, on_delete="CASCADE", unique=True)

    def concerns(self):
        return {"user_id": self.user_id}

    @property
    def caption(self):
        return self.user.name

    @classmethod
    def choose(cls, user: User, actor):
        """Put `user` on the teams of accounts to come; nothing happens when they are chosen already."""
        try:
            with transaction():
                if not cls.select().where(cls.user == user).exists():
                    cls.add(actor, user=user)
        except IntegrityError:
            pass  # PostgreSQL lets two begin, and one of them end

    @classmethod
    def current(cls):
        """Those chosen who work here, each with `user`, by name."""
        return (
            cls.select(cls, *User.named())
            .join(User)
            .where(User.deactivated_at.is_null())
            .order_by(User.sort_key, cls.id)
        )

    @classmethod
    def people(cls) -> list[User]:
        """The users who are put on the team of a new account."""
        return [each.user for each in cls.current()]
