"""Another password."""

import re

import pytest

from models.base.event import Event
from models.base.sign_in_failure import SignInFailure
from models.outgoing.outbox import Outbox
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest
from tests.support.cast import PASSWORD

PATH = "/settings/sign-in/password"
NEW = "en helt anden sætning"
RIGHT = {"current_password": PASSWORD, "password": NEW}


@pytest.mark.asvs("7.4.3", "7.2.4", "6.2.2", "6.2.3")
def test_it_is_changed_and_only_this_browser_stays_in_with_a_new_session(browse, cast):
    here, there = browse(cast.nils), browse(cast.nils)
    old = here.get_cookie("session").value
    assert here.post(PATH, data=RIGHT).location == "/settings/sign-in"
    assert User.with_password("nils@firma.example", NEW)
    assert User.with_password("nils@firma.example", PASSWORD) is None
    assert (here.get("/me").status_code, there.get("/me").status_code) == (204, 401)
    thief = browse()
    thief.set_cookie("session", old)
    assert thief.get("/me").status_code == 401
    assert SignIn.select().count() == 1


def test_it_is_told_and_neither_password_is(browse, cast):
    browse(cast.nils).post(PATH, data=RIGHT)
    told = Event.get(Event.kind == "user.password_changed")
    assert (told.actor_id, told.values) == (cast.nils.id, {})
    mail = Outbox.get(Outbox.kind == "security_notice")
    assert (mail.email, mail.subject.about) == ("nils@firma.example", "password_changed")


@pytest.mark.asvs("6.2.1", "6.2.4", "6.2.9", "6.2.11")
@pytest.mark.parametrize(
    "password",
    [
        "",
        "for kort",
        "x" * 257,
        "password12345",
        "Nils Juhl 1234",
        "nils@firma.example",
        "Regnskabshuset Nord",
    ],
)
def test_a_password_that_is_guessed_soon_is_refused(browse, cast, password):
    browser, before = browse(cast.nils), digest.digest()
    assert browser.post(PATH, data=RIGHT | {"password": password}).status_code == 422
    assert digest.digest() == before


def test_without_the_old_password_nothing_changes(browse, cast):
    browser, before = browse(cast.nils), digest.digests()
    response = browser.post(PATH, data=RIGHT | {"current_password": NEW})
    assert response.status_code == 422
    assert NEW not in response.text
    assert digest.changed_tables(before) == {"sign_in_failure", "event"}
    assert SignInFailure.select().count() == 1


@pytest.mark.asvs("6.3.1")
def test_the_old_password_cannot_be_guessed_here_either(browse, cast):
    browser = browse(cast.nils)
    statuses = [browser.post(PATH, data=RIGHT | {"current_password": "x"}).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert browser.post(PATH, data=RIGHT).status_code == 429
    assert User.with_password("nils@firma.example", PASSWORD)


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_browsers_hide_it_and_may_fill_it_in(browse, cast):
    text = browse(cast.nils).get("/settings/sign-in").text
    fields = re.findall(r'<input[^>]*type="password"[^>]*>', text)
    assert [re.search(r'autocomplete="([\w-]+)"', each)[1] for each in fields] == [
        "current-password",
        "new-password",
    ]
    assert "onpaste" not in text
