"""Writing a value of the past back (rule Clients 7)."""

import re

import pytest

from models.base.event import Event
from models.clients.account import EarlierName
from models.clients.account_relation import AccountRelation
from models.clients.addresses import add_address, correct_address, remove_address
from models.clients.contact import Phone
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linking import unlink
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from tests.support.digest import digest


def last_event(noun: str) -> Event:
    return Event.select().where(Event.noun == noun).order_by(Event.id.desc()).first()


def restore(browser, account, event, field, **more):
    return browser.post(
        f"/accounts/{account.id}/events/{event.id}/restoration", data={"field": field, **more}
    )


def restored(browser, account, noun, field) -> bool:
    """Whether restoring the newest event of that kind answers as a form that was saved."""
    answer = restore(browser, account, last_event(noun), field)
    return answer.status_code == 303 and answer.location == f"/accounts/{account.id}/history"


def test_a_field_of_the_client(browse, cast):
    cast.a.amend(cast.olga, city="Aarhus")
    assert restored(browse(cast.rikke), cast.a, "account", "city")
    assert cast.a.city == ""
    event = last_event("account")
    assert (event.values, event.actor_id) == ({"city": ["Aarhus", ""]}, cast.rikke.id)


def test_a_restored_name_is_one_that_somebody_chose_and_the_later_one_stays_findable(browse, cast):
    cast.a.rename("Murermester Ny", cast.olga)
    cast.a.amend(cast.olga, name_typed_at=None)
    event = Event.get(Event.kind == "account.renamed")
    assert restore(browse(cast.rikke), cast.a, event, "name").status_code == 303
    assert cast.a.name == "Østergaard Byg ApS"
    assert cast.a.name_typed_at
    assert "Murermester Ny" in [each.name for each in EarlierName.select()]


def test_what_a_contact_owns(browse, cast):
    contact = Link.of_account(cast.a).first().contact
    contact.rename("Anne", "Lund", cast.olga)
    browser = browse(cast.rikke)
    assert restored(browser, cast.a, "contact", "first_name")
    assert Link.of_account(cast.a).first().contact.name == "Anna Lund"
    phone = Phone.get(contact=contact)
    phone.amend(cast.olga, number="+4540302010")
    assert restored(browser, cast.a, "phone", "number")
    assert Phone.get_by_id(phone.id).number == "+4533123456"


def test_an_address_keeps_its_switches(browse, cast):
    row = cast.address("aase@a.example")
    row.turn("notify", True, cast.olga)
    correct_address(row.address, "ny@a.example", cast.olga)
    assert restored(browse(cast.rikke), cast.a, "address", "email")
    assert cast.address("aase@a.example").is_on("notify")


def test_a_switch_and_no_mail(browse, cast):
    row = cast.address("anna.privat@a.example")
    row.turn("login", True, cast.olga)
    Invitation.send(row, cast.olga)
    row.turn("login", False, cast.olga)
    event, waiting = last_event("linked_address"), Outbox.select().count()
    assert restore(browse(cast.rikke), cast.a, event, "login_at").status_code == 303
    assert cast.address("anna.privat@a.example").is_on("login")
    assert last_event("linked_address").kind == "linked_address.login_granted"
    assert Outbox.select().count() == waiting


def test_a_value_of_a_custom_field(browse, cast):
    field = CustomField.add(cast.olga, set="account", label="Branche", type="text")
    value = CustomValue.add(cast.olga, field=field, account=cast.a, value="Byg")
    value.amend(cast.olga, value="Anlæg")
    assert restored(browse(cast.rikke), cast.a, "custom_value", "value")
    assert CustomValue.get().value == "Byg"


def test_again_writes_nothing(browse, cast):
    cast.a.amend(cast.olga, city="Aarhus")
    event, browser = last_event("account"), browse(cast.olga)
    restore(browser, cast.a, event, "city")
    before = digest()
    assert restore(browser, cast.a, event, "city").status_code == 303
    assert digest() == before


def test_a_switch_that_is_on_again_is_not_turned_on_since_earlier(browse, cast):
    row = cast.address("aase@a.example")
    for on in (True, False, True):
        row.turn("notify", on, cast.olga)
    event = Event.get(Event.kind == "linked_address.notify_withdrawn")
    browser, before = browse(cast.olga), digest()
    assert restore(browser, cast.a, event, "notify_at").status_code == 303
    assert digest() == before


# The answer


def test_htmx_gets_the_history_anew_with_an_undo_that_undoes(browse, cast):
    cast.a.amend(cast.olga, city="Aarhus")
    browser = browse(cast.rikke)
    path = f"/accounts/{cast.a.id}/events/{last_event('account').id}/restoration?kind=client"
    text = browser.htmx("POST", path, data={"field": "city"}).text
    assert text.lstrip().startswith('<section class="card" id="history"')
    newest = last_event("account")
    assert re.search(rf'id="event-{newest.id}" tabindex="-1" autofocus', text)
    assert '<option selected value="client">' in text
    undo = re.search(r'data-toast=.*?<form method="post" action="([^"]*)"', text, re.DOTALL)[1]
    assert undo == f"/accounts/{cast.a.id}/actions/{newest.action}/reversal?kind=client"
    undone = browser.post(undo, data={"area": "history"})
    assert undone.location == f"/accounts/{cast.a.id}/history?kind=client"
    assert cast.a.city == "Aarhus"


# Refusals


@pytest.mark.parametrize(
    ("name", "status"),
    [("alice", 403), ("bob", 404), ("nils", 404), ("erik", 404), ("mona", 303), ("olga", 303)],
)
def test_who_may(browse, cast, name, status):
    cast.a.amend(cast.olga, city="Aarhus")
    browser, before = browse(getattr(cast, name)), digest()
    assert restore(browser, cast.a, last_event("account"), "city").status_code == status
    assert (digest() == before) == (status != 303)


def test_who_manages_contacts_restores_what_they_own_and_nothing_else(browse, cast):
    alice = cast.alice
    alice.grant("manage_contacts", cast.olga)
    browser = browse(alice)
    Link.of_account(cast.a).first().contact.amend(cast.olga, city="Aarhus")
    assert restored(browser, cast.a, "contact", "city")
    cast.a.amend(cast.olga, city="Aarhus")
    cast.address("anna@a.example").turn("notify", True, cast.olga)
    before = digest()
    for noun, field in (("account", "city"), ("linked_address", "notify_at")):
        assert restore(browser, cast.a, last_event(noun), field).status_code == 403
    assert digest() == before


def test_a_line_of_another_client_is_not_found(browse, cast):
    cast.b.amend(cast.olga, city="Aarhus")
    Link.of_account(cast.b).first().contact.amend(cast.olga, city="Aarhus")
    browser, before = browse(cast.olga), digest()
    for noun in ("account", "contact"):
        assert restore(browser, cast.a, last_event(noun), "city").status_code == 404
    assert restore(browser, cast.a, Event(id=2**31), "city").status_code == 404
    assert digest() == before


def test_what_belongs_to_somebody_who_left_is_refused(browse, cast):
    link = Link.of_account(cast.a)[1]
    link.contact.amend(cast.olga, city="Aarhus")
    event = last_event("contact")
    unlink(link, cast.olga)
    browser, before = browse(cast.olga), digest()
    assert restore(browser, cast.a, event, "city").status_code == 403
    assert digest() == before


@pytest.mark.parametrize("field", ["street", "archived_at", "merged_into", "id", "", "x" * 5000])
def test_a_field_that_was_not_changed_or_is_not_for_people(browse, cast, field):
    cast.a.archive(cast.olga)
    event = last_event("account")
    cast.a.reactivate(cast.olga)
    browser, before = browse(cast.olga), digest()
    assert restore(browser, cast.a, event, field).status_code == 404
    assert digest() == before


def test_an_archived_client_is_not_changed(browse, cast):
    cast.a.amend(cast.olga, city="Aarhus")
    event = last_event("account")
    cast.a.archive(cast.olga)
    browser, before = browse(cast.olga), digest()
    assert restore(browser, cast.a, event, "city").status_code == 409
    assert digest() == before


def test_an_address_that_the_contact_has_again(browse, cast):
    address = cast.address("aase@a.example").address
    correct_address(address, "ny@a.example", cast.olga)
    event = last_event("address")
    add_address(address.contact, "AASE@a.example", cast.olga)
    browser, before = browse(cast.olga), digest()
    answer = restore(browser, cast.a, event, "email")
    assert answer.status_code == 409
    assert "aase@a.example" in answer.text
    assert digest() == before


def test_a_record_that_is_gone(browse, cast):
    address = cast.address("anna.privat@a.example").address
    correct_address(address, "ny@a.example", cast.olga)
    event = last_event("address")
    remove_address(address, cast.olga)
    browser = browse(cast.olga)
    browser.get("/accounts?lang=en")
    before = digest()
    answer = restore(browser, cast.a, event, "email")
    assert answer.status_code == 409
    assert "“ny@a.example” no longer exists; nothing was restored." in answer.text
    assert digest() == before


def test_what_somebody_changed_since_the_page_was_drawn_is_not_overwritten(browse, cast):
    cast.a.amend(cast.olga, city="Aarhus", street="Havnegade 1")
    event, seen = last_event("account"), Event.newest_id()
    cast.a.amend(cast.adam, city="Odense")
    browser = browse(cast.rikke)
    browser.get("/accounts?lang=en")
    before = digest()
    answer = restore(browser, cast.a, event, "city", seen=seen)
    assert answer.status_code == 409
    assert "now it says: Odense." in answer.text
    assert digest() == before
    assert restore(browser, cast.a, event, "street", seen=seen).status_code == 303
    assert (cast.a.street, cast.a.city) == ("", "Odense")


def test_htmx_is_refused_by_a_toast(browse, cast):
    cast.a.amend(cast.olga, city="Aarhus")
    event, seen = last_event("account"), Event.newest_id()
    cast.a.amend(cast.adam, city="Odense")
    path = f"/accounts/{cast.a.id}/events/{event.id}/restoration"
    answer = browse(cast.rikke).htmx("POST", path, data={"field": "city", "seen": seen})
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#toasts"


def test_a_relation_is_told_but_not_written_back_here(browse, cast):
    relation = AccountRelation.add(cast.olga, account=cast.a, related=cast.b, kind="owns")
    relation.amend(cast.olga, kind="parent_of")
    browser, before = browse(cast.olga), digest()
    assert restore(browser, cast.a, last_event("account_relation"), "kind").status_code == 404
    assert digest() == before
