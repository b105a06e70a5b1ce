"""The outbox: seen by those who have the account, changed by those who manage it."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.sign_in.password_reset import StaffPasswordReset
from models.sign_in.security_notice import SecurityNotice
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest


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


# Mail to staff: who may see it, and what they may do with it.


@pytest.fixture
def staff_mail(cast):
    """What waits, by what it is and whom it is about."""
    StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="employee")
    StaffInvitation.send(cast.olga, name="To", email="admin2@firma.example", role="admin")
    for name in ("alice", "adam", "olga"):
        StaffPasswordReset.ask(getattr(cast, name).email)
        SecurityNotice.send(getattr(cast, name), "app_added")
    StaffPasswordReset.ask("stranger@elsewhere.example")
    Outbox.put(
        "broken_glass",
        Event.log("access.broke_glass", cast.alice, "Kro", reason="x").id,
        email="olga@firma.example",
    )
    return {
        (row.kind, row.email.partition("@")[0]): row
        for row in Outbox.select().where(Outbox.account_id.is_null())
    }


SEEN = {
    "olga": {
        *[("staff_invitation", who) for who in ("ny", "admin2")],
        *[
            (kind, who)
            for kind in ("staff_password_reset", "security_notice")
            for who in ("alice", "adam", "olga")
        ],
        ("broken_glass", "olga"),
    },
    "adam": {("staff_invitation", "ny"), ("staff_password_reset", "alice"), ("security_notice", "alice")},
    **{name: set() for name in ("alice", "mona", "vera", "nils")},
}


@pytest.mark.parametrize("name", SEEN)
def test_mail_to_staff_is_shown_to_who_manages_them(browse, cast, staff_mail, name):
    page = browse(getattr(cast, name)).get("/outbox").text
    assert {key for key, row in staff_mail.items() if f'id="outbox-{row.id}"' in page} == SEEN[name]
    assert "stranger@" not in page
    for row in staff_mail.values():
        assert row.kind == "broken_glass" or row.kind == "security_notice" or row.subject.token not in page


@pytest.mark.parametrize("name", SEEN)
def test_what_is_not_shown_is_neither_cancelled_nor_tried_again(browse, cast, staff_mail, name):
    browser, before = browse(getattr(cast, name)), digest()
    for key, row in staff_mail.items():
        if key not in SEEN[name]:
            for deed in ("cancellation", "attempts"):
                assert browser.post(f"/outbox/{row.id}/{deed}").status_code in (403, 404)
    assert digest() == before


def test_a_cancelled_mail_to_staff_is_told_in_the_log_and_its_link_is_dead(browse, cast, staff_mail):
    browser = browse(cast.adam)
    for key in SEEN["adam"]:
        assert browser.post(f"/outbox/{staff_mail[key].id}/cancellation").status_code == 303
        assert Outbox.get_by_id(staff_mail[key].id).state == "cancelled"
    told = Event.select().where(Event.kind == "staff_mail.cancelled")
    assert {(row.details["mail"], row.actor_id) for row in told} == {
        (kind, cast.adam.id) for kind, _ in SEEN["adam"]
    }
    assert StaffInvitation.get(email="ny@firma.example").state == "revoked"
    assert not StaffPasswordReset.get(email="alice@firma.example").open


def test_who_asks_again_after_that_is_written_to(cast, staff_mail):
    for _ in range(3):
        StaffPasswordReset.ask("alice@firma.example")
    mine = Outbox.select().where(Outbox.kind == "staff_password_reset", Outbox.email == "alice@firma.example")
    for row in mine:
        row.cancel(cast.olga)
    StaffPasswordReset.ask("alice@firma.example")
    assert mine.where(Outbox.state == "waiting").count() == 1


@pytest.mark.parametrize("key", [("security_notice", "olga"), ("broken_glass", "olga")])
def test_nobody_hides_a_warning(browse, cast, staff_mail, key):
    """Whoever has stolen a sign-in could: word of what was done to it, and of a client that was opened, goes out."""
    browser, before = browse(cast.olga), digest()
    row = staff_mail[key]
    assert f'id="outbox-{row.id}-cancel"' not in browser.get("/outbox").text
    assert browser.post(f"/outbox/{row.id}/cancellation").status_code == 403
    assert digest() == before


def test_mail_to_staff_that_failed_says_why_and_is_tried_again(browse, cast):
    SecurityNotice.send(cast.alice, "app_added")
    mail = Outbox.get(kind="security_notice")
    Outbox.next_due().failed("550 no such user")
    browser = browse(cast.adam)
    assert "550 no such user" in browser.get("/outbox?state=failed").text
    assert "being sent again" in browser.htmx("POST", f"/outbox/{mail.id}/attempts?lang=en").text
    assert Outbox.get_by_id(mail.id).state == "waiting"


def test_mail_to_staff_pages_with_the_rest(browse, cast, mail):
    for _ in range(60):
        SecurityNotice.send(cast.alice, "app_added")
    first = browse(cast.olga).get("/outbox").text
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "aase@a.example" not in first
    assert "aase@a.example" in browse(cast.olga).get(following).text
