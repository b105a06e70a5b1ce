"""Password hashes: argon2id with the parameters of OWASP's password storage sheet (19 MiB, t=2, p=1)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 12
MAX_LENGTH = 256

RUNS = (
    "0123456789",
    "1234567890",
    "9876543210",
    "qwertyuiop",
    "qwertyuiopå",
    "asdfghjkl",
    "abcdefghijklmnopqrstuvwxyz",
)
COMMON = frozenset(
    [
        "password",
        "passw0rd",
        "kodeord",
        "adgangskode",
        "hemmelig",
        "secret",
        "letmein",
        "welcome",
        "velkommen",
        "overblik",
        "admin",
        "administrator",
        "qwerty",
        "qwertyuiop",
        "iloveyou",
        "sommer",
        "vinter",
        "efterår",
        "forår",
        "danmark",
        "denmark",
        "københavn",
        "aarhus",
        "fodbold",
        "football",
        "princess",
        "dragon",
        "monkey",
        "master",
        "login",
        "changeme",
        "test",
        "testtest",
        "passwordpassword",
        "bogholder",
        "regnskab",
        "revisor",
    ]
)

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody = _hasher.hash("the password of nobody")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether `password` is the one that was hashed; takes as long when there is no hash to compare with."""
    try:
        return _hasher.verify(password_hash or _nobody, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def is_common(password: str) -> bool:
    """Whether it is one of those that are tried first: one of few letters, a run, or a well-known word with figures."""
    plain = "".join(each for each in password.casefold() if each.isalnum())
    word = plain.strip("0123456789")
    run = any(len(plain) > 3 and plain in (row * 30) for row in RUNS)
    return len(set(password)) < 5 or run or word in COMMON or any(word == known * 2 for known in COMMON)
