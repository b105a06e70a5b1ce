"""Looking at a client's sensitive value in the open."""

import pytest

from models.base import cipher
from models.base.event import Event
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from tests.support.digest import digest

NUMBER = "010190-1234"


@pytest.fixture
def field(cast):
    """A sensitive field with a value on A and on the archived account."""
    field = CustomField.define(cast.olga, set="account", label="CPR", type="sensitive")
    cast.old.reactivate(cast.olga)
    for account in (cast.a, cast.old):
        FieldValue.of(account, field).fill(cast.olga, NUMBER)
    cast.old.archive(cast.olga)
    return field


def path_of(account, field) -> str:
    return f"/accounts/{account.id}/custom-values/{field.id}/revelation"


def looked() -> list[tuple]:
    events = Event.select().where(Event.kind == "custom_value.revealed").order_by(Event.id)
    return [(event.actor_name, event.account_id) for event in events]


@pytest.mark.parametrize("htmx", [True, False])
def test_the_value_stands_in_this_answer_only_and_looking_is_recorded(browse, cast, field, htmx, caplog):
    browser, path = browse(cast.alice), path_of(cast.a, field)
    response = browser.htmx("POST", path) if htmx else browser.post(path)
    assert response.status_code == 200
    assert NUMBER in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert looked() == [("Alice Dam", cast.a.id)]
    assert NUMBER not in caplog.text
    for after in (f"/accounts/{cast.a.id}/info", f"/accounts/{cast.a.id}/history", path.rpartition("/")[0]):
        assert NUMBER not in browser.get(after).text


def test_every_look_is_recorded(browse, cast, field):
    browser = browse(cast.alice)
    for _ in range(2):
        browser.post(path_of(cast.a, field))
    assert len(looked()) == 2


def test_an_archived_account_is_still_read(browse, cast, field):
    assert NUMBER in browse(cast.alice).post(path_of(cast.old, field)).text
    assert looked() == [("Alice Dam", cast.old.id)]


@pytest.mark.parametrize("name", ["bob", "erik", "nils"])
def test_a_foreign_clients_value_is_not_found(browse, cast, field, name):
    browser = browse(getattr(cast, name))
    before = digest()
    response = browser.post(path_of(cast.a, field))
    assert response.status_code == 404
    assert NUMBER not in response.text
    assert digest() == before


def test_reading_by_get_reveals_nothing(browse, cast, field):
    browser = browse(cast.alice)
    before = digest()
    assert browser.get(path_of(cast.a, field)).status_code == 405
    assert digest() == before


def test_looking_at_what_is_open_or_empty_is_not_recorded(browse, cast, field):
    browser, plain = browse(cast.olga), CustomField.of_set("account").first()
    FieldValue.of(cast.a, plain).fill(cast.olga, "Rabat")
    before = digest()
    assert "Rabat" in browser.post(path_of(cast.a, plain)).text
    assert browser.post(path_of(cast.b, field)).status_code == 200
    assert digest() == before


def test_a_value_of_another_secret_key_says_so(browse, cast, field, monkeypatch):
    browser = browse(cast.alice)
    before, events = cipher._cipher, digest()
    cipher.configure("another key")
    try:
        response = browser.post(path_of(cast.a, field) + "?lang=en")
    finally:
        cipher._cipher = before
    assert response.status_code == 200
    assert "encrypted with another secret key" in response.text
    assert digest() == events
