"""A24: an employee who may open one client of a shared person opened the other one, by changing the person's address.

The address became one that has a portal sign-in already, or one whose holder was invited by the same change. Every way of
changing an address is tried, by the least that the table allows: Rikke manages accounts and may open A alone.
"""

import pytest

from models.base.event import Event
from models.clients.addresses import correct_address
from models.clients.contact import Address, Contact
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.portal.portal_access import places_of_mailbox
from tests.support.digest import digest
from tests.support.visiting import enter, give_access

THIEF = "tyv@evil.example"


@pytest.fixture
def on_b(cast) -> LinkedAddress:
    """Åse's place on B, where her address is active, notified and kept in step."""
    contact = cast.address("aase@a.example").link.contact
    link_contact(cast.b, contact, cast.olga)
    row = next(each for each in LinkedAddress.on(cast.b) if each.address.email == "aase@a.example")
    for switch in ("notify", "email-sync"):
        row.turn(switch, True, cast.erik)
    return give_access(row)


@pytest.fixture
def thief(cast):
    """Somebody with a sign-in of their own on A."""
    person = Contact.meet(cast.rikke, first_name="Tyv", emails=[THIEF])
    give_access(link_contact(cast.a, person, cast.rikke).linked_addresses.get())
    return person


def contact_form(browser, contact, email):
    known = Address.get(Address.contact == contact)
    alike = Address.get_or_none(Address.email == email)
    return browser.post(
        f"/contacts/{contact.id}",
        data={
            "seen": str(contact.seen_event_id),
            "first_name": contact.first_name,
            "last_name": contact.last_name,
            "language": "da",
            "country": "DK",
            "addresses-0-id": str(known.id),
            "addresses-0-email": email,
            "accepted": f"contact-{alike.contact_id}:same_address" if alike else "",
        },
    )


def restored_value(browser, cast, email):
    event = next(
        each
        for each in Event.select().where(Event.kind == "address.corrected").order_by(Event.id.desc())
        if each.values["email"][0] == email
    )
    return browser.post(f"/accounts/{cast.a.id}/events/{event.id}/restoration", data={"field": "email"})


def email_field(browser, cast, contact, email):
    """The address stands in a custom field of the e-mail type."""
    field = CustomField.define(cast.olga, set="contact", label="Privat", type="email")
    Address.update(field=field).where(Address.contact == contact).execute()
    fact = FieldValue.of(contact, field)
    return browser.post(
        f"/contacts/{contact.id}/custom-values/{field.id}",
        data={"value": email, "seen": str(fact.seen), "account": str(cast.a.id)},
    )


@pytest.mark.parametrize("how", ["contact form", "restored value", "e-mail field"])
def test_no_way_of_changing_the_address_opens_the_other_client(browse, cast, on_b, thief, how):
    contact, browser = on_b.link.contact, browse(cast.rikke)
    if how == "contact form":
        response = contact_form(browser, contact, THIEF)
    elif how == "e-mail field":
        response = email_field(browser, cast, contact, THIEF)
    else:
        correct_address(on_b.address, THIEF, cast.olga)
        correct_address(Address.get_by_id(on_b.address_id), "aase@a.example", cast.olga)
        row = LinkedAddress.get_by_id(on_b.id)
        row.turn("login", True, cast.erik)
        response = restored_value(browser, cast, THIEF)
    assert response.status_code in (200, 303), response.text
    assert Address.get_by_id(on_b.address_id).email == THIEF
    row = LinkedAddress.get_by_id(on_b.id)
    assert row.login_state == "unconfirmed"
    assert cast.b.id not in {place.account_id for place in places_of_mailbox(THIEF)}
    portal = enter(browse(), THIEF)
    assert portal.get(f"/portal/accounts/{cast.b.id}/documents").status_code == 404
    assert portal.get(f"/portal/accounts/{cast.a.id}/documents").status_code == 200
    assert not Invitation.select().where(Invitation.linked_address == row, Invitation.email == THIEF).exists()
    assert not Outbox.select().where(Outbox.account_id == cast.b.id, Outbox.email == THIEF).exists()


def test_only_who_may_turn_the_switches_confirms(browse, cast, on_b):
    contact_form(browse(cast.rikke), on_b.link.contact, THIEF)
    path = f"/accounts/{cast.b.id}/linked-addresses/{on_b.id}/confirmation"
    refused = [(browse(cast.rikke), 404), (browse(cast.bob), 403)]
    before = digest()
    for browser, status in refused:
        assert browser.post(path, data={"on": "1", "email": THIEF}).status_code == status
    assert digest() == before
    assert browse(cast.erik).post(path, data={"on": "1", "email": THIEF}).status_code == 303
    assert LinkedAddress.get_by_id(on_b.id).agreed_email == THIEF


def test_another_address_than_the_one_looked_at_is_not_confirmed(browse, cast, on_b):
    contact_form(browse(cast.rikke), on_b.link.contact, THIEF)
    path = f"/accounts/{cast.b.id}/linked-addresses/{on_b.id}/confirmation"
    browser = browse(cast.erik)
    before = digest()
    assert browser.post(path, data={"on": "1", "email": "aase@a.example"}).status_code == 409
    assert browser.post(path, data={"on": "1"}).status_code == 409
    assert browser.post(path, data={"on": "2", "email": THIEF}).status_code == 400
    assert digest() == before


def test_both_see_what_happened_each_on_their_own_client(browse, cast, on_b):
    contact_form(browse(cast.rikke), on_b.link.contact, THIEF)
    page = browse(cast.bob).get(f"/accounts/{cast.b.id}?lang=en").text
    assert (
        "changed from aase@a.example to tyv@evil.example by a colleague who has no access to this client"
        in page
    )
    assert "confirmation" not in page  # Bob may not
    page = browse(cast.erik).get(f"/accounts/{cast.b.id}/info?lang=en").text
    assert f'action="/accounts/{cast.b.id}/linked-addresses/{on_b.id}/confirmation"' in page
    assert (
        "it has to be confirmed here" in browse(cast.erik).get(f"/accounts/{cast.b.id}/history?lang=en").text
    )
    assert "to be confirmed" not in browse(cast.rikke).get(f"/accounts/{cast.a.id}/info?lang=en").text
