"""The order of the custom fields."""

import pytest

from models.clients.custom_field import CustomField
from tests.support.digest import digest


@pytest.fixture
def field(cast):
    """The last of three fields of clients."""
    for label in ("A", "B"):
        field = CustomField.define(cast.olga, set="account", label=label, type="text")
    return field


def path_of(field) -> str:
    return f"/settings/custom-fields/{field.id}/position"


def order() -> list[str]:
    return [field.label for field in CustomField.of_set("account")]


def test_the_wanted_place_is_posted_so_that_a_second_click_changes_nothing(browse, cast, field):
    browser = browse(cast.vera)
    for _ in range(2):
        response = browser.post(path_of(field), data={"place": "2"})
        assert response.location == f"/settings/custom-fields#custom-field-{field.id}"
        assert order() == ["Særlige aftaler", "B", "A"]


def test_htmx_gets_the_list_anew_and_a_word_for_those_who_do_not_see_it(browse, cast, field):
    fragment = browse(cast.vera).htmx("POST", f"{path_of(field)}?lang=en", data={"place": "1"}).text
    assert fragment.startswith('<div id="custom-fields-account">')
    assert fragment.index(">B<" if ">B<" in fragment else "B ") < fragment.index("Særlige aftaler")
    assert "B is now number 1 of 3." in fragment


@pytest.mark.parametrize("data", [{}, {"place": ""}, {"place": "øverst"}])
def test_no_place_is_refused(browse, cast, field, data):
    browser = browse(cast.vera)
    before = digest()
    assert browser.post(path_of(field), data=data).status_code == 400
    assert digest() == before


@pytest.mark.parametrize("name", ["alice", "mona", "rikke", "nils"])
def test_the_order_needs_the_right_to_custom_fields(browse, cast, field, name):
    browser = browse(getattr(cast, name))
    before = digest()
    assert browser.post(path_of(field), data={"place": "1"}).status_code == 403
    assert digest() == before


def test_a_field_that_was_removed_or_archived_meanwhile_is_not_moved(browse, cast, field):
    browser = browse(cast.vera)
    field.archive(cast.olga)
    before = digest()
    assert browser.post(path_of(field), data={"place": "1"}).status_code == 400
    assert digest() == before
    field.remove(cast.olga)
    assert browser.post(path_of(field), data={"place": "1"}).status_code == 404
