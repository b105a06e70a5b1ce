"""The outbox: seen by those who have the account, changed by those who manage it."""

from datetime import timedelta

import pytest
import time_machine

from models.clock import now
from models.invitation import Invitation
from models.outbox import Outbox
from tests.digest import digest


@pytest.fixture
def mail(cast):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    return Invitation.send(row, cast.olga).mail


def refused(mail, reason="550 no such user"):
    with time_machine.travel(now() + timedelta(seconds=61)):
        Outbox.next_due().failed(reason)


def test_it_tells_that_there_is_no_mail_server(browse, cast, mail):
    page = browse(cast.olga).get("/outbox?lang=en").text
    assert "No mail server is set up" in page
    assert "aase@a.example" in page


def test_it_is_filtered_by_state(browse, cast, mail):
    browser = browse(cast.olga)
    assert "aase@a.example" in browser.get("/outbox?state=waiting").text
    assert "aase@a.example" not in browser.get("/outbox?state=failed").text
    assert "aase@a.example" in browser.get("/outbox?state=nonsense").text


def test_it_pages_by_key(browse, cast, mail):
    for number in range(60):
        Outbox.put("invitation", number, cast.a.id, f"nr{number}@a.example")
    first = browse(cast.olga).get("/outbox").text
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "nr59@" in first
    assert "nr0@a" in browse(cast.olga).get(following).text


@pytest.mark.parametrize(("name", "sees"), [("olga", True), ("alice", True), ("bob", False), ("nils", False)])
def test_lines_of_other_accounts_are_not_there(browse, cast, mail, name, sees):
    assert ("aase@a.example" in browse(getattr(cast, name)).get("/outbox").text) == sees


def test_a_reset_stands_on_no_page(browse, cast):
    Outbox.put("password_reset", 1, None, "aase@a.example")
    assert "aase@a.example" not in browse(cast.olga).get("/outbox").text


@pytest.mark.parametrize(("name", "status"), [("olga", 303), ("rikke", 303), ("alice", 403), ("erik", 404)])
def test_cancelling_needs_the_account_and_the_right_to_manage_it(browse, cast, mail, name, status):
    browser = browse(getattr(cast, name))
    before = digest()
    assert browser.post(f"/outbox/{mail.id}/cancellation").status_code == status
    assert (digest() == before) == (status != 303)
    assert (Outbox.get_by_id(mail.id).state == "cancelled") == (status == 303)


def test_cancelling_an_invitation_is_not_having_invited(browse, cast, mail):
    fragment = browse(cast.rikke).htmx("POST", f"/outbox/{mail.id}/cancellation?lang=en").text
    assert "Nothing was sent." in fragment
    assert fragment.startswith(f'<li id="outbox-{mail.id}">')
    assert cast.address("aase@a.example").login_state == "not_invited"
    again = browse(cast.rikke).htmx("POST", f"/outbox/{mail.id}/cancellation?lang=en").text
    assert "Too late to cancel" in again


def test_what_failed_says_why_and_is_tried_again(browse, cast, mail):
    refused(mail)
    browser = browse(cast.rikke)
    assert "550 no such user" in browser.get("/outbox?lang=en").text
    assert "550 no such user" in browser.get(f"/accounts/{cast.a.id}/info").text
    assert browser.post(f"/outbox/{mail.id}/attempts").status_code == 303
    assert Outbox.get_by_id(mail.id).state == "waiting"
    assert "has not failed" in browser.htmx("POST", f"/outbox/{mail.id}/attempts?lang=en").text


def test_what_a_server_says_is_escaped(browse, cast, mail):
    refused(mail, "550 <script>alert(1)</script>")
    assert "<script>alert" not in browse(cast.rikke).get("/outbox").text


def test_the_account_shows_what_waits(browse, cast, mail):
    fragment = browse(cast.alice).get(f"/accounts/{cast.a.id}/outbox").text
    assert "aase@a.example" in fragment
    assert "aase@a.example" not in browse(cast.olga).get(f"/accounts/{cast.b.id}/outbox").text
    Outbox.update(state="sent").execute()
    assert "aase@a.example" not in browse(cast.alice).get(f"/accounts/{cast.a.id}/outbox").text
