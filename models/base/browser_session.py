"""Sessions of staff and of clients: a token in a cookie, of which a row keeps the hash."""

import secrets
from datetime import timedelta
from hashlib import sha256

from models.base.clock import now
from models.base.database import note, transaction

LIFETIME = timedelta(days=30)  # rule Signing in 2, ASVS 7.3.2
SEEN_EVERY = timedelta(minutes=5)  # noting each request would make every read a write


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class BrowserSession:
    """A model of sessions: token_hash, expires_at, seen_at, user_agent, address, and how long one may be `idle`."""

    idle = timedelta(0)

    @classmethod
    def begin(cls, user_agent: str, address: str, **whose) -> str:
        """Write a row for this browser and return the token for its cookie."""
        token = new_token()
        with transaction():
            cls.create(
                token_hash=hash_token(token),
                expires_at=now() + LIFETIME,
                user_agent=user_agent[:255],
                address=address,
                **whose,
            )
        return token

    @classmethod
    def is_live(cls):
        """What is true of a session that has ended neither of age nor of idleness."""
        return (cls.expires_at > now()) & (cls.seen_at > now() - cls.idle)

    def note_seen(self):
        """Remember that the person is there, at most every few minutes."""
        if now() - self.seen_at > SEEN_EVERY:
            note(type(self).update(seen_at=now()).where(type(self).id == self.id).execute)
