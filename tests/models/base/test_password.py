"""What a new password must be, and how it is kept."""

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from models.base.password import (
    MAX_LENGTH,
    MIN_LENGTH,
    has_good_length,
    hash_password,
    is_guessed_early,
    is_password,
)

ABOUT = ("Regnskabshuset Nord", "Olga Ågesen", "olga.aagesen@firma.example")


@pytest.mark.asvs("6.2.1", "6.2.9")
@pytest.mark.parametrize(
    ("length", "good"), [(0, False), (11, False), (12, True), (64, True), (256, True), (257, False)]
)
def test_its_length(length, good):
    assert has_good_length("ø" * length) is good
    assert (MIN_LENGTH, MAX_LENGTH) == (12, 256)


@pytest.mark.asvs("6.2.4", "6.2.12")
def test_every_known_password_that_is_long_enough_is_guessed_early():
    known = [each for each in FREQUENCY_LISTS["passwords"] if len(each) >= MIN_LENGTH]
    assert len(known) > 200
    assert [each for each in known if not is_guessed_early(each)] == []


@pytest.mark.asvs("6.2.4", "6.2.11")
@pytest.mark.parametrize(
    "password",
    [
        *(
            "password12345",
            "p4ssw0rdp4ssw0rd",
            "123456789012",
            "qwertyuiopåasd",
            "aaaaaaaaaaaaaaa",
            "abcdefghijklm",
        ),
        *("Kodeord2026!!", "Velkommen2026!", "Adgangskode123", "Adg4ngsk0de2026", "regnskabregnskab"),
        *(
            "Regnskabshuset Nord",
            "regnskabshuset1",
            "Olga Ågesen 12",
            "olga.aagesen@firma.example",
            "ågesenågesen",
        ),
    ],
)
def test_what_others_guess_is_guessed_early(password):
    assert is_guessed_early(password, ABOUT)


@pytest.mark.asvs("6.2.5")
@pytest.mark.parametrize(
    "password",
    [
        "en lang sætning",
        "correct horse battery staple",
        "vqzjxkwmrtpb",
        "hunden sover på trappen",
        "密码是一个很长的句子真的很长",
    ],
)
def test_a_sentence_needs_no_figures_and_no_capitals(password):
    assert not is_guessed_early(password, ABOUT)


@pytest.mark.asvs("6.2.8")
def test_it_is_taken_exactly_as_it_is_typed():
    kept = hash_password(" Æble grød på Ærø ")
    assert is_password(" Æble grød på Ærø ", kept)
    for other in ("Æble grød på Ærø", " æble grød på ærø ", " Æble grød på Ærø", " Aeble groed paa Aeroe "):
        assert not is_password(other, kept)


@pytest.mark.asvs("6.2.8")
def test_letters_are_the_same_however_a_keyboard_makes_them():
    composed, taken_apart = "på grønne enge \u00e5", "pa\u030a grønne enge a\u030a"
    assert is_password(taken_apart, hash_password(composed))
    assert is_password(composed, hash_password(taken_apart))
    assert has_good_length("a\u030a" * MAX_LENGTH)


@pytest.mark.asvs("6.2.8")
def test_what_stands_after_72_bytes_counts():
    assert not is_password("æ" * 100 + "1", hash_password("æ" * 100 + "2"))


def test_whose_words_are_asked_about_stays_between_the_two():
    assert is_guessed_early("Bentbøghbent", ("Bent Bøgh",))
    assert not is_guessed_early("Xqzvbøghxqzv", ())


@pytest.mark.asvs("6.2.9")
def test_the_longest_is_judged_too():
    assert not is_guessed_early("hunden sover på trappen " * 10 + "x" * 16)
    assert is_guessed_early("a" * MAX_LENGTH)
