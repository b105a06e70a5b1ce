"""Forgotten passwords of the portal: a link by mail, good for an hour and for once."""

from datetime import timedelta

from peewee import CharField, ForeignKeyField

from models import tokens
from models.base import BaseModel
from models.clock import now
from models.database import transaction
from models.fields import InstantField
from models.outbox import AT_ONCE, CLOCK_TOLERANCE, KINDS, Kind, Outbox
from models.portal_user import PortalUser

LIFETIME = timedelta(hours=1)
MOST_AN_HOUR = 5


class PasswordReset(BaseModel):
    """One request for a new password. A newer one ends those before it."""

    portal_user = ForeignKeyField(PortalUser, on_delete="CASCADE")
    email = CharField(max_length=254)
    created_at = InstantField(default=now)
    used_at = InstantField(null=True)

    @classmethod
    def ask(cls, email: str):
        """Mail a link to the address if it has a sign-in; nothing tells the asker whether it has."""
        with transaction():
            user = PortalUser.of(email)
            if user is None or cls._asked_lately(user) >= MOST_AN_HOUR:
                return
            cls.update(used_at=now()).where(cls.portal_user == user, cls.used_at.is_null()).execute()
            asked = cls.create(portal_user=user, email=user.email)
            Outbox.put("password_reset", asked.id, email=user.email, grace=AT_ONCE)

    @classmethod
    def _asked_lately(cls, user: PortalUser) -> int:
        return cls.select().where(cls.portal_user == user, cls.created_at > now() - LIFETIME).count()

    @property
    def token(self) -> str:
        return tokens.token_of(*self._told)

    @classmethod
    def by_token(cls, reset_id: int, token: str):
        """The request that a link is about, if its token is right, or None."""
        found = cls.get_or_none(cls.id == reset_id)
        return found if found and tokens.is_token(token, *found._told) else None

    @property
    def _told(self) -> tuple:
        return "password_reset", self.id, self.created_at, self.email

    @property
    def open(self) -> bool:
        """Whether the link still works."""
        age = now() - self.created_at
        return self.used_at is None and -CLOCK_TOLERANCE < age < LIFETIME

    @property
    def still_wanted(self) -> bool:
        return self.open

    def mail_cancelled(self, actor):
        """Nothing depends on it."""

    def use(self, password_hash: str) -> PortalUser | None:
        """Set the new password; None when somebody was quicker or it is too late."""
        with transaction():
            fresh = (
                (PasswordReset.id == self.id)
                & PasswordReset.used_at.is_null()
                & (PasswordReset.created_at > now() - LIFETIME)
            )
            if PasswordReset.update(used_at=now()).where(fresh).execute() != 1:
                return None
            return PortalUser.settle(self.email, password_hash, None)


KINDS["password_reset"] = Kind(PasswordReset, listed=False)
