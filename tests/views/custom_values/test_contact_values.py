"""What a custom field holds on a contact, one value at a time."""

import re

import pytest

from models.clients.contact import Contact
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from tests.support.digest import digest


@pytest.fixture
def aase(cast):
    """Åse, who stands on A."""
    return cast.address("aase@a.example").address.contact


@pytest.fixture
def private(cast):
    return CustomField.define(cast.olga, set="contact", label="Privat e-mail", type="email")


def path_of(contact, field, end="") -> str:
    return f"/contacts/{contact.id}/custom-values/{field.id}{end}"


def field_of(set_="contact") -> CustomField:
    return CustomField.of_set(set_).get()


@pytest.mark.parametrize(
    ("name", "status", "reads"),
    [
        *((name, 303, 200) for name in ("olga", "adam", "mona", "rikke", "vera")),
        ("erik", 303, 200),  # on B only, but with the right to all contacts
        ("alice", 403, 200),
        ("bob", 403, 404),
        ("nils", 403, 404),
    ],
)
def test_a_contacts_value_needs_an_account_of_the_contact_and_a_right(
    browse, cast, aase, name, status, reads
):
    browser, field = browse(getattr(cast, name)), field_of()
    before = digest()
    assert browser.post(path_of(aase, field), data={"value": "Åse", "seen": "0"}).status_code == status
    assert (digest() == before) is (status != 303)
    assert browser.get(path_of(aase, field)).status_code == reads


def test_with_the_right_but_without_an_account_of_the_contact_it_is_not_found(browse, cast):
    bent = cast.address("bent@b.example").address.contact
    browser, field = browse(cast.rikke), field_of()
    before = digest()
    for response in (
        browser.get(path_of(bent, field, "/edit")),
        browser.post(path_of(bent, field), data={"value": "Bent", "seen": "0"}),
        browser.get(path_of(Contact(id=987_654), field)),
    ):
        assert response.status_code == 404
        assert "Bøgh" not in response.text
    assert digest() == before


def test_a_contact_on_two_accounts_is_edited_by_who_opens_one_of_them(browse, cast, aase):
    link_contact(cast.b, aase, cast.olga)
    cast.bob.grant("manage_contacts", cast.olga)
    response = browse(cast.bob).post(path_of(aase, field_of()), data={"value": "Åse", "seen": "0"})
    assert response.status_code == 303
    assert FieldValue.of(aase, field_of()).value == "Åse"


def test_a_field_of_clients_is_none_of_a_contact(browse, cast, aase):
    browser = browse(cast.olga)
    before = digest()
    response = browser.post(path_of(aase, field_of("account")), data={"value": "x", "seen": "0"})
    assert response.status_code == 404
    assert digest() == before


def test_one_comes_back_to_the_client_where_one_was(browse, cast, aase):
    browser, field = browse(cast.rikke), field_of()
    info = browser.get(f"/accounts/{cast.a.id}/info").text
    path = path_of(aase, field, f"/edit?account={cast.a.id}")
    assert f'href="{path}"' in info
    form = browser.get(path).text
    action = re.search(r'<form[^>]*id="contact-\d+-field-\d+-form"[^>]*action="([^"]*)"', form)[1]
    response = browser.post(action, data={"value": "Åse", "seen": "0"})
    assert response.location == f"/accounts/{cast.a.id}/info#contact-{aase.id}-field-{field.id}"


@pytest.mark.parametrize("account", ["2", "987654", "99999999999999", "x", "-1"])
def test_the_way_back_leads_to_no_client_that_is_not_ones_own(browse, cast, aase, account):
    response = browse(cast.rikke).post(
        path_of(aase, field_of(), f"?account={account}"), data={"value": "Åse", "seen": "0"}
    )
    assert response.location == f"/contacts/{aase.id}#contact-{aase.id}-field-{field_of().id}"


def test_htmx_gets_the_value_as_it_stands_among_the_contacts_values(browse, cast, aase):
    browser, field = browse(cast.rikke), field_of()
    path = path_of(aase, field, f"?account={cast.a.id}")
    fragment = browser.htmx("POST", path, data={"value": "Åse", "seen": "0"}).text
    assert fragment.lstrip().startswith(f'<li class="fact" id="contact-{aase.id}-field-{field.id}">')
    assert f"/edit?account={cast.a.id}" in fragment


def test_on_the_contacts_own_page_it_stands_among_the_contacts_own_data(browse, cast, aase):
    browser, field = browse(cast.rikke), field_of()
    page = browser.get(f"/contacts/{aase.id}").text
    assert f'<div class="fact" id="contact-{aase.id}-field-{field.id}">' in page
    fragment = browser.htmx("POST", path_of(aase, field), data={"value": "Åse", "seen": "0"}).text
    assert fragment.lstrip().startswith(f'<div class="fact" id="contact-{aase.id}-field-{field.id}">')


def test_empty_fields_are_offered_to_those_who_may_fill_them_only(browse, cast, aase):
    path = path_of(aase, field_of(), "/edit")
    assert path in browse(cast.rikke).get(f"/accounts/{cast.a.id}/info").text
    assert "Kaldenavn" not in browse(cast.alice).get(f"/accounts/{cast.a.id}/info").text


# E-mail: an address with switches of its own


def test_an_e_mail_becomes_a_row_with_switches_and_is_no_value_besides(browse, cast, aase, private):
    browser = browse(cast.rikke)
    path = path_of(aase, private, f"?account={cast.a.id}")
    response = browser.post(path, data={"value": "aase@privat.example", "seen": "0"})
    assert response.status_code == 303
    info = browser.get(response.location).text
    assert re.findall(r'href="mailto:([^"]*)"', info)[-2:] == ["aase@a.example", "aase@privat.example"]
    assert 'aria-label="LOGIN aase@privat.example"' in info
    assert f'id="contact-{aase.id}-field-{private.id}"' not in info
    assert path_of(aase, private, f"/edit?account={cast.a.id}") in info


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("ingen adresse", "This is not an e-mail address."),
        ("x" * 5_000, "At most 254 characters"),
        ("AASE@a.example", "The contact already has this address."),
    ],
)
def test_an_e_mail_that_cannot_be_is_told_beside_the_field(browse, cast, aase, private, typed, message):
    browser = browse(cast.rikke)
    before = digest()
    response = browser.post(path_of(aase, private, "?lang=en"), data={"value": typed, "seen": "0"})
    assert response.status_code == 422
    assert message in response.text
    assert typed in response.text
    assert digest() == before


def test_a_stale_e_mail_gets_both_values(browse, cast, aase, private):
    FieldValue.of(aase, private).fill(cast.adam, "aase@privat.example")
    browser = browse(cast.rikke)
    before = digest()
    response = browser.post(path_of(aase, private, "?lang=en"), data={"value": "ny@a.example", "seen": "0"})
    assert response.status_code == 409
    assert "Now it says: aase@privat.example" in response.text
    assert 'value="ny@a.example"' in response.text
    assert digest() == before


@pytest.fixture
def filled(cast, aase, private):
    """Her private address, with NOTIFY and EMAIL SYNC on A."""
    FieldValue.of(aase, private).fill(cast.olga, "aase@hjem.example", 0)
    for switch in ("notify", "email-sync"):
        cast.address("aase@hjem.example").turn(switch, True, cast.olga)
    return private


def test_emptying_an_address_says_what_is_on_there_and_asks(browse, cast, aase, filled):
    browser = browse(cast.rikke)
    path = path_of(aase, filled) + "?lang=en"
    before = digest()
    asked = browser.post(path, data={"value": "", "seen": FieldValue.of(aase, filled).seen})
    assert (asked.status_code, digest()) == (422, before)
    for words in ("aase@hjem.example", cast.a.name, "NOTIFY", "EMAIL SYNC", "Remove anyway"):
        assert words in asked.text, words
    assert "LOGIN" not in asked.text.partition("-losing")[2].partition("</div>")[0]
    key = re.search(r'name="losing" value="([^"]+)"', asked.text)[1]
    cast.address("aase@hjem.example").turn("login", True, cast.olga)  # more than was shown
    told = {"value": "", "seen": FieldValue.of(aase, filled).seen, "losing": key}
    asked = browser.post(path, data=told)
    assert asked.status_code == 422
    told["losing"] = re.search(r'name="losing" value="([^"]+)"', asked.text)[1]
    assert browser.post(path, data=told).status_code == 303
    assert FieldValue.of(aase, filled).value == ""


def test_where_nothing_is_on_it_is_just_emptied(browse, cast, aase, private):
    FieldValue.of(aase, private).fill(cast.olga, "aase@hjem.example", 0)
    told = {"value": "", "seen": FieldValue.of(aase, private).seen}
    assert browse(cast.rikke).post(path_of(aase, private), data=told).status_code == 303


def test_a_client_that_is_not_ones_own_is_counted_and_not_named(browse, cast, aase, filled):
    link_contact(cast.b, aase, cast.olga)
    row = next(each for each in LinkedAddress.on(cast.b) if each.address.email == "aase@hjem.example")
    row.turn("notify", True, cast.olga)
    told = {"value": "", "seen": FieldValue.of(aase, filled).seen}
    text = browse(cast.rikke).post(path_of(aase, filled) + "?lang=en", data=told).text
    assert "a client that is not on your list" in text
    assert cast.b.name not in text
