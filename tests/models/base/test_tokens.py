"""Tokens in mailed links: D9 of the reliability page, and the attacks T01 to T04."""

import pytest

from models.base import tokens
from models.base.clock import now

ISSUED = now()
TOLD = ("invitation", 7, ISSUED, "anna@a.example")


@pytest.fixture(autouse=True)
def key():
    tokens.configure("a key for tests")


def test_a_token_is_the_same_whenever_its_mail_is_written_and_has_256_bits():
    assert tokens.token_of(*TOLD) == tokens.token_of(*TOLD)
    assert len(tokens.token_of(*TOLD)) == 43


@pytest.mark.parametrize(
    "other",
    [
        ("password_reset", 7, ISSUED, "anna@a.example"),
        ("invitation", 8, ISSUED, "anna@a.example"),
        ("invitation", 7, ISSUED.replace(microsecond=ISSUED.microsecond ^ 1), "anna@a.example"),
        ("invitation", 7, ISSUED, "anna.privat@a.example"),
        ("invitatio", 7, ISSUED, "anna@a.example"),
    ],
)
def test_it_is_bound_to_purpose_row_issue_and_address(other):
    assert not tokens.is_token(tokens.token_of(*other), *TOLD)


def test_an_address_in_other_letters_is_the_same():
    assert tokens.is_token(tokens.token_of("invitation", 7, ISSUED, "Anna@A.example"), *TOLD)


@pytest.mark.parametrize("made_up", ["", "x", "æ" * 43, "\ud800", "A" * 43, "A" * 100_000])
def test_what_is_made_up_is_none(made_up):
    assert not tokens.is_token(made_up, *TOLD)


def test_another_key_makes_other_tokens():
    token = tokens.token_of(*TOLD)
    tokens.configure("another key")
    assert not tokens.is_token(token, *TOLD)
