"""T12: an address passed to another person, and the former holder's password opened what was the newcomer's; an older
invitation took a new password for a sign-in that existed.
"""

import pytest

from models.clients.addresses import correct_address
from models.clients.contact import Contact
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.clients.portal_user import PortalUser
from models.portal.invitation import Invitation
from tests.support.digest import digest
from tests.support.visiting import PASSWORD, enter, give_access

AASE = "aase@a.example"
THEIRS = "en anden persons lange sætning"


def sign_in(client, password=PASSWORD):
    return client.post("/portal/sign-in", data={"email": AASE, "password": password})


def accept(client, invitation, password):
    data = {"token": invitation.token, "password": password}
    return client.post(f"/portal/invitations/{invitation.id}", data=data)


def show(client, invitation):
    query = {"token": invitation.token, "lang": "en"}
    return client.get(f"/portal/invitations/{invitation.id}", query_string=query)


@pytest.fixture
def former(cast) -> LinkedAddress:
    return give_access(cast.address(AASE))


@pytest.fixture
def newcomer(cast) -> LinkedAddress:
    """On B, where LOGIN is on."""
    person = Contact.meet(cast.erik, first_name="Ny", emails=[AASE])
    row = link_contact(cast.b, person, cast.erik).linked_addresses.get()
    row.turn("login", True, cast.erik)
    return LinkedAddress.get_by_id(row.id)


@pytest.mark.parametrize("how", ["corrected", "unlinked", "archived"])
def test_the_former_password_and_session_open_nothing(browse, cast, former, newcomer, how):
    session = enter(browse(), AASE)
    match how:
        case "corrected":
            correct_address(former.address, "aase@nyt.example", cast.rikke)
        case "unlinked":
            unlink(former.link, cast.rikke)
        case "archived":
            cast.a.archive(cast.olga)
    assert session.get("/portal").status_code == 303
    assert sign_in(browse()).status_code == 403
    invitation = Invitation.send(newcomer, cast.erik)
    assert "Choose a password" in show(browse(), invitation).text
    assert accept(browse(), invitation, THEIRS).location == "/portal"
    assert sign_in(browse()).status_code == 422
    browser = browse()
    assert sign_in(browser, THEIRS).location == "/portal"
    assert browser.get(f"/portal/accounts/{cast.a.id}/documents").status_code == 404
    assert browser.get(f"/portal/accounts/{cast.b.id}/documents").status_code == 200


def test_a_page_that_was_open_before_sets_no_password_any_more(browse, cast, newcomer):
    """The newcomer's page asked for a new password; meanwhile the other person came in with one."""
    invitation = Invitation.send(newcomer, cast.erik)
    page = browse()
    assert "Choose a password" in show(page, invitation).text
    give_access(cast.address(AASE))
    before = digest()
    assert accept(page, invitation, THEIRS).status_code == 422  # it is taken for the password that exists
    assert PortalUser.with_password(AASE, PASSWORD)
    assert not PortalUser.with_password(AASE, THEIRS)
    assert digest() != before  # the wrong try is counted
    assert accept(browse(), invitation, PASSWORD).location == "/portal"


@pytest.mark.parametrize("password", [THEIRS, PASSWORD])
def test_an_older_invitation_of_the_same_person_sets_nothing(browse, cast, password):
    row = cast.address(AASE)
    link_contact(cast.b, row.link.contact, cast.olga)
    rows = [each for each in LinkedAddress.on_accounts([cast.a.id, cast.b.id]) if each.address.email == AASE]
    for each in rows:
        each.turn("login", True, cast.olga)
    first, second = [Invitation.send(each, cast.olga) for each in rows]
    assert accept(browse(), first, PASSWORD).location == "/portal"
    page = browse()
    before = digest()
    assert "This invitation has been used" in show(page, second).text
    assert accept(page, second, password).status_code == 410
    assert digest() == before
    browser = browse()
    assert sign_in(browser).location == "/portal"
    for account in (cast.a, cast.b):
        assert browser.get(f"/portal/accounts/{account.id}/documents").status_code == 200


def test_the_password_that_exists_is_not_guessed_for_long_by_an_invitation(browse, cast, former, newcomer):
    invitation = Invitation.send(newcomer, cast.erik)
    assert "already has a password here" in show(browse(), invitation).text
    for _ in range(10):
        assert accept(browse(), invitation, THEIRS).status_code == 422
    assert accept(browse(), invitation, PASSWORD).status_code == 429
    assert Invitation.get_by_id(invitation.id).state == "open"
