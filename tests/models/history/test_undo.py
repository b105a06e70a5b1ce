"""Undoing an action, restoring one value, and telling the past: named cases; test_life_of_accounts.py tells the rest."""

from datetime import timedelta

import pytest

from models.base.clock import at, now
from models.base.event import Event
from models.clients.account import EarlierName
from models.clients.addresses import add_address, correct_address, remove_address
from models.clients.link import LastContact, Link
from models.clients.linked_address import SWITCHES, LinkedAddress
from models.clients.linking import link_contact, unlink
from models.history.account_as_of import AccountAsOf
from models.history.take_back import Overtaken, restore
from models.history.undo import reverse
from tests.support import digest


def last_action() -> str:
    return Event.select().order_by(Event.id.desc()).first().action


def last_event() -> Event:
    return Event.select().order_by(Event.id.desc()).first()


def state(account) -> list:
    return [
        (link.contact.name, row.address.email, *(row.is_on(name) for name in SWITCHES))
        for link in LinkedAddress.by_contact(account)
        for row in link.rows
    ]


def test_an_unlinked_contact_comes_back_with_every_switch(cast):
    cast.address("anna.privat@a.example").turn("notify", True, cast.olga)
    before = state(cast.a)
    unlink(Link.of_account(cast.a).first(), cast.olga)
    assert state(cast.a) != before
    reverse(last_action(), cast.olga)
    assert state(cast.a) == before


def test_an_invitation_that_was_accepted_does_not_come_back(cast):
    unlink(Link.of_account(cast.a).first(), cast.olga)
    reverse(last_action(), cast.olga)
    assert not cast.address("anna@a.example").invitations.count()


def test_a_link_is_undone_and_so_is_that(cast):
    contact = Link.of_account(cast.a)[1].contact
    link_contact(cast.b, contact, cast.olga)
    reverse(last_action(), cast.olga)
    assert not Link.get_or_none(account=cast.b, contact=contact)
    reverse(last_action(), cast.olga)
    assert Link.get_or_none(account=cast.b, contact=contact)


def test_undoing_twice_is_undoing_once(cast):
    unlink(Link.of_account(cast.a).first(), cast.olga)
    action = last_action()
    reverse(action, cast.olga)
    before = digest.digest()
    reverse(action, cast.olga)
    assert digest.digest() == before


def test_what_somebody_changed_since_is_not_undone(cast):
    cast.a.change(cast.olga, cast.a.last_event_id, city="Aarhus", street="Havnegade 1")
    action = last_action()
    cast.a.change(cast.adam, cast.a.last_event_id, city="Odense")
    before = digest.digest()
    with pytest.raises(Overtaken):
        reverse(action, cast.olga)
    assert digest.digest() == before


def test_undoing_a_link_keeps_the_last_contact(cast):
    first = Link.of_account(cast.b).first()
    link_contact(cast.b, Link.of_account(cast.a)[1].contact, cast.olga)
    action = last_action()
    unlink(first, cast.olga)
    before = digest.digest()
    with pytest.raises(LastContact):
        reverse(action, cast.olga)
    assert digest.digest() == before


def test_a_removed_address_comes_back_where_its_person_stands_now(cast):
    address = cast.address("aase@a.example").address
    remove_address(address, cast.olga)
    action = last_action()
    link_contact(cast.b, address.contact, cast.olga)
    reverse(action, cast.olga)
    rows = LinkedAddress.select().where(LinkedAddress.address == address)
    assert {row.link.account_id for row in rows} == {cast.a.id, cast.b.id}


def test_a_restored_name_leaves_the_later_one_findable(cast):
    name = cast.a.name
    cast.a.rename("Murermester Ny", cast.olga)
    assert restore(last_event(), "name", cast.adam)
    assert cast.a.name == name
    assert "Murermester Ny" in {earlier.name for earlier in EarlierName.select()}


def test_only_what_an_event_changed_can_be_restored(cast):
    cast.a.rename("Murermester Ny", cast.olga)
    before = digest.digest()
    with pytest.raises(KeyError):
        restore(last_event(), "city", cast.olga)
    assert digest.digest() == before


def test_the_past_shows_what_was_and_nothing_before_the_beginning(cast):
    a, later = cast.a, now() + timedelta(hours=1)
    with at(later):
        unlink(Link.of_account(a).first(), cast.olga)
        a.rename("Murermester Ny", cast.olga)
    then = AccountAsOf(cast.a, later - timedelta(minutes=1))
    assert then.account.name == "Østergaard Byg ApS"
    assert [link.contact.name for link in then.links] == ["Anna Østergaard", "Åse Lund"]
    assert [user.name for user in then.team] == ["Alice Dam", "Rikke Gram"]
    assert [row.address.email for row in then.links[0].rows] == ["anna@a.example", "anna.privat@a.example"]
    assert [link.contact.name for link in AccountAsOf(cast.a, later).links] == ["Åse Lund"]
    assert AccountAsOf(cast.a, now() - timedelta(days=365)).account is None


def test_an_address_that_its_person_has_again_is_not_restored(cast):
    address = cast.address("aase@a.example").address
    correct_address(address, "ny@a.example", cast.olga)
    event = Event.select().where(Event.kind == "address.corrected").get()
    add_address(address.contact, "aase@a.example", cast.olga)
    before = digest.digest()
    for undo in (lambda: reverse(event.action, cast.olga), lambda: restore(event, "email", cast.olga)):
        with pytest.raises(Overtaken):
            undo()
    assert digest.digest() == before


def test_what_stood_on_a_place_that_is_gone_by_now_comes_back_nowhere(cast):
    row = cast.address("anna.privat@a.example")
    remove_address(row.address, cast.olga)
    action = last_action()
    unlink(row.link, cast.olga)
    before = digest.digest()
    with pytest.raises(Overtaken):
        reverse(action, cast.olga)
    assert digest.digest() == before
