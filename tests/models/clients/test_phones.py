"""The phone numbers of a contact."""

import importlib

import pytest
from playhouse.migrate import SchemaMigrator

from models.base.database import db
from models.base.event import Event
from models.base.phone_number import InvalidPhone
from models.base.recorded import Stale
from models.base.search_change import SearchChange
from models.clients.contact import Contact, Phone
from models.clients.phones import Taken, add_phone, correct_phone, make_first, remove_phone
from tests.support.digest import digest


@pytest.fixture
def anna(cast) -> Contact:
    return cast.address("anna@a.example").address.contact


def numbers(contact) -> list[str]:
    return [phone.number for phone in Phone.of([contact.id])]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("20 12 34 56", "+4520123456"),
        ("+45 2012 3456", "+4520123456"),
        ("0045-20123456", "+4520123456"),
        ("+46 70-123 45 67", "+46701234567"),
    ],
)
def test_any_format_is_stored_as_e164(anna, cast, typed, stored):
    add_phone(anna, typed, cast.olga, "mobil")
    assert numbers(anna) == ["+4533123456", stored]


def test_the_accounts_of_the_contact_are_read_again_by_search(anna, cast):
    before = SearchChange.latest_id()
    add_phone(anna, "20123456", cast.olga)
    assert {row.account_id for row in SearchChange.after(before)} == {cast.a.id}


@pytest.mark.parametrize("number", ["33 12 34 56", "+45 33123456"])
def test_a_contact_has_a_number_once(anna, cast, number):
    before = digest()
    with pytest.raises(Taken):
        add_phone(anna, number, cast.olga)
    assert digest() == before


def test_a_phone_that_cannot_be_is_not_added(anna, cast):
    before = digest()
    with pytest.raises(InvalidPhone):
        add_phone(anna, "12", cast.olga)
    assert digest() == before


def test_a_number_is_corrected_once(anna, cast):
    phone = Phone.of([anna.id]).get()
    for changed in (True, False):
        assert correct_phone(phone, cast.olga, anna.seen_event_id, "20 12 34 56", "mobil") is changed
    assert (Phone.get_by_id(phone.id).number, Phone.get_by_id(phone.id).label) == ("+4520123456", "mobil")


def test_a_number_is_not_corrected_to_one_that_the_contact_has(anna, cast):
    other = add_phone(anna, "20123456", cast.olga)
    with pytest.raises(Taken):
        correct_phone(other, cast.olga, anna.seen_event_id, "33 12 34 56", "")


def test_who_corrects_what_somebody_else_has_corrected_is_told(anna, cast):
    phone, seen = Phone.of([anna.id]).get(), anna.seen_event_id
    correct_phone(phone, cast.olga, seen, "20 12 34 56", "")
    with pytest.raises(Stale):
        correct_phone(phone, cast.adam, seen, "20 12 34 57", "")
    assert numbers(anna) == ["+4520123456"]


def test_a_removed_number_stays_in_the_history(anna, cast):
    phone = Phone.of([anna.id]).get()
    remove_phone(phone, cast.olga)
    assert numbers(anna) == []
    assert Event.removal_of("phone", phone.id).values["number"] == ["+4533123456", None]


def test_a_number_is_put_first(anna, cast):
    later = add_phone(anna, "20123456", cast.olga)
    assert make_first(later, cast.olga)
    assert numbers(anna) == ["+4520123456", "+4533123456"]
    assert not make_first(Phone.get_by_id(later.id), cast.olga)


def test_an_extension_is_kept_with_the_number(anna, cast):
    added = add_phone(anna, "+1 212 555 0123 ext. 123456789", cast.olga)
    assert Phone.get_by_id(added.id).number == "+12125550123;ext=123456789"
    with pytest.raises(Taken):
        add_phone(anna, "+12125550123 x123456789", cast.olga)
    assert add_phone(anna, "+1 212 555 0123", cast.olga)


def test_the_step_leaves_numbers_and_the_counter_of_ids(anna, cast):
    step = importlib.import_module("migrations.0027_phone_extensions")
    add_phone(anna, "33123457 lok. 123456789", cast.olga)
    gone = add_phone(anna, "33123458", cast.olga)
    remove_phone(gone, cast.olga)
    with db.atomic():
        step.down(SchemaMigrator.from_database(db.obj), db.obj)
        step.up(SchemaMigrator.from_database(db.obj), db.obj)
    assert numbers(anna)[-1] == "+4533123457"
    assert add_phone(anna, "33123459", cast.olga).id > gone.id
