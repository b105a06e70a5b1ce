"""Being signed in: a row here, so that signing out, a new password or a dismissal ends it at once."""

import secrets
from datetime import timedelta
from hashlib import sha256

from peewee import CharField, ForeignKeyField

from models.base import BaseModel
from models.clock import now
from models.fields import InstantField
from models.user import User

LIFETIME = timedelta(days=30)  # ASVS 7.3.2
IDLE = timedelta(hours=12)  # ASVS 7.3.1
SEEN_EVERY = timedelta(minutes=5)  # noting each request would make every read a write


def hash_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class SignIn(BaseModel):
    """One browser in which one member of staff is signed in. The cookie holds the token, the row only its hash."""

    user = ForeignKeyField(User, on_delete="CASCADE")
    token_hash = CharField(unique=True, max_length=64)
    created_at = InstantField(default=now)
    expires_at = InstantField()
    seen_at = InstantField(default=now)
    user_agent = CharField(default="")
    address = CharField(default="")

    @classmethod
    def start(cls, user: User, user_agent: str = "", address: str = "") -> str:
        """Sign `user` in and return the token for the cookie."""
        token = secrets.token_urlsafe(32)
        cls.create(
            user=user,
            token_hash=hash_token(token),
            expires_at=now() + LIFETIME,
            user_agent=user_agent[:255],
            address=address,
        )
        return token

    @classmethod
    def find(cls, token: str):
        """The live sign-in of a token with its active user, or None."""
        moment = now()
        return (
            cls.select(cls, User)
            .join(User)
            .where(
                cls.token_hash == hash_token(token),
                cls.expires_at > moment,
                cls.seen_at > moment - IDLE,
                User.deactivated_at.is_null(),
            )
            .first()
        )

    def note_seen(self):
        """Remember that the person is there, at most every few minutes."""
        if now() - self.seen_at > SEEN_EVERY:
            SignIn.update(seen_at=now()).where(SignIn.id == self.id).execute()

    @classmethod
    def end(cls, token: str):
        cls.delete().where(cls.token_hash == hash_token(token)).execute()
