"""Alphabet, phone numbers and passwords: the pure rules."""

import pytest

from models.base import phone_number
from models.base.alphabet import danish_sort_key
from models.base.password import hash_password, is_password


def test_danish_order_puts_ae_oe_aa_last_and_aa_with_aa():
    words = ["Zebra", "Ærø", "Ødis", "Aabenraa", "Ågård", "anders", "Anna 2", "Anna 10", "Ål", "É", "Eva"]
    expected = ["anders", "Anna 10", "Anna 2", "É", "Eva", "Zebra", "Ærø", "Ødis", "Aabenraa", "Ågård", "Ål"]
    assert sorted(words, key=danish_sort_key) == expected


def test_a_sort_key_is_digits_only_so_that_every_collation_agrees():
    assert danish_sort_key("Ærøskøbing & Søn (A/S) 會計").isdigit()


@pytest.mark.parametrize(
    "typed", ["20123456", "20 12 34 56", "+45 20123456", "0045 20 12 34 56", "(20) 12-34-56"]
)
def test_a_phone_in_any_format_is_stored_as_one(typed):
    assert phone_number.e164(typed) == "+4520123456"


@pytest.mark.parametrize("typed", ["", "12", "abc", "123456789012345678"])
def test_a_phone_that_cannot_be_is_refused(typed):
    with pytest.raises(phone_number.InvalidPhone):
        phone_number.e164(typed)


@pytest.mark.parametrize(
    ("stored", "shown"), [("+4520123456", "20 12 34 56"), ("+46701234567", "+46 70 123 45 67"), ("", "")]
)
def test_a_phone_is_shown_as_people_at_home_write_it(stored, shown):
    assert phone_number.format_phone(stored) == shown


def test_a_password_is_verified_to_the_letter():
    hashed = hash_password("hemmelig Å ")
    assert is_password("hemmelig Å ", hashed)
    assert not is_password("hemmelig Å", hashed)
    assert not is_password("hemmelig Å ", None)
    assert not is_password("hemmelig Å ", "no hash")
