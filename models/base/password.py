"""Passwords: what a new one must be (rule Signing in 5), and hashes by argon2id (OWASP's parameters: 19 MiB, t=2, p=1)."""

import re
import threading
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 12
MAX_LENGTH = 256
READ = 72  # characters that are judged: what follows takes long and makes nothing worse
FEWEST_GUESSES = (
    10**9
)  # zxcvbn counts them; its score 3 begins at 10^8, where a word, a year and two marks still are

# What Danes take first, and the years that the library does not know yet: its lists are English and of 2017.
TAKEN_FIRST = (
    *map(str, range(2018, 2040)),
    *("adgangskode", "kodeord", "hemmelig", "hemmelighed", "velkommen", "overblik", "sommer", "vinter"),
    *("efteraar", "efterår", "foraar", "forår", "danmark", "koebenhavn", "københavn", "aarhus", "odense"),
    *("aalborg", "fodbold", "skat", "elskede", "familie", "bogholder", "bogholderi", "regnskab", "revisor"),
    *("revision", "kontor", "firma", "skattefar", "jegelskerdig", "qwertyuiopå", "asdfghjklæø"),
)

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody = _hasher.hash("the password of nobody")
_one_at_a_time = threading.Lock()


def composed(password: str) -> str:
    """The same letters always as the same characters, however a keyboard makes them (NFC); spaces stay as they are."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    return _hasher.hash(composed(password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether `password` is the one that was hashed; takes as long when there is no hash to compare with."""
    try:
        return _hasher.verify(password_hash or _nobody, composed(password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def having_password(holders: Iterable, password: str):
    """The one of these, each with a `password_hash`, whose password it is, or None; as slow for none of them as for one."""
    holders = list(holders)
    if not holders:
        is_password(password, None)
    return next((each for each in holders if is_password(password, each.password_hash)), None)


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def has_good_length(password: str) -> bool:
    return MIN_LENGTH <= len(composed(password)) <= MAX_LENGTH


def is_guessed_early(password: str, about: Iterable[str] = ()) -> bool:
    """Whether those who guess passwords find it soon: by lists, keyboards, dates and words `about` its owner.

    `about` are names and addresses as they are written; each word of them counts.
    """
    from zxcvbn import zxcvbn  # here, since its lists take a tenth of a second and most processes never ask

    words = [word for text in about for word in (text, *re.findall(r"\w{3,}", text))]
    read = composed(password)[:READ]
    with _one_at_a_time:  # it keeps the words of the one who asks where everybody's are
        return zxcvbn(read, [*words, *TAKEN_FIRST], READ)["guesses"] < FEWEST_GUESSES
