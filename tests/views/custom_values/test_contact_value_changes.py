"""The history of a custom field on a contact."""

import pytest

from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from tests.views.custom_values.test_custom_value_changes import told


@pytest.fixture
def aase(cast):
    return cast.address("aase@a.example").address.contact


def path_of(contact, field) -> str:
    return f"/contacts/{contact.id}/custom-values/{field.id}/changes"


def test_it_tells_the_changes_of_a_value(browse, cast, aase):
    field = CustomField.of_set("contact").get()
    FieldValue.of(aase, field).fill(cast.olga, "Åse")
    lines = told(browse(cast.alice).get(path_of(aase, field) + "?lang=en").text)
    assert [line.split(" Olga")[0] for line in lines] == ["– became Åse"]


def test_it_tells_the_changes_of_an_e_mail_too(browse, cast, aase):
    field = CustomField.define(cast.olga, set="contact", label="Privat", type="email")
    for email in ("aase@privat.example", "lund@privat.example", ""):
        FieldValue.of(aase, field).fill(cast.olga, email)
    lines = told(browse(cast.alice).get(path_of(aase, field) + "?lang=en").text)
    assert [line.split(" Olga")[0] for line in lines] == [
        "lund@privat.example became –",
        "aase@privat.example became lund@privat.example",
        "– became aase@privat.example",
    ]


@pytest.mark.parametrize("name", ["bob", "nils"])
def test_the_history_of_a_foreign_contact_is_not_found(browse, cast, aase, name):
    field = CustomField.of_set("contact").get()
    FieldValue.of(aase, field).fill(cast.olga, "Kælenavn")
    response = browse(getattr(cast, name)).get(path_of(aase, field))
    assert response.status_code == 404
    assert "Kælenavn" not in response.text
