"""Settings: the firm's custom fields."""

import re

import pytest

from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from tests.support.digest import digest

INDEX = "/settings/custom-fields"
NEW = {"seen": "0", "set": "account", "label": "Branche", "type": "text", "choices": ""}


@pytest.fixture
def field(cast):
    return CustomField.define(
        cast.olga, set="account", label="System", type="single_choice", choices="C5\nDinero"
    )


def typed(field, **changes) -> dict:
    kept = {"seen": field.last_event_id, "label": field.label, "type": field.type, "choices": field.choices}
    return kept | changes


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        *((name, True) for name in ("olga", "adam", "vera", "erik")),
        *((name, False) for name in ("alice", "bob", "mona", "rikke", "nils")),
    ],
)
def test_settings_need_the_right_to_custom_fields(browse, cast, field, name, allowed):
    browser = browse(getattr(cast, name))
    statuses = [browser.get(path).status_code for path in (INDEX, f"{INDEX}/new", f"{INDEX}/{field.id}/edit")]
    assert statuses == [200 if allowed else 403] * 3
    assert (f'href="{INDEX}"' in browser.get("/accounts").text) is allowed
    before = digest()
    posts = [
        browser.post(INDEX, data=NEW),
        browser.post(f"{INDEX}/{field.id}", data=typed(field, label="Andet")),
        browser.post(f"{INDEX}/{field.id}/deletion"),
    ]
    assert [post.status_code for post in posts] == [303 if allowed else 403] * 3
    assert (digest() == before) is not allowed


def test_the_page_lists_both_sets_in_order_and_the_archived_ones_apart(browse, cast, field):
    gone = CustomField.define(cast.olga, set="contact", label="Faxnummer", type="phone")
    gone.archive(cast.olga)
    page = browse(cast.vera).get(f"{INDEX}?lang=en").text
    assert re.findall(r'<li id="custom-field-(\d+)" draggable', page) == ["1", str(field.id), "2"]
    assert page.index("Faxnummer") > page.index("Archived; their values are kept")
    assert "Single choice: C5, Dinero" in page


def test_a_new_field_of_every_type(browse, cast):
    browser = browse(cast.vera)
    for number, type_ in enumerate(
        ("text", "long_text", "number", "date", "checkbox", "email", "url", "phone", "sensitive")
    ):
        assert browser.post(INDEX, data=NEW | {"label": f"Felt {number}", "type": type_}).status_code == 303
    for type_ in ("single_choice", "multiple_choice"):
        data = NEW | {"label": type_, "type": type_, "choices": " C5 \r\n\r\nDinero\r\nC5", "required": "y"}
        assert browser.post(INDEX, data=data).status_code == 303
        made = CustomField.labelled("account", type_)
        assert (made.choices, made.required) == ("C5\nDinero", True)
    assert CustomField.of_set("account").count() == 12


@pytest.mark.parametrize(
    "bad",
    [
        {"label": " "},
        {"label": "x" * 101},
        {"label": "x" * 5_000},
        {"label": "SYSTEM"},
        {"type": "alien"},
        {"set": "firm"},
        {"type": "single_choice", "choices": " \n "},
        {"type": "single_choice", "choices": "x" * 5_000},
        {"type": "single_choice", "choices": "\n".join(map(str, range(200)))},
    ],
)
def test_bad_input_keeps_everything_typed_and_stores_nothing(browse, cast, field, bad):
    browser = browse(cast.vera)
    before = digest()
    response = browser.post(INDEX, data=NEW | {"label": "Nyt", "choices": "et valg"} | bad)
    assert response.status_code == 422
    assert digest() == before
    assert 'aria-invalid="true"' in response.text
    for name, value in (("label", "Nyt"), ("choices", "et valg")):
        assert name in bad or value in response.text


def test_editing_shows_what_stands_and_saves_what_was_typed(browse, cast, field):
    browser = browse(cast.vera)
    form = browser.get(f"{INDEX}/{field.id}/edit").text
    assert 'value="System"' in form
    assert "C5\nDinero</textarea>" in form.replace("\r\n", "\n")
    response = browser.post(f"{INDEX}/{field.id}", data=typed(field, label="Program", required="y"))
    assert response.location == f"{INDEX}#custom-field-{field.id}"
    field = CustomField.get_by_id(field.id)
    assert (field.label, field.required) == ("Program", True)
    browser.post(f"{INDEX}/{field.id}", data=typed(field))
    assert not CustomField.get_by_id(field.id).required


def test_a_used_field_offers_the_types_that_its_values_fit_into_and_refuses_others(browse, cast, field):
    FieldValue.of(cast.a, field).fill(cast.olga, "C5")
    browser = browse(cast.vera)
    form = browser.get(f"{INDEX}/{field.id}/edit?lang=en").text
    assert re.findall(r'<option[^>]* value="(\w+)"', form) == ["single_choice", "multiple_choice"]
    assert "only be changed to a type that fits all of them" in form
    before = digest()
    assert browser.post(f"{INDEX}/{field.id}", data=typed(field, type="number")).status_code == 422
    assert digest() == before
    browser.post(f"{INDEX}/{field.id}", data=typed(field, type="multiple_choice"))
    assert CustomField.get_by_id(field.id).type == "multiple_choice"


def test_a_stale_form_gets_both_values_and_writes_nothing(browse, cast, field):
    mine, seen = browse(cast.vera), field.last_event_id
    browse(cast.olga).post(f"{INDEX}/{field.id}", data=typed(field, label="Program"))
    before = digest()
    response = mine.post(f"{INDEX}/{field.id}?lang=en", data=typed(field, seen=seen, label="Software"))
    assert response.status_code == 409
    assert 'value="Software"' in response.text
    assert "Now it says: Program" in response.text
    assert digest() == before
    again = re.search(r'name="seen"[^>]* value="(\d+)"', response.text)[1]
    mine.post(f"{INDEX}/{field.id}", data=typed(field, seen=again, label="Software"))
    assert CustomField.get_by_id(field.id).label == "Software"


def test_a_field_with_values_is_not_removed(browse, cast, field):
    FieldValue.of(cast.a, field).fill(cast.olga, "C5")
    browser = browse(cast.vera)
    assert "/deletion" not in browser.get(f"{INDEX}/{field.id}/edit").text
    before = digest()
    response = browser.post(f"{INDEX}/{field.id}/deletion?lang=en")
    assert response.status_code == 409
    assert "archive it instead" in response.text
    assert digest() == before


def test_a_field_without_values_is_removed_and_then_not_found(browse, cast, field):
    browser = browse(cast.vera)
    assert browser.post(f"{INDEX}/{field.id}/deletion").status_code == 303
    for response in (
        browser.get(f"{INDEX}/{field.id}/edit?lang=en"),
        browser.post(f"{INDEX}/{field.id}", data=NEW),
    ):
        assert response.status_code == 404
        assert "it was removed meanwhile" in response.text
