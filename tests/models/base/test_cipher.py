"""What lies encrypted in the database."""

import pytest

from models.base import cipher


@pytest.fixture
def other_key(known_key):
    """The key of another installation, until the test is over."""
    before = cipher._cipher
    cipher.configure("another key")
    yield
    cipher._cipher = before


def test_what_is_encrypted_can_be_read_again_and_shows_nothing():
    token = cipher.encrypted("010190-1234")
    assert "010190" not in token
    assert cipher.decrypted(token) == "010190-1234"


def test_the_same_text_never_looks_the_same():
    assert cipher.encrypted("ja") != cipher.encrypted("ja")


def test_another_installation_cannot_read_it(request):
    token = cipher.encrypted("010190-1234")
    request.getfixturevalue("other_key")
    with pytest.raises(cipher.Unreadable):
        cipher.decrypted(token)


def test_what_was_never_encrypted_is_not_taken_for_it():
    with pytest.raises(cipher.Unreadable):
        cipher.decrypted("010190-1234")
