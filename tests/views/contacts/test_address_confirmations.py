"""Confirming an address that was changed by somebody who may not open the client."""

import pytest

from models.clients.addresses import correct_address
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.outgoing.outbox import Outbox
from tests.support.digest import digest

NEW = "aase.lund@a.example"


@pytest.fixture
def row(cast) -> LinkedAddress:
    """Åse's place on B, with NOTIFY on, after Rikke, who may open A alone, changed her address."""
    contact = cast.address("aase@a.example").link.contact
    link_contact(cast.b, contact, cast.olga)
    found = next(each for each in LinkedAddress.on(cast.b) if each.address.email == "aase@a.example")
    found.turn("notify", True, cast.erik)
    correct_address(found.address, NEW, cast.rikke)
    return LinkedAddress.get_by_id(found.id)


def path_of(row) -> str:
    return f"/accounts/{row.account_id}/linked-addresses/{row.id}/confirmation"


def test_confirming_answers_with_the_contacts_and_a_word(browse, cast, row):
    browser = browse(cast.erik)
    response = browser.post(f"{path_of(row)}?lang=en", data={"on": "1", "email": NEW})
    assert (response.status_code, response.location) == (303, f"/accounts/{cast.b.id}/info#contacts")
    page = browser.get(f"/accounts/{cast.b.id}/info?lang=en").text
    assert f"{NEW} is confirmed." in page
    assert "to be confirmed" not in page


def test_declining_turns_off(browse, cast, row):
    browser = browse(cast.erik)
    browser.post(f"{path_of(row)}?lang=en", data={"on": "0", "email": NEW})
    assert not LinkedAddress.get_by_id(row.id).is_on("notify")
    assert f"are off for {NEW}." in browser.get(f"/accounts/{cast.b.id}/info?lang=en").text


def test_twice_is_once(browse, cast, row):
    browser = browse(cast.erik)
    browser.post(path_of(row), data={"on": "1", "email": NEW})
    before = digest()
    assert browser.post(path_of(row), data={"on": "1", "email": NEW}).status_code == 303
    assert digest() == before


def test_another_address_is_told_and_nothing_is_confirmed(browse, cast, row):
    browser = browse(cast.erik)
    before = digest()
    response = browser.post(f"{path_of(row)}?lang=en", data={"on": "1", "email": "aase@a.example"})
    assert response.status_code == 409
    assert "The address has been changed again meanwhile" in response.text
    assert digest() == before


def test_an_archived_client_confirms_nothing(browse, cast, row):
    cast.b.archive(cast.olga)
    browser = browse(cast.erik)
    assert 'class="alert-plain warning unconfirmed"' in browser.get(f"/accounts/{cast.b.id}").text
    before = digest()
    assert browser.post(path_of(row), data={"on": "1", "email": NEW}).status_code == 409
    assert digest() == before


def test_the_mail_stands_in_the_outbox_of_the_client(browse, cast, row):
    mail = Outbox.get(Outbox.kind == "address_confirmation")
    assert (mail.email, mail.account_id, mail.seconds_left > 50) == ("erik@firma.example", cast.b.id, True)
    assert (
        "Request to confirm an address: erik@firma.example" in browse(cast.erik).get("/outbox?lang=en").text
    )
