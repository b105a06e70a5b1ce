"""Encryption of values in the database, with a key that is derived from the installation's secret key."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_cipher = None


class Unreadable(Exception):
    """The text was encrypted with another secret key, or was never encrypted."""


def configure(secret_key: str):
    """Encrypt and decrypt with a key that is derived from the installation's secret key."""
    global _cipher
    derived = HKDF(SHA256(), length=32, salt=None, info=b"overblik sensitive values")
    _cipher = Fernet(urlsafe_b64encode(derived.derive(secret_key.encode())))


def encrypted(text: str) -> str:
    """`text` as it may be kept; another result each time."""
    return _cipher.encrypt(text.encode()).decode()


def decrypted(token: str) -> str:
    """What encrypted() was given. Raises Unreadable."""
    try:
        return _cipher.decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error
