"""Proving once more who one is."""

from datetime import timedelta

import pytest

from models.base.clock import now
from models.base.event import Event
from models.base.one_time_codes import new_secret
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest
from tests.support.cast import PASSWORD
from tests.support.factors import give_app, give_codes, give_passkey, hidden, question_in
from tests.support.html import parse

EMAIL = "/settings/sign-in/email"


@pytest.fixture
def stale(browse, cast):
    """A browser in which Nils proved who he is too long ago."""
    browser = browse(cast.nils)
    SignIn.update(proved_at=now() - timedelta(minutes=16)).execute()
    return browser


def fields_of(page: str) -> dict:
    """What the form of the page holds."""
    form = next(each for each in parse(page).iter() if each.get("action") == "/confirmation")
    return {each.get("name"): each.get("value", "") for each in form.iter() if each.get("name")}


@pytest.mark.asvs("7.5.1", "7.2.4")
def test_nothing_that_was_typed_is_lost(stale, cast):
    nils, old = cast.nils, stale.get_cookie("session").value
    asked = stale.post(EMAIL, data={"email": "nyt æøå@firma.example", "more": ["1", "2"]})
    assert asked.status_code == 401
    sent = fields_of(asked.text) | {"confirmation-password": PASSWORD}
    assert sent["email"] == "nyt æøå@firma.example"
    again = stale.post("/confirmation", data=sent)
    assert (again.status_code, again.location) == (307, EMAIL)
    assert stale.get_cookie("session").value != old
    assert stale.post(again.location, data=sent | {"email": "nyt@firma.example"}).status_code == 303
    assert User.get_by_id(nils.id).email == "nyt@firma.example"


def test_a_wrong_password_keeps_the_form_and_counts(stale, cast):
    asked = fields_of(stale.post(EMAIL, data={"email": "nyt@firma.example"}).text)
    before = digest.digests()
    wrong = stale.post("/confirmation", data=asked | {"confirmation-password": "noget forkert"})
    assert wrong.status_code == 422
    assert fields_of(wrong.text)["email"] == "nyt@firma.example"
    assert "noget forkert" not in wrong.text
    assert digest.changed_tables(before) == {"sign_in_failure", "event"}
    assert Event.get(Event.kind == "sign_in.failed").subject_name == "nils@firma.example"


@pytest.mark.asvs("6.3.1")
def test_the_password_cannot_be_guessed_here(stale, cast):
    statuses = [
        stale.post("/confirmation", data={"confirmation-password": "x"}).status_code for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]
    assert stale.post("/confirmation", data={"confirmation-password": PASSWORD}).status_code == 429
    assert not SignIn.get().fresh


def test_the_cookie_before_is_dead(stale, browse, cast):
    thief = browse()
    thief.set_cookie("session", stale.get_cookie("session").value)
    stale.post("/confirmation", data={"confirmation-password": PASSWORD})
    assert (stale.get("/me").status_code, thief.get("/me").status_code) == (204, 401)
    assert SignIn.get().fresh


def test_over_a_form_that_stays_only_the_question_is_drawn(stale, cast):
    """static/js/typed.js opens it, and sends the form once more when it is answered."""
    response = stale.htmx("POST", EMAIL, data={"email": "nyt@firma.example"})
    assert (response.status_code, response.text) == (401, "")
    asked = stale.htmx("GET", response.headers["HX-Redirect"])
    assert "<h1" not in asked.text
    wrong = stale.htmx("POST", "/confirmation", data={"confirmation-password": "forkert"})
    assert (wrong.status_code, "HX-Trigger" in wrong.headers) == (422, False)
    right = stale.htmx("POST", "/confirmation", data={"confirmation-password": PASSWORD})
    assert (right.status_code, right.text, right.headers["HX-Trigger"]) == (200, "", "signed-in")
    whole = {"HX-Request-Type": "full"}
    again = stale.htmx("POST", EMAIL, data={"email": "nyt@firma.example"}, headers=whole)
    assert (again.status_code, again.text, again.headers["HX-Redirect"]) == (200, "", "/settings/sign-in")


def test_a_password_in_the_form_that_waits_is_not_written_into_a_page(stale, cast):
    response = stale.post(EMAIL, data={"email": "a@b.dk", "password": "hemmeligt kodeord"})
    assert "hemmeligt" not in response.text
    assert fields_of(response.text)["confirmation-again"] == ""


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "javascript:alert(1)"]
)
def test_it_leads_nowhere_else(stale, cast, path):
    """T10 (ASVS 3.7.2)."""
    for again in ("", "1"):
        SignIn.update(proved_at=now() - timedelta(minutes=16)).execute()
        sent = {"confirmation-path": path, "confirmation-again": again, "confirmation-password": PASSWORD}
        response = stale.post("/confirmation", data=sent)
        assert (response.status_code, response.location) == (303, "/")


def test_only_a_form_that_asked_is_sent_again(stale, cast):
    sent = {"confirmation-path": "/sign-out", "confirmation-again": "1", "confirmation-password": PASSWORD}
    assert stale.post("/confirmation", data=sent).status_code == 303


def test_a_page_that_asks_leads_back(stale, cast):
    assert 'value="/accounts"' in stale.get("/confirmation?next=/accounts").text
    sent = {"confirmation-path": "/accounts", "confirmation-password": PASSWORD}
    assert stale.post("/confirmation", data=sent).location == "/accounts"


def test_who_signed_in_a_moment_ago_is_not_asked(browse, cast):
    assert browse(cast.nils).post(EMAIL, data={"email": "nyt@firma.example"}).status_code == 303


def test_nobody_is_asked(client, cast):
    assert client.get("/confirmation").location.startswith("/sign-in")
    assert client.post(EMAIL, data={"email": "x@x.dk"}).location.startswith("/sign-in")


def outdated(browse, user):
    browser = browse(user)
    SignIn.update(proved_at=now() - timedelta(minutes=16)).execute()
    return browser


@pytest.mark.asvs("7.5.1", "6.5.1")
def test_a_code_of_the_app_proves_it_too_and_once(browse, cast):
    app = give_app(cast.nils)
    browser, data = outdated(browse, cast.nils), {"confirmation-password": app.now()}
    assert browser.post("/confirmation", data=data).status_code == 303
    assert SignIn.get().fresh
    SignIn.update(proved_at=now() - timedelta(minutes=16)).execute()
    assert browser.post("/confirmation", data=data).status_code == 422
    assert not SignIn.get().fresh


def test_a_code_of_another_or_a_recovery_code_does_not(browse, cast):
    give_app(cast.nils)
    others, code = give_app(cast.bob), give_codes(cast.nils)[0]
    browser = outdated(browse, cast.nils)
    for wrong in (others.now(), code):
        assert browser.post("/confirmation", data={"confirmation-password": wrong}).status_code == 422
    assert not SignIn.get().fresh


@pytest.mark.asvs("7.5.1", "6.5.1")
def test_a_passkey_proves_it_too_and_once(browse, cast):
    device = give_passkey(cast.nils)
    browser = outdated(browse, cast.nils)
    page = browser.post(EMAIL, data={"email": "nyt@firma.example"}).text
    form = next(each for each in parse(page).iter() if each.get("id") == "passkey-confirmation")
    sent = {each.get("name"): each.get("value") for each in form.iter() if each.get("name")}
    assert sent["email"] == "nyt@firma.example"
    sent["confirmation-credential"] = device.get(question_in(page))
    again = browser.post("/confirmation", data=sent)
    assert (again.status_code, again.location) == (307, EMAIL)
    SignIn.update(proved_at=now() - timedelta(minutes=16)).execute()
    assert browser.post("/confirmation", data=sent).status_code == 422
    assert not SignIn.get().fresh


def test_a_passkey_of_another_does_not(browse, cast):
    give_passkey(cast.nils)
    others = give_passkey(cast.bob)
    browser = outdated(browse, cast.nils)
    page = browser.get("/confirmation").text
    sent = {
        "confirmation-credential": others.get(question_in(page)),
        "confirmation-state": hidden(page, "confirmation-state"),
    }
    assert browser.post("/confirmation", data=sent).status_code == 422
    assert not SignIn.get().fresh


def test_the_secret_of_an_app_is_not_carried_over_the_page(browse, cast):
    browser, secret = outdated(browse, cast.nils), new_secret()
    response = browser.post("/settings/second-factor/app", data={"secret": secret, "code": "1"})
    assert response.status_code == 401
    assert secret not in response.text
