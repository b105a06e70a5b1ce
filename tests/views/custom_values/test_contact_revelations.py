"""Looking at a contact's sensitive value in the open."""

import pytest

from models.base.event import Event
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from tests.support.digest import digest

NUMBER = "010190-1234"


@pytest.fixture
def aase(cast):
    return cast.address("aase@a.example").address.contact


@pytest.fixture
def field(cast, aase):
    """A sensitive field with a value on Åse."""
    field = CustomField.define(cast.olga, set="contact", label="CPR", type="sensitive")
    FieldValue.of(aase, field).fill(cast.olga, NUMBER)
    return field


def path_of(contact, field) -> str:
    return f"/contacts/{contact.id}/custom-values/{field.id}/revelation"


def test_the_value_stands_in_this_answer_only_and_looking_is_recorded(browse, cast, aase, field):
    browser = browse(cast.alice)
    assert NUMBER in browser.htmx("POST", path_of(aase, field)).text
    event = Event.select().order_by(Event.id.desc()).first()
    assert (event.kind, event.actor_name, event.contact_id) == (
        "custom_value.revealed",
        "Alice Dam",
        aase.id,
    )
    assert NUMBER not in browser.get(f"/accounts/{cast.a.id}/info").text


@pytest.mark.parametrize("name", ["bob", "nils"])
def test_a_foreign_contacts_value_is_not_found(browse, cast, aase, field, name):
    browser = browse(getattr(cast, name))
    before = digest()
    response = browser.post(path_of(aase, field))
    assert response.status_code == 404
    assert NUMBER not in response.text
    assert digest() == before
