"""Accepting an invitation: attack T01 of the reliability page, and the words for every way in which a link is dead."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.clients.portal_user import PortalSession, PortalUser
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from tests.support.digest import digest
from tests.support.mailbox import all_leave
from tests.support.visiting import PASSWORD, enter, give_access, second_owner_of


@pytest.fixture
def invitation(cast):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    return Invitation.send(row, cast.olga, "Velkommen til {{7*7}}")


def path_of(invitation) -> str:
    return f"/portal/invitations/{invitation.id}"


def opened(client, invitation):
    return client.get(path_of(invitation), query_string={"token": invitation.token, "lang": "en"})


def accept(client, invitation, password=PASSWORD, **fields):
    return client.post(path_of(invitation), data={"token": invitation.token, "password": password} | fields)


def test_the_link_is_opened_and_that_is_kept(client, invitation):
    page = opened(client, invitation)
    assert page.status_code == 200
    assert "Choose a password for aase@a.example" in page.text
    assert Invitation.get_by_id(invitation.id).opened_at
    assert Invitation.get_by_id(invitation.id).state == "open"


def test_it_speaks_the_language_of_the_contact(client, invitation, cast):
    page = client.get(
        path_of(invitation), query_string={"token": invitation.token}, headers={"Accept-Language": "en"}
    )
    assert '<html lang="da"' in page.text


def test_accepting_sets_the_password_and_lets_in(client, invitation, cast):
    assert accept(client, invitation).location == "/portal"
    assert client.get(f"/portal/accounts/{cast.a.id}/documents").status_code == 200
    assert PortalUser.with_password("aase@a.example", PASSWORD)
    assert Event.select().where(Event.kind == "portal_login.created").count() == 1


@pytest.mark.parametrize(
    "password",
    ["", "for kort", "x" * 257, "aaaaaaaaaaaaaaa", "password12345", "123456789012", "Kodeord2026!!"],
)
def test_a_password_that_anybody_guesses_is_refused_and_nothing_written(client, invitation, password):
    before = digest()
    assert accept(client, invitation, password).status_code == 422
    assert digest() == before


def test_used_again_it_says_so(client, browse, invitation):
    accept(client, invitation)
    before = digest()
    again = accept(browse(), invitation, "en helt anden lang sætning")
    assert again.status_code == 410
    assert digest() == before
    assert "This invitation has been used" in opened(browse(), invitation).text


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "æøå"])
def test_another_token_opens_nothing_and_tells_nothing(client, invitation, token):
    before = digest()
    shown = client.get(path_of(invitation), query_string={"token": token})
    posted = client.post(path_of(invitation), data={"token": token, "password": PASSWORD})
    renewed = client.post(f"{path_of(invitation)}/renewals", data={"token": token})
    assert {shown.status_code, posted.status_code, renewed.status_code} == {404}
    assert "aase@a.example" not in shown.text + posted.text + renewed.text
    nobodys = client.get("/portal/invitations/987654", query_string={"token": token})
    assert nobodys.status_code == 404
    assert digest() == before


def test_a_token_of_another_invitation_opens_nothing(client, invitation, cast):
    bent = cast.address("bent@b.example")
    bent.turn("login", True, cast.olga)
    other = Invitation.send(bent, cast.olga)
    assert (
        client.post(path_of(invitation), data={"token": other.token, "password": PASSWORD}).status_code == 404
    )


@pytest.mark.parametrize("end", ["login", "unlink"])
def test_a_link_that_a_slip_has_ended_opens_again_after_undo(client, browse, invitation, cast, end):
    all_leave()
    row, staff = invitation.linked_address, browse(cast.rikke)
    with transaction() as action:
        if end == "login":
            row.turn("login", False, cast.rikke)
        else:
            row.link.remove(cast.rikke)
    assert opened(client, invitation).status_code in (404, 410)
    staff.post(f"/accounts/{cast.a.id}/actions/{action}/reversal")
    assert opened(client, invitation).status_code == 200
    assert accept(client, invitation).location == "/portal"


@pytest.mark.parametrize("end", ["revoke", "login", "unlink", "archive", "again"])
def test_a_link_that_was_ended_is_dead_also_in_a_page_that_is_open(client, invitation, cast, end):
    opened(client, invitation)
    row = invitation.linked_address
    match end:
        case "revoke":
            invitation.revoke(cast.olga)
        case "login":
            row.turn("login", False, cast.olga)
        case "unlink":
            row.link.remove(cast.olga)
        case "archive":
            cast.a.archive(cast.olga)
        case "again":
            Invitation.send(row, cast.olga)
            all_leave()
    before = digest()
    assert accept(client, invitation).status_code in (404, 410)
    assert digest() == before


def test_expired_it_offers_a_new_one_to_the_same_address(client, invitation, cast):
    with time_machine.travel(now() + timedelta(days=15)):
        page = opened(client, invitation)
        assert page.status_code == 410
        assert "The invitation has expired" in page.text
        assert accept(client, invitation).status_code == 410
        renewals = f"{path_of(invitation)}/renewals"
        sent = client.post(renewals, data={"token": invitation.token, "email": "thief@evil.example"})
        assert sent.status_code == 200
        waiting = Outbox.select().where(Outbox.state == "waiting")
        assert [(each.email, each.seconds_left) for each in waiting] == [("aase@a.example", 0)]
        newest = Invitation.select().order_by(Invitation.id.desc()).get()
        assert accept(client, newest).location == "/portal"
        assert client.post(renewals, data={"token": invitation.token}).status_code == 410


def test_somebody_else_in_this_browser_is_told_and_then_is_the_new_one(client, invitation, cast):
    give_access(cast.address("anna@a.example"))
    enter(client, "anna@a.example")
    assert "You are signed in as anna@a.example." in opened(client, invitation).text
    accept(client, invitation)
    assert PortalSession.select().count() == 1
    assert PortalSession.get().portal_user.email == "aase@a.example"


def test_who_has_a_sign_in_needs_no_invitation_elsewhere(client, invitation, cast):
    accept(client, invitation)
    link_contact(cast.b, cast.address("aase@a.example").link.contact, cast.olga)
    on_b = next(each for each in LinkedAddress.on(cast.b) if each.address.email == "aase@a.example")
    on_b.turn("login", True, cast.olga)
    page = client.get("/portal")
    assert cast.a.name in page.text
    assert cast.b.name in page.text


def test_who_has_a_second_factor_still_needs_it(client, browse, invitation, cast):
    second_owner_of(invitation.linked_address.address, cast.address("anna@a.example"))
    shared = next(row for row in LinkedAddress.on(cast.a) if row.address.position == 9)
    accept(client, invitation)
    PortalUser.of("aase@a.example").protect("A" * 32, None)
    shared.turn("login", True, cast.olga)
    PortalSession.delete().execute()
    assert accept(browse(), Invitation.send(shared, cast.olga)).location == "/portal/sign-in"
    assert not PortalSession.select().exists()
