"""The addresses of a contact, on all its accounts."""

import pytest

from models.base.search_change import SearchChange
from models.clients.addresses import Taken, add_address, correct_address, make_primary, remove_address
from models.clients.contact import Address
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from tests.support import digest


@pytest.fixture
def aase(cast):
    """Åse, who stands on A and B."""
    contact = cast.address("aase@a.example").address.contact
    link_contact(cast.b, contact, cast.olga)
    return contact


def emails(account) -> set[str]:
    return {row.address.email for row in LinkedAddress.on(account)}


def test_a_new_address_comes_on_every_account_with_the_switches_of_a_newcomer(cast, aase):
    before = SearchChange.latest_id()
    address = add_address(aase, " aase@home.example ", cast.olga)
    assert (address.email, address.position) == ("aase@home.example", 1)
    rows = list(LinkedAddress.select().where(LinkedAddress.address == address))
    assert {row.link.account_id for row in rows} == {cast.a.id, cast.b.id}
    for row in rows:
        states = [row.is_on(name) for name in ("login", "notify", "email-sync", "signing-authority")]
        assert states == [False, False, False, True]
    assert [each.account_id for each in SearchChange.after(before)] == [cast.a.id, cast.b.id]


def test_the_first_address_is_the_primary_one(cast, aase):
    remove_address(aase.addresses.get(), cast.olga)
    assert add_address(aase, "ny@a.example", cast.olga).position == 0


def test_the_same_address_twice_is_refused(cast, aase):
    other = add_address(aase, "ny@a.example", cast.olga)
    before = digest.digest()
    with pytest.raises(Taken):
        add_address(aase, "AASE@a.example", cast.olga)
    with pytest.raises(Taken):
        correct_address(other, "Aase@A.example", cast.olga)
    assert digest.digest() == before


def test_a_corrected_address_keeps_its_switches_and_is_found(cast, aase):
    row = cast.address("aase@a.example")
    row.turn("notify", True, cast.olga)
    before = SearchChange.latest_id()
    assert correct_address(row.address, "Aase.Lund@a.example", cast.olga)
    assert not correct_address(row.address, "Aase.Lund@a.example", cast.olga)
    assert cast.address("Aase.Lund@a.example").is_on("notify")
    assert Address.get_by_id(row.address_id).email_folded == "aase.lund@a.example"
    assert {each.account_id for each in SearchChange.after(before)} == {cast.a.id, cast.b.id}


def test_a_removed_address_leaves_every_account(cast, aase):
    remove_address(aase.addresses.get(), cast.olga)
    assert "aase@a.example" not in emails(cast.a) | emails(cast.b)


def test_another_address_becomes_the_primary_one(cast, aase):
    second = add_address(aase, "ny@a.example", cast.olga)
    assert make_primary(second, cast.olga)
    assert [each.email for each in aase.addresses.order_by(Address.position)] == [
        "ny@a.example",
        "aase@a.example",
    ]
    assert not make_primary(second, cast.olga)
