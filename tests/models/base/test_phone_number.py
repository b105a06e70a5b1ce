"""What people type as a phone number, and what is kept of it: no digit less, none more."""

import pytest

from models.base.folding import parse
from models.base.phone_number import LABELS, InvalidPhone, LettersInPhone, SeveralPhones, e164, format_phone

pytestmark = pytest.mark.knows_no_engine

DK, US = "+4533123456", "+12125550123"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("33 12 34 56", DK),
        ("33-12-34-56", DK),
        ("33.12.34.56", DK),
        ("33/123456", DK),
        ("(33) 12 34 56", DK),
        ("+45 33123456", DK),
        ("+ 45 33123456", DK),
        ("(+45) 33123456", DK),
        ("0045 33123456", DK),
        ("00 45 33 12 34 56", DK),
        ("(0045) 33 12 34 56", DK),
        ("+45 (0) 33 12 34 56", DK),
        ("+45(0)33123456", DK),
        ("0045 (0) 33 12 34 56", DK),
        ("+44 (0) 20 7946 0958", "+442079460958"),
        ("+46 (0)70-123 45 67", "+46701234567"),
        ("+39 (0) 6 6982 0000", "+390669820000"),
        ("٣٣١٢٣٤٥٦", DK),
        ("+४५ ३३ १२ ३४ ५६", DK),
        ("Telefonnr. 33123456", DK),
        ("Mobilnummer: 20304050", "+4520304050"),
        ("Fastnet 33123456", DK),
        ("33/12/34/56", DK),
        ("+45 33/12/34/56", DK),
        ("+49 30/123456", "+4930123456"),
        ("33 12 34 56 (lok. 45)", f"{DK};ext=45"),
        ("+1 212 555 0123 (ext. 45)", f"{US};ext=45"),
        ("(33) 12 34 56 #45", f"{DK};ext=45"),
        ("Tlf. 33123456", DK),
        ("Tlf.nr. 33123456", DK),
        ("tlf 33123456", DK),
        ("Tlf.: +45 33123456", DK),
        ("TELEFON: 33123456", DK),
        ("Mob. 20304050", "+4520304050"),
        ("Mobil: 20304050", "+4520304050"),
        ("Direkte tlf.: 33123456", DK),
        ("M: 20304050", "+4520304050"),
        ("tel:+4533123456", DK),
        ("\u202a+45 33 12 34 56\u202c", DK),
        ("33\u201112\u201134\u201156", DK),
        ("３３１２３４５６", DK),
        ("+1 212 555 0123", US),
        ("+1 (212) 555-0123", US),
        ("001 212 555 0123", US),
        # extensions, written in the ways of RFC 3966 and E.123
        ("+1 212 555 0123 ext. 45", f"{US};ext=45"),
        ("+1 212 555 0123 ext 45", f"{US};ext=45"),
        ("+1 212 555 0123, ext. 45", f"{US};ext=45"),
        ("+1 212 555 0123 extension 45", f"{US};ext=45"),
        ("+1 212 555 0123x45", f"{US};ext=45"),
        ("+1 212 555 0123 x 45", f"{US};ext=45"),
        ("+1 212 555 0123;ext=45", f"{US};ext=45"),
        ("tel:+12125550123;ext=45", f"{US};ext=45"),
        ("33123456 lok. 45", f"{DK};ext=45"),
        ("33123456 lokal 45", f"{DK};ext=45"),
        ("33123456, lokalnr. 45", f"{DK};ext=45"),
        ("33123456#45", f"{DK};ext=45"),
        ("33123456 Ext: 0045", f"{DK};ext=0045"),
        ("Tlf. +45 (0) 33 12 34 56 lok. 4512", f"{DK};ext=4512"),
    ],
)
def test_a_number_is_understood_as_people_write_it(typed, stored):
    assert e164(typed) == stored


@pytest.mark.parametrize("label", [*LABELS, "Mobilnr", "Fastnet", "Telefonnr", "Arb"])
def test_a_word_before_a_number_means_as_little_to_the_field_as_to_search(label):
    assert e164(f"{label}.: 33 12 34 56") == DK
    assert parse(f"{label}.: 33 12 34 56").readings[0][0].digits == ("33123456",)


@pytest.mark.parametrize(
    "stored", [DK, US, f"{DK};ext=45", f"{US};ext=0045", "+390669820000", "+4520304050;ext=123456789"]
)
def test_what_is_shown_can_be_typed_again(stored):
    assert e164(format_phone(stored)) == e164(stored) == stored
    assert len(stored) <= 40


@pytest.mark.parametrize(
    "typed",
    [
        "33123456, 20304050",
        "33-12-34-56/57",
        "33 12 34 56 / 57",
        "+46 8 123 456 78/80",
        "+49 30 1234567/8",
        "33123456,20304050",
        "33123456; 20304050",
        "33123456 / 20304050",
        "33123456/20304050",
        "33 12 34 56 og 20 30 40 50",
        "33123456 eller 20304050",
        "33123456 & 20304050",
        "33123456 and +45 20304050",
        "+4533123456 +4520304050",
        "33123456\n20304050",
        "Tlf. 33123456, 20304050",
        "33123456 lok. 45, 20304050",
        "33123456, 20304050 lok. 45",
        "33123456 | 20304050",
    ],
)
def test_two_numbers_are_never_taken_for_one(typed):
    with pytest.raises(SeveralPhones):
        e164(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "3312 Anna",
        "1-800-FLOWERS",
        "33123456 Anna",
        "Anna 33123456",
        "33123456 (hjemme)",
        "ring til mig",
        "3312345O",
        "33 I2 34 56",
        "Ext. 45 Anna",
    ],
)
def test_letters_are_no_digits(typed):
    with pytest.raises(LettersInPhone):
        e164(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "12",
        "+",
        "()",
        "ext. 45",
        "lok. 45",
        "33 12 34 56 20 30 40 50",
        "33123456 - 20304050",
        "331234567",
        "+45 0 33123456",
        "33*12*34*56",
        "33123456, 45",
        "33_12_34_56",
        "33123456 x",
        "\0",
        "\ud800",
        "9" * 5000,
        "33123456 ext. 1234567890",
    ],
)
def test_what_can_be_no_number_is_refused(typed):
    with pytest.raises(InvalidPhone):
        e164(typed)


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (DK, "33 12 34 56"),
        (f"{DK};ext=45", "33 12 34 56 lok. 45"),
        (f"{US};ext=45", "+1 212-555-0123 ext. 45"),
        ("", ""),
        ("ukendt", "ukendt"),
    ],
)
def test_an_extension_is_shown_behind_the_number(stored, text):
    assert format_phone(stored) == text
