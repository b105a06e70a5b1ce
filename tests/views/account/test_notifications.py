"""Which types of notification an address gets on one account."""

import re

import pytest

from models.base.event import Event
from models.clients.linked_address import LinkedAddress, MutedNotification
from tests.support import digest
from words.labels import NOTIFICATIONS


def path_of(account, row, kind="reminders") -> str:
    return f"/accounts/{account.id}/linked-addresses/{row.id}/notifications/{kind}"


def muted(row) -> list[str]:
    rows = MutedNotification.select().where(MutedNotification.linked_address == row)
    return [each.type for each in rows.order_by(MutedNotification.id)]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 303),
        ("adam", 303),
        ("mona", 303),
        ("rikke", 303),
        ("vera", 303),
        ("alice", 403),
        ("erik", 404),
        ("bob", 404),
        ("nils", 404),
    ],
)
def test_a_type_needs_the_account_and_the_right_to_manage_it(browse, cast, name, status):
    browser, row = browse(getattr(cast, name)), cast.address("aase@a.example")
    before = digest.digest()
    assert browser.post(path_of(cast.a, row), data={"on": "0"}).status_code == status
    assert (digest.digest() == before) == (status != 303)
    assert (muted(row) == ["reminders"]) == (status == 303)


@pytest.mark.parametrize("type_", NOTIFICATIONS)
def test_each_of_the_eleven_types_is_turned_off_and_on(browse, cast, type_):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    path = path_of(cast.a, row, type_.replace("_", "-"))
    browser.post(path, data={"on": "0"})
    assert muted(row) == [type_]
    browser.post(path, data={"on": "1"})
    assert muted(row) == []


def test_a_type_that_stands_as_wanted_changes_nothing_more(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    events = Event.select().count()
    for _ in range(10):
        browser.htmx("POST", path_of(cast.a, row), data={"on": "0"})
    assert muted(row) == ["reminders"]
    assert Event.select().count() == events + 1


def test_a_type_touches_neither_switches_nor_other_addresses(browse, cast):
    browser, row = browse(cast.rikke), cast.address("anna@a.example")
    before = [each.values() for each in LinkedAddress.on(cast.a)]
    browser.post(path_of(cast.a, row), data={"on": "0"})
    assert [each.values() for each in LinkedAddress.on(cast.a)] == before
    assert MutedNotification.select().count() == 1


def test_htmx_gets_the_types_the_consequence_and_an_undo(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    fragment = browser.htmx("POST", path_of(cast.a, row) + "?lang=en", data={"on": "0"}).text
    assert fragment.startswith(f'<details class="adder types" id="linked-address-{row.id}-types" open')
    assert "10 of 11 types" in fragment
    assert f'hx-target="#linked-address-{row.id}-notify-consequence"' in fragment
    assert (
        "No such mail is sent yet. Selected: new document, approval requested, signature requested and 7 more."
        in fragment
    )
    toast = fragment.split('hx-target="#toasts"')[1]
    assert f'name="area" value="linked-address-{row.id}-types"' in toast


def test_each_line_of_the_list_begins_with_a_capital(browse, cast):
    row = cast.address("aase@a.example")
    for language, first in (("da", "Nyt dokument"), ("en", "New document")):
        fragment = (
            browse(cast.rikke).htmx("POST", path_of(cast.a, row) + f"?lang={language}", data={"on": "0"}).text
        )
        told = re.findall(r'<span aria-hidden="true">([^<]+)</span>', fragment)
        assert first in told
        assert [each for each in told if each[0].islower()] == []


def test_without_scripts_the_types_are_a_page(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    here = f"/accounts/{cast.a.id}/linked-addresses/{row.id}/notifications"
    assert browser.post(path_of(cast.a, row), data={"on": "0"}).location == here
    assert browser.get(here).text.count('role="switch"') == 11


@pytest.mark.parametrize("fields", [{"on": "maybe"}, {"on": ""}, {}])
def test_neither_on_nor_off_changes_nothing(browse, cast, fields):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    before = digest.digest()
    assert browser.post(path_of(cast.a, row), data=fields).status_code == 400
    assert digest.digest() == before


@pytest.mark.parametrize("kind", ["everything", "new_document", "NEW-DOCUMENT", ""])
def test_there_are_no_other_types(browse, cast, kind):
    browser, row = browse(cast.olga), cast.address("aase@a.example")
    before = digest.digest()
    assert browser.post(path_of(cast.a, row, kind), data={"on": "0"}).status_code in (404, 405)
    assert digest.digest() == before
