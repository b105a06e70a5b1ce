"""What the custom fields hold on one account or contact."""

import threading

import pytest

from models.base.database import db
from models.base.event import Event
from models.base.recorded import Stale
from models.clients.addresses import Taken
from models.clients.contact import Address
from models.clients.contact_value import Closed, FieldValue
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.field_type import Unfit
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from tests.support import digest

NUMBER = "010190-1234"


@pytest.fixture
def field(cast):
    return CustomField.define(cast.olga, set="account", label="Branche", type="text")


@pytest.fixture
def secret(cast):
    return CustomField.define(cast.olga, set="account", label="NemKonto", type="sensitive")


@pytest.fixture
def private(cast):
    """An e-mail-typed field of contacts."""
    return CustomField.define(cast.olga, set="contact", label="Privat e-mail", type="email")


@pytest.fixture
def aase(cast):
    """Åse, who stands on A and B."""
    contact = cast.address("aase@a.example").address.contact
    link_contact(cast.b, contact, cast.olga)
    return contact


def newest() -> Event:
    return Event.select().order_by(Event.id.desc()).first()


def test_each_change_is_one_event_with_old_and_new(cast, field):
    assert FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    assert newest().kind == "custom_value.created"
    assert FieldValue.of(cast.a, field).fill(cast.adam, "Handel")
    assert (newest().actor_name, newest().values) == ("Adam Birk", {"value": ["Byggeri", "Handel"]})
    assert newest().account_id == cast.a.id


def test_the_same_value_again_changes_nothing(cast, field, secret):
    for each in (field, secret):
        FieldValue.of(cast.a, each).fill(cast.olga, NUMBER)
        before = digest.digest()
        assert not FieldValue.of(cast.a, each).fill(cast.olga, NUMBER)
        assert digest.digest() == before


def test_a_value_stands_on_its_own_account_only(cast, field):
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    assert [fact.value for fact in FieldValue.of_account(cast.b)] == ["", ""]


def test_values_come_in_the_firms_order_with_those_that_are_empty(cast, field):
    field.move(cast.olga, 1)
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    facts = FieldValue.of_account(cast.a)
    assert [(fact.field.label, fact.value) for fact in facts] == [
        ("Branche", "Byggeri"),
        ("Særlige aftaler", ""),
    ]


# Required


def test_a_required_value_cannot_be_emptied_and_is_missing_until_it_is_there(cast):
    field = CustomField.define(cast.olga, set="account", label="Branche", type="text", required=True)
    assert FieldValue.of(cast.a, field).missing
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    assert not FieldValue.of(cast.a, field).missing
    before = digest.digest()
    with pytest.raises(Unfit, match="required"):
        FieldValue.of(cast.a, field).fill(cast.olga, "")
    assert digest.digest() == before


# Two people at once


def test_the_second_of_two_gets_both_values_and_writes_nothing(cast, field):
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    seen = FieldValue.of(cast.a, field).seen
    FieldValue.of(cast.a, field).fill(cast.adam, "Handel", seen)
    before = digest.digest()
    with pytest.raises(Stale) as stale:
        FieldValue.of(cast.a, field).fill(cast.olga, "Service", seen)
    assert stale.value.theirs == {"value": "Handel"}
    assert digest.digest() == before


def test_two_who_fill_an_empty_field_do_not_overwrite_each_other(cast, field):
    first, second = FieldValue.of(cast.a, field), FieldValue.of(cast.a, field)
    first.fill(cast.adam, "Handel", first.seen)
    with pytest.raises(Stale):
        second.fill(cast.olga, "Byggeri", second.seen)


def test_who_left_the_value_as_it_was_keeps_the_others_change(cast, field):
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    seen = FieldValue.of(cast.a, field).seen
    FieldValue.of(cast.a, field).fill(cast.adam, "Handel", seen)
    assert not FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri", seen)
    assert FieldValue.of(cast.a, field).value == "Handel"


def test_many_who_fill_an_empty_field_at_the_same_moment_make_one_value(cast, field):
    account, actor, failed = cast.a, cast.olga, []

    def fill(number):
        try:
            with db.connection_context():
                FieldValue.of(account, field).fill(actor, f"nr. {number}", 0)
        except Stale:
            failed.append(number)

    threads = [threading.Thread(target=fill, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 5
    assert CustomValue.select().where(CustomValue.field == field).count() == 1


def test_an_archived_or_removed_field_takes_no_value(cast, field):
    fact = FieldValue.of(cast.a, field)
    field.archive(cast.olga)
    before = digest.digest()
    with pytest.raises(Closed):
        fact.fill(cast.olga, "Byggeri")
    assert digest.digest() == before
    field.remove(cast.olga)
    with pytest.raises(Closed):
        fact.fill(cast.olga, "Byggeri")


# Sensitive


def everything_kept() -> str:
    """All texts of the database."""
    return "".join(
        repr(db.execute_sql(f'SELECT * FROM "{table}"').fetchall())  # noqa: S608
        for table in db.obj.get_tables()
    )


def test_a_sensitive_value_lies_nowhere_in_the_open(cast, secret):
    FieldValue.of(cast.a, secret).fill(cast.olga, NUMBER)
    FieldValue.of(cast.a, secret).fill(cast.olga, "020290-5678")
    assert "NemKonto" in everything_kept()
    for each in (NUMBER, "020290-5678"):
        assert each not in everything_kept()


def test_revealing_tells_the_value_and_the_history_who_looked(cast, secret):
    FieldValue.of(cast.a, secret).fill(cast.olga, NUMBER)
    assert FieldValue.of(cast.a, secret).reveal(cast.alice) == NUMBER
    event = newest()
    assert (event.kind, event.actor_name, event.account_id) == (
        "custom_value.revealed",
        "Alice Dam",
        cast.a.id,
    )
    assert event.values == {}


def test_what_the_history_keeps_of_a_sensitive_value_restores_it(cast, secret):
    FieldValue.of(cast.a, secret).fill(cast.olga, NUMBER)
    FieldValue.of(cast.a, secret).fill(cast.olga, "020290-5678")
    old, _new = newest().values["value"]
    FieldValue.of(cast.a, secret).row.amend(cast.olga, value=old)
    assert FieldValue.of(cast.a, secret).reveal(cast.olga) == NUMBER


def test_a_stale_sensitive_value_is_noticed_by_what_it_says(cast, secret):
    FieldValue.of(cast.a, secret).fill(cast.olga, NUMBER)
    seen = FieldValue.of(cast.a, secret).seen
    FieldValue.of(cast.a, secret).fill(cast.adam, "020290-5678", seen)
    with pytest.raises(Stale):
        FieldValue.of(cast.a, secret).fill(cast.olga, "030390-9999", seen)
    assert not FieldValue.of(cast.a, secret).fill(cast.olga, NUMBER, seen)


# A contact's e-mail


def test_an_e_mail_of_a_contact_is_an_address_with_switches_on_every_account(cast, aase, private):
    assert FieldValue.of(aase, private).fill(cast.olga, "aase@privat.example")
    address = Address.get(Address.email == "aase@privat.example")
    assert (address.field, address.position) == (private, 1)
    rows = list(LinkedAddress.select().where(LinkedAddress.address == address))
    assert {row.link.account_id for row in rows} == {cast.a.id, cast.b.id}
    assert {(row.login_at, row.notify_at, row.email_sync_at) for row in rows} == {(None, None, None)}
    assert FieldValue.of(aase, private).value == "aase@privat.example"
    assert not CustomValue.select().exists()


def test_correcting_it_keeps_the_switches_and_emptying_it_takes_them_away(cast, aase, private):
    FieldValue.of(aase, private).fill(cast.olga, "aase@privat.example")
    cast.address("aase@privat.example").turn("notify", True, cast.olga)
    FieldValue.of(aase, private).fill(cast.olga, "aase.lund@privat.example")
    assert cast.address("aase.lund@privat.example").notify_at
    FieldValue.of(aase, private).fill(cast.olga, "")
    assert [address.email for address in aase.addresses] == ["aase@a.example"]
    assert FieldValue.of(aase, private).value == ""


def test_an_address_that_the_contact_has_already_is_refused(cast, aase, private):
    before = digest.digest()
    with pytest.raises(Taken):
        FieldValue.of(aase, private).fill(cast.olga, "Aase@A.example")
    assert digest.digest() == before


def test_a_stale_address_is_noticed_also_when_it_is_gone(cast, aase, private):
    FieldValue.of(aase, private).fill(cast.olga, "aase@privat.example")
    seen = FieldValue.of(aase, private).seen
    FieldValue.of(aase, private).fill(cast.adam, "", seen)
    with pytest.raises(Stale):
        FieldValue.of(aase, private).fill(cast.olga, "aase.lund@privat.example", seen)


def test_a_field_with_addresses_keeps_its_type(cast, aase, private):
    FieldValue.of(aase, private).fill(cast.olga, "aase@privat.example")
    assert private.types() == ("email",)


# Change history


def test_the_history_of_a_field_is_told_newest_first(cast, field, secret):
    FieldValue.of(cast.a, secret).fill(cast.olga, NUMBER)
    for text in ("Byggeri", "Handel", ""):
        FieldValue.of(cast.a, field).fill(cast.olga, text)
    FieldValue.of(cast.b, field).fill(cast.olga, "Bageri")
    fact = FieldValue.of(cast.a, field)
    assert [fact.change(event) for event in fact.changes()] == [
        ("Handel", ""),
        ("Byggeri", "Handel"),
        ("", "Byggeri"),
    ]


def test_the_history_of_an_e_mail_goes_on_after_it_was_removed(cast, aase, private):
    for email in ("aase@privat.example", "aase.lund@privat.example", "", "lund@privat.example"):
        FieldValue.of(aase, private).fill(cast.olga, email)
    fact = FieldValue.of(aase, private)
    assert [fact.change(event) for event in fact.changes()] == [
        ("", "lund@privat.example"),
        ("aase.lund@privat.example", ""),
        ("aase@privat.example", "aase.lund@privat.example"),
        ("", "aase@privat.example"),
    ]
