"""Accepting an invitation of staff: one's own password, and words for every way in which the link is dead."""

import re
from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.outgoing.outbox import Outbox
from models.processes.offboarding import deactivate
from models.staff.sign_in import SignIn
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest

PASSWORD = "min egen lange sætning"


@pytest.fixture
def invitation(cast):
    return StaffInvitation.send(
        cast.adam, name="Ny Kollega", email="ny@firma.example", role="employee", rights=["manage_tags"]
    )


def told(response, number: int) -> str:
    """A body without what differs at every request, and without the number of the invitation."""
    return re.sub(rf'nonce="[^"]*"|/staff-invitations/{number}', "", response.text)


def path_of(invitation) -> str:
    return f"/staff-invitations/{invitation.id}"


def opened(browser, invitation, **asked):
    return browser.get(path_of(invitation), query_string={"token": invitation.token, "lang": "en"} | asked)


def accept(browser, invitation, password=PASSWORD, **fields):
    return browser.post(path_of(invitation), data={"token": invitation.token, "password": password} | fields)


def test_the_link_is_opened_and_that_is_kept(client, invitation):
    page = opened(client, invitation)
    assert page.status_code == 200
    assert "choose a password for ny@firma.example" in page.text
    assert StaffInvitation.get_by_id(invitation.id).opened_at


def test_it_speaks_the_language_of_the_inviter_or_the_firm(client, invitation, cast):
    path, english = path_of(invitation), {"Accept-Language": "en"}
    asked = {"token": invitation.token}
    assert '<html lang="da"' in client.get(path, query_string=asked, headers=english).text
    User.update(language="en").where(User.id == cast.adam.id).execute()
    assert '<html lang="en"' in client.get(path, query_string=asked).text


def test_accepting_lets_in_with_the_role_and_rights_of_the_invitation(client, browse, invitation):
    assert accept(client, invitation, role="owner", rights="export_data", email="x@y.example").location == "/"
    assert client.get("/me").status_code == 204
    assert client.get("/settings/tags").status_code == 200
    assert client.get("/settings/team").status_code == 403
    user = User.get(User.email == "ny@firma.example")
    assert (user.role, user.rights()) == ("employee", {"manage_tags"})
    door = browse().post("/sign-in", data={"email": "ny@firma.example", "password": PASSWORD})
    assert door.status_code == 303


@pytest.mark.parametrize("password", ["", "for kort", "x" * 257, "aaaaaaaaaaaaaaa", "password12345"])
def test_a_password_that_anybody_guesses_is_refused_and_nothing_written(client, invitation, password):
    before = digest()
    response = accept(client, invitation, password)
    assert response.status_code == 422
    assert "field-error" in response.text
    assert digest() == before


def test_who_is_signed_in_as_somebody_else_is_told_and_stays_who_they_are(browse, cast, invitation):
    browser = browse(cast.nils)
    page = opened(browser, invitation).text
    assert "You are signed in as Nils Juhl" in page
    assert 'name="password"' not in page
    before = digest()
    assert accept(browser, invitation).status_code == 409
    assert digest() == before
    assert SignIn.select().count() == 1


def mailed(invitation):
    """The mail with the link has left."""
    Outbox.update(state="sending").where(Outbox.subject_id == invitation.id).execute()
    Outbox.get(Outbox.subject_id == invitation.id, Outbox.state == "sending").succeeded()


DEAD = {
    "revoked": lambda cast, each: each.withdraw(cast.adam),
    "sent again": lambda cast, each: mailed(each.send_again(cast.adam)),
    "the inviter has left": lambda cast, each: deactivate(cast.adam, cast.nils, cast.olga),
    "staff by now": lambda cast, each: User.hire(None, "Ny", "ny@firma.example", "employee", "x" * 12),
}


@pytest.mark.parametrize("how", DEAD)
def test_a_dead_link_says_so_and_opens_nothing_also_from_a_page_that_was_open(client, cast, invitation, how):
    opened(client, invitation)
    DEAD[how](cast, invitation)
    assert "This link no longer works" in opened(client, invitation).text
    before = digest()
    assert accept(client, invitation).status_code == 410
    assert digest() == before


def test_used_it_says_so(client, browse, invitation):
    accept(client, invitation)
    assert "This invitation has been used" in opened(browse(), invitation).text


def test_after_fourteen_days_it_says_whom_to_ask(client, invitation):
    with time_machine.travel(now() + timedelta(days=15)):
        page = opened(client, invitation)
        assert (page.status_code, "Adam Birk can send it again" in page.text) == (410, True)
        before = digest()
        assert accept(client, invitation).status_code == 410
        assert digest() == before


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "æøå"])
def test_another_token_tells_nothing(client, invitation, token):
    foreign = client.get(path_of(invitation), query_string={"token": token, "lang": "en"})
    nobodys = client.get("/staff-invitations/987654", query_string={"token": token, "lang": "en"})
    assert foreign.status_code == nobodys.status_code == 404
    assert "ny@firma.example" not in foreign.text
    assert told(foreign, invitation.id) == told(nobodys, 987_654)
    before = digest()
    assert client.post(path_of(invitation), data={"token": token, "password": PASSWORD}).status_code == 404
    assert digest() == before
