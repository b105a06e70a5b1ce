"""Archiving a custom field and bringing it back."""

import pytest

from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from tests.support.digest import digest


@pytest.fixture
def field(cast):
    """A field with a value on A."""
    field = CustomField.define(cast.olga, set="account", label="Branche", type="text")
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    return field


def path_of(field) -> str:
    return f"/settings/custom-fields/{field.id}/archival"


def test_an_archived_field_leaves_info_and_comes_back_with_its_values(browse, cast, field):
    browser, info = browse(cast.vera), f"/accounts/{cast.a.id}/info"
    for on, stands in (("1", False), ("1", False), ("0", True), ("0", True)):
        assert browser.post(path_of(field), data={"on": on}).status_code == 303
        assert ("Byggeri" in browser.get(info).text) is stands


@pytest.mark.parametrize("data", [{}, {"on": "maybe"}])
def test_neither_on_nor_off_is_refused(browse, cast, field, data):
    browser = browse(cast.vera)
    before = digest()
    assert browser.post(path_of(field), data=data).status_code == 400
    assert digest() == before


@pytest.mark.parametrize("name", ["alice", "mona", "rikke", "nils"])
def test_archiving_needs_the_right_to_custom_fields(browse, cast, field, name):
    browser = browse(getattr(cast, name))
    before = digest()
    assert browser.post(path_of(field), data={"on": "1"}).status_code == 403
    assert digest() == before
