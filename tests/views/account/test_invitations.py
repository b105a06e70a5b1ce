"""Inviting from the row of an address: now, with a message, later, again, not after all."""

import re

import pytest

from models.base.event import Event
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from tests.support.digest import digest
from tests.support.mailbox import all_leave
from tests.support.visiting import firm_name, give_access


@pytest.fixture
def row(cast):
    found = cast.address("aase@a.example")
    found.turn("login", True, cast.olga)
    return cast.address("aase@a.example")


def path_of(account, row, end="") -> str:
    return f"/accounts/{account.id}/linked-addresses/{row.id}/invitation{end}"


def state() -> str:
    row = next(iter(Invitation.select().order_by(Invitation.id.desc()).limit(1)), None)
    return row.state if row else "none"


def waiting() -> int:
    return Outbox.select().where(Outbox.state == "waiting").count()


def test_turning_login_on_asks_in_place_and_invites_nobody(browse, cast):
    row = cast.address("aase@a.example")
    path = f"/accounts/{cast.a.id}/linked-addresses/{row.id}/login"
    fragment = browse(cast.rikke).htmx("POST", f"{path}?lang=en", data={"on": "1"}).text
    for words in ("Invite now", "With a message", "Later"):
        assert words in fragment
    assert waiting() == 0
    assert cast.address("aase@a.example").login_state == "not_invited"


def test_later_leaves_it_at_on_not_invited(browse, cast, row):
    fragment = browse(cast.rikke).htmx("GET", path_of(cast.a, row) + "?lang=en").text
    assert "On, not invited" in fragment
    assert "Send invitation" in fragment


def test_now_sends_after_a_minute_and_undo_is_not_having_sent(browse, cast, row):
    browser = browse(cast.rikke)
    fragment = browser.htmx("POST", path_of(cast.a, row) + "?lang=en").text
    assert fragment.startswith(f'<tr id="linked-address-{row.id}">')
    assert "Goes in" in fragment or "Waiting for a mail server" in fragment
    assert waiting() == 1
    toast = fragment.split('hx-target="#toasts"')[1]
    undo = re.search(r'<form method="post" action="([^"]*/reversal)"', toast)[1]
    browser.htmx("POST", undo, data={"area": f"linked-address-{row.id}"})
    assert (waiting(), state()) == (0, "revoked")
    assert cast.address("aase@a.example").login_state == "not_invited"


def test_turning_the_switch_back_is_not_having_sent(browse, cast, row):
    browser = browse(cast.rikke)
    browser.post(path_of(cast.a, row))
    browser.post(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/login", data={"on": "0"})
    assert (waiting(), state()) == (0, "revoked")


def test_a_plain_form_works_and_a_page_offers_it(browse, cast, row):
    browser = browse(cast.rikke)
    assert "Invite now" in browser.get(path_of(cast.a, row, "/new?lang=en")).text
    response = browser.post(path_of(cast.a, row), data={"message": " Velkommen "})
    assert response.location == f"/accounts/{cast.a.id}/info#contacts"
    assert Invitation.newest_open(row).message == "Velkommen"


def test_a_preview_shows_the_mail_and_writes_nothing(browse, cast, row):
    browser = browse(cast.rikke)
    before = digest()
    message = "Kære {{ 7*7 }} <b>ven</b>"
    page = browser.post(path_of(cast.a, row), data={"message": message, "preview": "1"})
    assert page.status_code == 200
    assert "&amp;lt;b&amp;gt;ven" in page.text  # escaped in the mail, and that once more in our page
    assert "{{ 7*7 }}" in page.text
    assert firm_name() in page.text
    assert "token=" not in page.text
    assert digest() == before


@pytest.mark.parametrize("htmx", [True, False])
def test_a_message_of_100_kb_is_refused_and_still_there(browse, cast, row, htmx):
    browser = browse(cast.rikke)
    message = "Æ" * 100_000
    before = digest()
    path = path_of(cast.a, row)
    response = (
        browser.htmx("POST", path, data={"message": message})
        if htmx
        else browser.post(path, data={"message": message})
    )
    assert response.status_code == 422
    assert message in response.text
    assert digest() == before


def test_again_kills_the_earlier_link_when_it_leaves(browse, cast, row):
    first = Invitation.send(row, cast.olga)
    browse(cast.rikke).post(path_of(cast.a, row), data={"message": "igen"})
    assert Invitation.get_by_id(first.id).state == "open"
    assert waiting() == 1
    all_leave()
    assert Invitation.get_by_id(first.id).state == "revoked"


def test_undone_within_the_minute_the_earlier_link_lets_in(browse, client, cast, row):
    first = Invitation.send(row, cast.olga)
    all_leave()
    browser = browse(cast.rikke)
    told = browser.htmx("POST", path_of(cast.a, row), data={"message": "igen"}).text
    second = Invitation.newest_open(row)
    assert f'name="invitation" value="{second.id}"' in told
    for _twice in range(2):
        undone = browser.htmx(
            "POST", path_of(cast.a, row, "/revocation") + "?lang=en", data={"invitation": second.id}
        )
        assert "the one before it stands" in undone.text
    assert (waiting(), Invitation.newest_open(row)) == (0, first)
    told = {"token": first.token, "password": "min egen lange sætning"}
    assert client.post(f"/portal/invitations/{first.id}", data=told).status_code == 303


def test_only_an_invitation_of_this_row_is_taken_back(browse, cast, row):
    other = cast.address("anna.privat@a.example")
    other.turn("login", True, cast.olga)
    Invitation.send(row, cast.olga)
    foreign = Invitation.send(other, cast.olga)
    browser = browse(cast.rikke)
    before = digest()
    answer = browser.post(path_of(cast.a, row, "/revocation"), data={"invitation": foreign.id})
    assert (answer.status_code, digest()) == (404, before)


@pytest.mark.parametrize("login", [True, False])
def test_who_is_active_or_off_is_not_invited(browse, cast, login):
    row = cast.address("anna@a.example" if login else "anna.privat@a.example")
    browser = browse(cast.rikke)
    before = digest()
    response = browser.htmx("POST", path_of(cast.a, row) + "?lang=en")
    assert response.status_code == 409
    assert "cannot be invited now" in response.text
    assert digest() == before


@pytest.mark.parametrize("end", ["", "/revocation"])
@pytest.mark.parametrize(("name", "status"), [("olga", 303), ("rikke", 303), ("alice", 403), ("erik", 404)])
def test_it_needs_the_account_and_the_right_to_manage_it(browse, cast, row, name, status, end):
    Invitation.send(row, cast.olga)
    browser = browse(getattr(cast, name))
    before = digest()
    assert browser.post(path_of(cast.a, row, end)).status_code == status
    assert (digest() == before) == (status != 303)


def test_an_archived_account_invites_nobody(browse, cast):
    row = cast.address("kaj@old.example")
    assert browse(cast.olga).post(path_of(cast.old, row)).status_code == 409


def test_the_row_tells_its_state_and_is_silent_while_nothing_changes(browse, cast, row):
    browser = browse(cast.alice)
    invitation = Invitation.send(row, cast.olga)
    fragment = browser.htmx("GET", path_of(cast.a, row) + "?lang=en").text
    version = fragment.split("version=")[1].split('"')[0]
    same = f"{path_of(cast.a, row)}?lang=en&version={version}"
    assert browser.htmx("GET", same).status_code == 204
    Outbox.update(state="sent", sent_at=invitation.created_at).execute()
    assert "sent" in browser.htmx("GET", same).text
    invitation.note_opened()
    assert "opened" in browser.htmx("GET", path_of(cast.a, row) + "?lang=en").text
    invitation.accept("hash")
    told = browser.htmx("GET", same).text
    assert "Active" in told
    assert "every" not in told.split("<hx-partial")[0]


def test_a_bounce_stands_at_the_address(browse, cast, row):
    Invitation.send(row, cast.olga)
    Outbox.update(state="failed", error="550 5.1.1 <x>").execute()
    fragment = browse(cast.alice).htmx("GET", path_of(cast.a, row) + "?lang=en").text
    assert "Mail failed" in fragment
    assert "550 5.1.1 &lt;x&gt;" in fragment


def test_the_history_tells_who_invited_whom(browse, cast, row):
    browse(cast.rikke).post(path_of(cast.a, row))
    event = Event.select().where(Event.kind == "invitation.sent").order_by(Event.id.desc()).get()
    assert (event.actor_id, event.subject_name) == (cast.rikke.id, "aase@a.example")


def test_access_elsewhere_makes_an_invitation_needless(browse, cast, row):
    give_access(row)
    assert browse(cast.rikke).htmx("POST", path_of(cast.a, row)).status_code == 409
