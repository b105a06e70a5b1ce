"""What a custom field holds on a client, one value at a time."""

import re

import pytest

from models.base.event import Event
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from tests.support.digest import digest


@pytest.fixture
def define(cast):
    def make(type_="text", label="Branche", **options):
        return CustomField.define(cast.olga, set="account", label=label, type=type_, **options)

    return make


def path_of(account, field, end="") -> str:
    return f"/accounts/{account.id}/custom-values/{field.id}{end}"


def value(account, field) -> str:
    return FieldValue.of(account, CustomField.get_by_id(field.id)).value


def post(browser, account, field, text, seen=None, language="da"):
    seen = FieldValue.of(account, field).seen if seen is None else seen
    data = {"value": text, "seen": seen} if text is not None else {"seen": seen}
    return browser.htmx("POST", path_of(account, field, f"?lang={language}"), data=data)


# Who


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((name, 303) for name in ("olga", "adam", "mona", "rikke", "vera")),
        ("alice", 403),
        *((name, 404) for name in ("bob", "erik", "nils")),
    ],
)
def test_a_value_needs_the_account_and_the_right_to_manage_it(browse, cast, define, name, status):
    browser, field = browse(getattr(cast, name)), define()
    before = digest()
    response = browser.post(path_of(cast.a, field), data={"value": "Byggeri", "seen": "0"})
    assert response.status_code == status
    assert (digest() == before) is (status != 303)
    opened = browser.get(path_of(cast.a, field, "/edit")).status_code
    assert opened == (200 if status == 303 else status)
    assert browser.get(path_of(cast.a, field)).status_code == (404 if status == 404 else 200)


def test_who_may_not_edit_sees_the_value_without_a_control(browse, cast, define):
    field = define()
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    info = browse(cast.alice).get(f"/accounts/{cast.a.id}/info").text
    assert "Byggeri" in info
    assert path_of(cast.a, field, "/edit") not in info
    assert path_of(cast.a, field, "/edit") in browse(cast.rikke).get(f"/accounts/{cast.a.id}/info").text


def test_an_archived_account_keeps_its_values(browse, cast, define):
    browser, field = browse(cast.olga), define()
    assert path_of(cast.old, field, "/edit") not in browser.get(f"/accounts/{cast.old.id}/info").text
    before = digest()
    assert browser.post(path_of(cast.old, field), data={"value": "x", "seen": "0"}).status_code == 409
    assert digest() == before


def test_a_field_of_contacts_is_none_of_a_client(browse, cast):
    browser, field = browse(cast.olga), CustomField.of_set("contact").get()
    before = digest()
    assert browser.get(path_of(cast.a, field)).status_code == 404
    assert browser.post(path_of(cast.a, field), data={"value": "x", "seen": "0"}).status_code == 404
    assert digest() == before


# One value in place


def test_htmx_gets_the_form_and_then_the_value_with_the_focus_back(browse, cast, define):
    browser, field = browse(cast.rikke), define()
    root = f'id="account-{cast.a.id}-field-{field.id}"'
    form = browser.htmx("GET", path_of(cast.a, field, "/edit")).text
    assert root in form
    assert re.search(r"<input[^>]*autofocus", form)
    fragment = post(browser, cast.a, field, "Byggeri", language="en").text
    assert root in fragment
    assert "Byggeri" in fragment
    assert re.search(r"<a[^>]*-edit\"[^>]*autofocus", fragment)
    assert "“Branche” is saved." in fragment


def test_without_scripts_a_page_leads_to_info_and_its_toast(browse, cast, define):
    browser, field = browse(cast.rikke), define()
    assert "<h1>Østergaard Byg ApS</h1>" in browser.get(path_of(cast.a, field, "/edit")).text
    response = browser.post(path_of(cast.a, field, "?lang=en"), data={"value": "Byggeri", "seen": "0"})
    assert response.status_code == 303
    assert response.location == f"/accounts/{cast.a.id}/info#account-{cast.a.id}-field-{field.id}"
    page = browser.get(f"/accounts/{cast.a.id}/info?lang=en").text
    assert "Byggeri" in page
    assert "“Branche” is saved." in page


def test_one_value_is_written_in_one_event_and_a_retry_changes_nothing_more(browse, cast, define):
    browser, field, other = browse(cast.rikke), define(), define(label="Andet")
    FieldValue.of(cast.a, other).fill(cast.olga, "uændret")
    events = Event.select().count()
    for _ in range(3):
        post(browser, cast.a, field, "Byggeri")
    assert value(cast.a, other) == "uændret"
    assert Event.select().count() == events + 1


def test_an_empty_value_is_a_dash_that_can_be_filled(browse, cast, define):
    field = define()
    page = browse(cast.rikke).get(f"/accounts/{cast.a.id}/info").text
    fact = page.split(f'id="account-{cast.a.id}-field-{field.id}"')[1].split("</dd>")[0]
    assert "–" in fact
    assert path_of(cast.a, field, "/edit") in fact


# What can be typed


@pytest.mark.parametrize(
    ("type_", "typed", "kept", "shown"),
    [
        ("text", " Byggeri ", "Byggeri", "Byggeri"),
        ("long_text", "to\r\nlinjer", "to\nlinjer", "to\nlinjer"),
        ("number", "1.234,50", "1234.50", "1.234,5"),
        ("number", "0,12345", "0.12345", "0,12345"),
        ("date", "5-3-1980", "1980-03-05", "5. mar. 1980"),
        ("checkbox", "1", "1", "Ja"),
        ("checkbox", None, "0", "Nej"),
        ("single_choice", "Dinero", "Dinero", "Dinero"),
        ("multiple_choice", ["Dinero", "C5"], "C5\nDinero", "C5, Dinero"),
        ("email", "faktura@a.example", "faktura@a.example", "faktura@a.example"),
        ("url", "www.a.example", "www.a.example", 'href="https://www.a.example"'),
        ("phone", "+45 33123456", "+4533123456", "33 12 34 56"),
    ],
)
def test_every_type_is_kept_in_its_form_and_shown_in_the_readers(
    browse, cast, define, type_, typed, kept, shown
):
    browser, field = browse(cast.rikke), define(type_, choices="C5\nDinero")
    if typed is None:
        FieldValue.of(cast.a, field).fill(cast.olga, "1")
    fragment = post(browser, cast.a, field, typed)
    assert fragment.status_code == 200
    assert value(cast.a, field) == kept
    assert shown in fragment.text


@pytest.mark.parametrize(
    ("type_", "typed", "message"),
    [
        ("text", "x" * 5_000, "At most 255 characters"),
        ("long_text", "x" * 5_000, "At most 4000 characters"),
        ("number", "tolv", "This is not a number."),
        ("number", "1,5", "a comma between thousands"),
        ("date", "31-02", "Enter day, month and year"),
        ("date", "31-02-2026", "There is no such day."),
        ("single_choice", "Excel", "Choose one of the options."),
        ("multiple_choice", ["C5", "Excel"], "Choose one of the options."),
        ("email", "ingen adresse", "This is not an e-mail address."),
        ("url", "javascript:alert(1)", "This is not a web address."),
        ("phone", "12", "There is no such phone number."),
        ("sensitive", "x" * 5_000, "At most 255 characters"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_bad_input_is_told_beside_the_field_kept_and_not_stored(
    browse, cast, define, type_, typed, message, htmx
):
    browser, field = browse(cast.rikke), define(type_, choices="C5\nDinero")
    data, path = {"value": typed, "seen": "0"}, path_of(cast.a, field, "?lang=en")
    before = digest()
    response = browser.htmx("POST", path, data=data) if htmx else browser.post(path, data=data)
    assert response.status_code == 422
    assert message in response.text
    assert re.search(r'aria-invalid="true"|<fieldset[^>]*aria-describedby', response.text)
    assert digest() == before
    if not type_.endswith("_choice"):
        assert typed in response.text


def test_what_stands_is_offered_for_editing_as_one_would_type_it(browse, cast, define):
    browser = browse(cast.rikke)
    for type_, kept, danish, english in (
        ("number", "1234.5", "1234,5", "1234.5"),
        ("date", "2026-03-05", "05-03-2026", "2026-03-05"),
        ("phone", "+4533123456", "33 12 34 56", "33 12 34 56"),
    ):
        field = define(type_, label=type_)
        FieldValue.of(cast.a, field).fill(cast.olga, kept)
        for language, typed in (("da", danish), ("en", english)):
            form = browser.get(path_of(cast.a, field, f"/edit?lang={language}")).text
            assert f'value="{typed}"' in form
            assert post(browser, cast.a, field, typed, language=language).status_code == 200
            assert value(cast.a, field) == kept


def test_a_choice_that_is_no_longer_offered_stays_until_somebody_changes_it(browse, cast, define):
    browser, field = browse(cast.rikke), define("single_choice", choices="C5\nDinero")
    FieldValue.of(cast.a, field).fill(cast.olga, "C5")
    field.amend(cast.olga, choices="Dinero")
    assert re.search(r'<option selected value="C5"', browser.get(path_of(cast.a, field, "/edit")).text)
    assert post(browser, cast.a, field, "C5").status_code == 200
    assert post(browser, cast.b, field, "C5").status_code == 404
    assert post(browse(cast.olga), cast.b, field, "C5").status_code == 422


def test_a_required_field_cannot_be_emptied_and_is_marked_where_it_is_missing(browse, cast, define):
    browser, field = browse(cast.rikke), define(required=True)
    assert "Missing" in browser.get(f"/accounts/{cast.a.id}/info?lang=en").text
    post(browser, cast.a, field, "Byggeri")
    assert "Missing" not in browser.get(f"/accounts/{cast.a.id}/info?lang=en").text
    before = digest()
    response = post(browser, cast.a, field, "  ", language="en")
    assert response.status_code == 422
    assert "the field is required" in response.text
    assert digest() == before


# Two people at once


@pytest.mark.parametrize("htmx", [True, False])
def test_a_stale_form_gets_both_values_and_writes_nothing(browse, cast, define, htmx):
    browser, field = browse(cast.rikke), define("number")
    FieldValue.of(cast.a, field).fill(cast.olga, "10")
    seen = FieldValue.of(cast.a, field).seen
    FieldValue.of(cast.a, field).fill(cast.adam, "1234.5")
    before = digest()
    data, path = {"value": "12", "seen": seen}, path_of(cast.a, field, "?lang=en")
    response = browser.htmx("POST", path, data=data) if htmx else browser.post(path, data=data)
    assert response.status_code == 409
    assert 'value="12"' in response.text
    assert "Now it says: 1,234.5" in response.text
    assert digest() == before
    again = re.search(r'name="seen"[^>]* value="(\d+)"', response.text)[1]
    assert post(browser, cast.a, field, "12", again).status_code == 200
    assert value(cast.a, field) == "12"


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999"])
def test_a_form_that_has_seen_nothing_sensible_overwrites_nothing(browse, cast, define, seen):
    browser, field = browse(cast.rikke), define()
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    before = digest()
    assert post(browser, cast.a, field, "Handel", seen).status_code == 409
    assert digest() == before


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(("gone", "status"), [(False, 409), (True, 404)])
def test_a_field_that_closed_meanwhile_is_told_and_what_was_typed_is_shown(
    browse, cast, define, gone, status, htmx
):
    browser, field = browse(cast.rikke), define()
    field.discard(cast.olga) if gone else field.archive(cast.olga)
    data, path = {"value": "Byggeri & anlæg", "seen": "0"}, path_of(cast.a, field, "?lang=en")
    before = digest()
    response = browser.htmx("POST", path, data=data) if htmx else browser.post(path, data=data)
    assert response.status_code == status
    assert ("removed" if gone else "archived") + " meanwhile, so nothing is saved" in response.text
    assert "Byggeri &amp; anlæg" in response.text
    assert digest() == before


# Sensitive


def test_a_sensitive_value_stands_in_no_page_but_is_kept_when_nothing_is_typed(browse, cast, define):
    browser, field = browse(cast.rikke), define("sensitive")
    assert "010190" not in post(browser, cast.a, field, "010190-1234").text
    for path in (path_of(cast.a, field), path_of(cast.a, field, "/edit"), f"/accounts/{cast.a.id}/info"):
        assert "010190" not in browser.get(path).text
    before = digest()
    assert post(browser, cast.a, field, "").status_code == 200
    assert digest() == before
    assert FieldValue.of(cast.a, field).reveal(cast.olga) == "010190-1234"


def test_a_sensitive_value_is_removed_only_by_saying_so(browse, cast, define):
    browser, field = browse(cast.rikke), define("sensitive")
    post(browser, cast.a, field, "010190-1234")
    data = {"value": "", "erase": "y", "seen": FieldValue.of(cast.a, field).seen}
    assert browser.htmx("POST", path_of(cast.a, field), data=data).status_code == 200
    assert value(cast.a, field) == ""


def test_the_other_value_of_a_sensitive_conflict_stays_masked(browse, cast, define):
    browser, field = browse(cast.rikke), define("sensitive")
    FieldValue.of(cast.a, field).fill(cast.olga, "010190-1234")
    response = post(browser, cast.a, field, "020290-5678", 0)
    assert response.status_code == 409
    assert "020290-5678" in response.text
    assert "010190" not in response.text
