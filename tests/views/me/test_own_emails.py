"""Another address to sign in with."""

from datetime import timedelta

import pytest

from models.base.clock import now
from models.base.event import Event
from models.outgoing.outbox import Outbox
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest
from tests.support.cast import PASSWORD

PATH = "/settings/sign-in/email"


def test_the_new_address_opens_and_the_old_one_is_told(browse, cast):
    response = browse(cast.nils).post(PATH, data={"email": " Nils.Juhl@Firma.example "})
    assert response.location == "/settings/sign-in"
    assert User.with_password("nils.juhl@firma.example", PASSWORD) == cast_user(cast)
    assert User.with_password("nils@firma.example", PASSWORD) is None
    told = Event.get(Event.kind == "user.email_changed")
    assert told.values["email"] == ["nils@firma.example", "nils.juhl@firma.example"]
    mail = Outbox.get(Outbox.kind == "security_notice")
    assert (mail.email, mail.subject.about) == ("nils@firma.example", "email_changed")


def cast_user(cast) -> User:
    return User.get(User.name == "Nils Juhl")


@pytest.mark.parametrize("email", ["", "x", "olga@firma.example", "OLGA@firma.example", "x" * 300 + "@a.dk"])
def test_what_is_no_address_or_a_colleagues_is_refused(browse, cast, email):
    browser, before = browse(cast.nils), digest.digest()
    assert browser.post(PATH, data={"email": email}).status_code == 422
    assert digest.digest() == before


def test_ones_own_address_changes_nothing(browse, cast):
    browser, before = browse(cast.nils), digest.digest()
    assert browser.post(PATH, data={"email": "NILS@firma.example"}).status_code == 303
    assert digest.digest() == before


@pytest.mark.asvs("7.5.1")
def test_who_has_not_proved_it_lately_is_asked_first(browse, cast):
    browser = browse(cast.nils)
    SignIn.update(proved_at=now() - timedelta(minutes=16)).execute()
    before = digest.digest()
    response = browser.post(PATH, data={"email": "nyt@firma.example"})
    assert response.status_code == 401
    assert "nyt@firma.example" in response.text
    assert digest.digest() == before
