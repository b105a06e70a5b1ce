"""The tokens in links that are mailed.

They are derived when a mail is written, so nothing that is stored lets anybody in (rule Signing in 6).
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256

from models.base.fields import LARGEST_ID
from models.base.mailbox import in_ascii

_key = None


def configure(secret_key: str):
    """Derive tokens from this key; another key makes every link that is under way useless."""
    global _key
    _key = hmac.digest(secret_key.encode(), b"links in mails", sha256)


def token_of(purpose: str, row_id: int, issued_at: datetime, email: str) -> str:
    """The 256-bit token of one issue of one row for one purpose and one address."""
    told = "\0".join((purpose, str(row_id), issued_at.isoformat(), email.casefold()))
    return urlsafe_b64encode(hmac.digest(_key, told.encode(), sha256)).decode().rstrip("=")


def is_token(token: str, *what) -> bool:
    """Whether `token` is the one that token_of(*what) makes, or made for the same address with a domain of xn--…, as it
    was kept before.
    """
    *told, email = what
    return any(
        hmac.compare_digest(token.encode(errors="replace"), token_of(*told, each).encode())
        for each in (email, _in_ascii(email))
    )


def _in_ascii(email: str) -> str:
    try:
        return in_ascii(email)
    except ValueError:
        return email


class TokenHolder:
    """A model each of whose rows is brought to somebody by a link; `_token_content` is what its token is made of."""

    @property
    def token(self) -> str:
        return token_of(*self._token_content)

    @classmethod
    def by_token(cls, row_id: int, token: str | None):
        """The row that a link is about, if its token is right, or None."""
        found = cls.get_or_none(cls.id == row_id) if row_id <= LARGEST_ID else None
        return found if found and is_token(token or "", *found._token_content) else None
