"""Short-lived signed tokens, which a browser carries from one step to the next."""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

SECONDS = 300  # ASVS 6.4.1: short-lived


def sign_values(purpose: str, *values) -> str:
    """A signed text that holds `values` (what JSON can hold) for one purpose. It is readable, and can be said again."""
    return _signer(purpose).dumps(values)


def signed_values(purpose: str, word: str | None, seconds: int = SECONDS) -> list | None:
    """What sign_values() signed for this purpose, at most so long ago; None for anything else."""
    try:
        return _signer(purpose).loads(word or "", max_age=seconds)
    except BadData:
        return None


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt=purpose)
