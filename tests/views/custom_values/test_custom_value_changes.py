"""The history of a custom field on a client."""

import re

import pytest

from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField


@pytest.fixture
def field(cast):
    return CustomField.of_set("account").get()


def path_of(account, field) -> str:
    return f"/accounts/{account.id}/custom-values/{field.id}/changes"


def told(page) -> list[str]:
    """The lines of the history as a reader reads them."""
    lines = re.findall(r'<li id="event-\d+">(.*?)</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", line).split()) for line in lines]


def test_it_tells_who_what_and_whence_newest_first(browse, cast, field):
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    FieldValue.of(cast.a, field).fill(cast.adam, "Handel")
    lines = told(browse(cast.alice).get(path_of(cast.a, field) + "?lang=en").text)
    assert lines[0].startswith("Byggeri became Handel Adam Birk · On the page")
    assert lines[1].startswith("– became Byggeri Olga Ågesen · On the page")


def test_a_sensitive_history_is_masked_and_tells_who_looked(browse, cast):
    field = CustomField.define(cast.olga, set="account", label="CPR", type="sensitive")
    FieldValue.of(cast.a, field).fill(cast.olga, "010190-1234")
    FieldValue.of(cast.a, field).reveal(cast.alice)
    page = browse(cast.olga).get(path_of(cast.a, field) + "?lang=en").text
    lines = told(page)
    assert lines[0].startswith("Revealed Alice Dam")
    assert lines[1].startswith("– became ••••••")
    assert "010190" not in page
    assert "gAAAA" not in page


def test_it_goes_on_by_key(browse, cast, field):
    for number in range(60):
        FieldValue.of(cast.a, field).fill(cast.olga, f"nr. {number}")
    browser = browse(cast.alice)
    page = browser.get(path_of(cast.a, field)).text
    further = re.search(r'<a[^>]*rel="next" href="([^"]*)"', page)[1].replace("&amp;", "&")
    rest = browser.get(further).text
    assert len(told(page)) + len(told(rest)) == 60
    assert not set(told(page)) & set(told(rest))


def test_info_leads_to_it_where_there_is_something_to_tell(browse, cast, field):
    browser = browse(cast.alice)
    info = f"/accounts/{cast.a.id}/info"
    assert path_of(cast.a, field) not in browser.get(info).text
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    assert path_of(cast.a, field) in browser.get(info).text


def test_what_a_value_was_before_its_type_is_still_told(browse, cast):
    field = CustomField.define(cast.olga, set="account", label="Tal", type="number")
    FieldValue.of(cast.a, field).fill(cast.olga, "1234.5")
    CustomField.update(type="date").where(CustomField.id == field.id).execute()
    assert told(browse(cast.alice).get(path_of(cast.a, field)).text)[0].startswith("– blev til 1234.5")


@pytest.mark.parametrize("name", ["bob", "erik", "nils"])
def test_the_history_of_a_foreign_client_is_not_found(browse, cast, field, name):
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    response = browse(getattr(cast, name)).get(path_of(cast.a, field))
    assert response.status_code == 404
    assert "Byggeri" not in response.text
