"""Being signed in: a row here, so that signing out, a new password or a dismissal ends it at once."""

import secrets
from datetime import timedelta
from hashlib import sha256

from peewee import CharField, ForeignKeyField

from models.base import BaseModel
from models.clock import now
from models.database import db, transaction
from models.fields import InstantField
from models.user import User

LIFETIME = timedelta(days=30)  # ASVS 7.3.2
IDLE = timedelta(hours=12)  # ASVS 7.3.1
SEEN_EVERY = timedelta(minutes=5)  # noting each request would make every read a write

# Every request begins with this, and peewee composes it ten times as long as the database answers: so written out.
_USER = ("id", "name", "email", "role", "language", "theme", "rights_version")
_LIVE = f"""
SELECT s.id, s.seen_at, {", ".join(f"u.{column}" for column in _USER)}, r.name
FROM sign_in AS s JOIN "user" AS u ON u.id = s.user_id LEFT JOIN "right" AS r ON r.user_id = u.id
WHERE s.token_hash = ? AND s.expires_at > ? AND s.seen_at > ? AND u.deactivated_at IS NULL
"""  # noqa: S608 (only our own words)


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
        with transaction():
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
        """The live sign-in of a token with its active user and `rights`, those granted now; or None."""
        moments = [cls.seen_at.db_value(moment) for moment in (now(), now() - IDLE)]
        sql = _LIVE.replace("?", db.obj.param)
        rows = db.execute_sql(sql, (hash_token(token), *moments)).fetchall()
        if not rows:
            return None
        sign_in_id, seen_at, *user, _ = rows[0]
        found = cls(id=sign_in_id, seen_at=cls.seen_at.python_value(seen_at), __no_default__=True)
        found.user = User(**dict(zip(_USER, user, strict=True)), __no_default__=True)
        found.rights = frozenset(right for *_, right in rows if right)
        return found

    def note_seen(self):
        """Remember that the person is there, at most every few minutes."""
        if now() - self.seen_at > SEEN_EVERY:
            with transaction():
                SignIn.update(seen_at=now()).where(SignIn.id == self.id).execute()

    @classmethod
    def end_all(cls, user: User, actor):
        """Sign `user` out everywhere."""
        with transaction():
            cls.delete().where(cls.user == user).execute()

    @classmethod
    def end(cls, token: str):
        with transaction():
            cls.delete().where(cls.token_hash == hash_token(token)).execute()
