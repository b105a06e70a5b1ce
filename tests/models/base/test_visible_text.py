"""Names that nobody can see (Unicode general categories, UAX #44), and letters that only look odd to a program."""

import pytest

from models.base.visible_text import tidied
from models.staff.unique_name import tidy

pytestmark = pytest.mark.knows_no_engine


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "\t", "\u00a0", "\u2003", "\u3000", "\u2028", "\u1680"),
        *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e\u200f", "\u061c", "\u180e"),
        *("\u202e\u202c", "\u2066\u2069", "\u206a", "\ufff9\ufffb", "\U000e0041\U000e007f", "\U0001d173"),
        *("\u115f", "\u1160", "\u3164", "\uffa0", "\u2800", "\u17b4"),
        *("\ufe0f", "\U000e0100", "\u034f", "\u0301", "\u20e3", " \u200d \u0301 "),
    ],
)
def test_what_nobody_sees_is_nothing(name):
    assert tidied(name) == tidied(name * 20) == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("\u200bAnna\u200b", "Anna"),
        ("\ufeffAnna Holm", "Anna Holm"),
        (" \u200e Anna \u00ad\u3164", "Anna"),
        ("Anna\u200d", "Anna"),
        ("علی\u200cرضا", "علی\u200cرضا"),  # a Persian name needs what joins it not
        ("क्\u200dष", "क्\u200dष"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("❤\ufe0f", "❤\ufe0f"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("A\u030ase", "A\u030ase"),
        ("Ærø\u00adskøbing", "Ærø\u00adskøbing"),
        (".", "."),
        ("李", "李"),
        ("Anna\nHolm\n", "Anna\nHolm"),
    ],
)
def test_what_is_seen_stays_and_what_joins_it(typed, name):
    assert tidied(typed) == tidied(tidied(typed)) == name


def test_words_of_the_firm_are_tidied_alike():
    assert tidy("\u200b Moms  kvartal\u00a0") == "Moms kvartal"
