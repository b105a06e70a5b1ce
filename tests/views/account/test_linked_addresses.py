"""The switches of one address on one account."""

import re

import pytest

from models.base.event import Event
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from tests.support import digest

# Switch → its column and the event of turning it on.
SWITCHES = {
    "login": ("login_at", "linked_address.login_granted"),
    "notify": ("notify_at", "linked_address.notify_granted"),
    "email-sync": ("email_sync_at", "linked_address.email_sync_granted"),
    "signing-authority": ("signing_authority_at", "linked_address.signing_authority_granted"),
}


def path_of(account, row, switch="notify") -> str:
    return f"/accounts/{account.id}/linked-addresses/{row.id}/{switch}"


def columns(row) -> dict:
    return LinkedAddress.get_by_id(row.id).__data__


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_writes_its_one_column_and_one_event(browse, cast, switch):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    column, kind = SWITCHES[switch]
    LinkedAddress.update({column: None}).where(LinkedAddress.id == row.id).execute()
    before, events = columns(row), Event.select().count()
    assert browser.post(path_of(cast.a, row, switch), data={"on": "1"}).status_code == 303
    changed = {name for name, value in columns(row).items() if value != before[name]}
    assert changed == {column}
    assert Event.select().count() == events + 1
    assert Event.select().order_by(Event.id.desc()).first().kind == kind


def test_a_switch_that_stands_as_wanted_changes_nothing_more(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    events = Event.select().count()
    for _ in range(10):
        browser.htmx("POST", path_of(cast.a, row), data={"on": "1"})
    assert columns(row)["notify_at"]
    assert Event.select().count() == events + 1


def test_off_is_off(browse, cast):
    browser, row = browse(cast.rikke), cast.address("anna@a.example")
    browser.post(path_of(cast.a, row, "login"), data={"on": "0"})
    assert columns(row)["login_at"] is None
    assert columns(row)["signing_authority_at"]


@pytest.mark.parametrize("fields", [{"on": "maybe"}, {"on": ""}, {"on": "true"}, {}])
@pytest.mark.parametrize("htmx", [True, False])
def test_neither_on_nor_off_changes_nothing(browse, cast, fields, htmx):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    before = digest.digest()
    ask = browser.htmx if htmx else lambda method, path, data: browser.post(path, data=data)
    response = ask("POST", path_of(cast.a, row), data=fields)
    assert response.status_code == 422
    assert digest.digest() == before
    assert f"linked-address-{row.id}" in response.text


def test_htmx_gets_the_row_the_readiness_strip_and_a_toast(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    fragment = browser.htmx("POST", path_of(cast.a, row) + "?lang=en", data={"on": "1"}).text
    assert fragment.startswith(f'<tr id="linked-address-{row.id}">')
    assert 'hx-target="#lamps"' in fragment
    assert 'hx-target="#toasts"' in fragment
    assert "NOTIFY is on for aase@a.example." in fragment


def undo_in(text: str) -> str:
    """Where the Undo of a toast posts to."""
    return re.search(r'<form method="post" action="([^"]*/reversal)"', text)[1]


def test_undo_gives_back_since_when_it_was_on(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    row.turn("notify", True, cast.olga)
    since = cast.address("aase@a.example").notify_at
    fragment = browser.htmx("POST", path_of(cast.a, row), data={"on": "0"}).text
    assert cast.address("aase@a.example").notify_at is None
    toast = fragment.split('hx-target="#toasts"')[1]
    undone = browser.htmx("POST", undo_in(toast), data={"area": f"linked-address-{row.id}"}).text
    assert undone.startswith(f'<tr id="linked-address-{row.id}">')
    assert cast.address("aase@a.example").notify_at == since


def test_a_plain_form_is_sent_back_to_info_where_the_toast_stands(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    response = browser.post(path_of(cast.a, row) + "?lang=en", data={"on": "1"})
    assert response.status_code == 303
    assert response.location == f"/accounts/{cast.a.id}/info#contacts"
    page = browser.get(f"/accounts/{cast.a.id}/info?lang=en").text
    assert "NOTIFY is on for aase@a.example." in page
    browser.post(undo_in(page.split('id="toasts"')[1]))
    assert not cast.address("aase@a.example").is_on("notify")


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
def test_switches_need_the_account_and_the_right_to_manage_it(browse, cast, name, status):
    browser, row = browse(getattr(cast, name)), cast.address("aase@a.example")
    before = digest.digest()
    assert browser.post(path_of(cast.a, row), data={"on": "1"}).status_code == status
    assert (digest.digest() == before) == (status != 303)


def test_an_address_that_has_left_the_account_is_not_found(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    path = path_of(cast.a, row)
    row.remove(cast.olga)
    before = digest.digest()
    assert browser.htmx("POST", path, data={"on": "1"}).status_code == 404
    assert digest.digest() == before


def test_an_address_of_another_account_is_not_found_under_ones_own(browse, cast):
    browser, foreign = browse(cast.rikke), cast.address("bent@b.example")
    before = digest.digest()
    assert browser.post(path_of(cast.a, foreign), data={"on": "1"}).status_code == 404
    assert digest.digest() == before


def test_there_are_no_other_switches(browse, cast):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    assert browser.post(path_of(cast.a, row, "activated"), data={"on": "1"}).status_code == 404


def test_the_address_of_two_accounts_has_two_sets_of_switches(browse, cast):
    contact = cast.address("aase@a.example").address.contact

    link_contact(cast.b, contact, cast.olga)
    on_a, on_b = (
        next(r for r in LinkedAddress.on(account) if r.address.email == "aase@a.example")
        for account in (cast.a, cast.b)
    )
    browse(cast.olga).post(path_of(cast.a, on_a), data={"on": "1"})
    assert columns(on_a)["notify_at"]
    assert columns(on_b)["notify_at"] is None
