"""Making up people, companies, numbers and addresses from the names."""

import random
from typing import NamedTuple

from demo.names import CLUBS, MEN, PLACES, STREETS, SURNAMES, TOWNS, TRADES, WOMEN

MOBILE_SERIES = (
    "20",
    "21",
    "22",
    "23",
    "26",
    "28",
    "29",
    "30",
    "31",
    "40",
    "42",
    "50",
    "51",
    "53",
    "60",
    "61",
    "71",
)
_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_SPREAD = 100_003  # a prime, so that neighbours in number get CVR numbers far apart
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ı": "i", "é": "e", "ü": "u"})


class Home(NamedTuple):
    street: str
    postal_code: str
    city: str


def slug(text: str) -> str:
    """`text` as a part of a domain or an e-mail address."""
    folded = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in text.lower().translate(_ASCII)
    )
    return "-".join(filter(None, folded.split("-")))


def cvr(number: int) -> str:
    """The `number`th CVR number: eight digits with a valid check digit, no two alike below 100,000."""
    base = 1_500_000 + number * 61_211 % _SPREAD * 84
    while True:
        digits = f"{base:07}"
        check = -sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
        base += 1


def phone(dice: random.Random) -> str:
    """A Danish mobile number in E.164."""
    return f"+45{dice.choice(MOBILE_SERIES)}{dice.randrange(1_000_000):06}"


def home(dice: random.Random) -> Home:
    """A street address with the town of its postal code."""
    return Home(f"{dice.choice(STREETS)} {dice.randint(1, 148)}", *dice.choice(TOWNS))


def full_name(dice: random.Random, surname: str = "") -> tuple[str, str]:
    """First and last name; every third person has a middle name."""
    first = dice.choice(dice.choice((WOMEN, MEN)))
    last = surname or dice.choice(SURNAMES)
    return first, f"{dice.choice(SURNAMES)} {last}" if not surname and dice.random() < 0.33 else last


def company(dice: random.Random, form: str, surname: str) -> tuple[str, str]:
    """A company's name and its trade's code; `form` is ApS, A/S or I/S."""
    trade, code = dice.choice(TRADES)
    town = dice.choice(TOWNS)[1].split()[0]
    lead = dice.choice(
        (surname, f"{surname}s", f"{surname} & {dice.choice(SURNAMES)}", dice.choice(PLACES), town)
    )
    return f"{lead} {trade} {form}", code


def sole_trader(dice: random.Random, name: str) -> tuple[str, str]:
    """The name of somebody's one-person business and its trade's code."""
    trade, code = dice.choice(TRADES)
    return f"{dice.choice((*PLACES, dice.choice(TOWNS)[1].split()[0]))} {trade} v/{name}", code


def club(dice: random.Random) -> str:
    """The name of an association."""
    return dice.choice(CLUBS).format(town=dice.choice(TOWNS)[1].split()[0], street=dice.choice(STREETS))
