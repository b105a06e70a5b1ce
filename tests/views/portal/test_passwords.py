"""Forgotten passwords."""

import pytest

from models.clients.portal_user import PortalSession, PortalUser
from models.outgoing.outbox import Outbox
from models.sign_in.password_reset import PasswordReset
from tests.support.digest import digest
from tests.support.visiting import enter, give_access

NEW = "en ny og meget lang sætning"


@pytest.fixture
def reset(cast):
    give_access(cast.address("aase@a.example"))
    PasswordReset.ask("aase@a.example")
    return PasswordReset.get()


def path_of(reset) -> str:
    return f"/portal/password-resets/{reset.id}"


def test_asking_answers_alike_for_known_and_unknown(client, cast):
    give_access(cast.address("aase@a.example"))
    known = client.post("/portal/password", data={"email": "aase@a.example"})
    unknown = client.post("/portal/password", data={"email": "nobody@a.example"})
    assert known.text.replace("aase@", "nobody@").split("</head>")[1] == unknown.text.split("</head>")[1]
    assert known.status_code == unknown.status_code == 200
    asked = Outbox.select().where(Outbox.kind == "password_reset")
    assert [each.email for each in asked if each.subject.still_wanted] == ["aase@a.example"]


@pytest.mark.parametrize("email", ["", "x", "a@b\r\nBcc: all@firma.example", "x" * 300])
def test_what_is_no_address_is_refused(client, email):
    before = digest()
    assert client.post("/portal/password", data={"email": email}).status_code == 422
    assert digest() == before


def test_the_link_sets_a_new_password_and_ends_other_sessions(client, browse, reset, cast):
    elsewhere = enter(browse(), "aase@a.example")
    assert client.get(path_of(reset), query_string={"token": reset.token}).status_code == 200
    assert client.post(path_of(reset), data={"token": reset.token, "password": NEW}).location == "/portal"
    assert PortalUser.with_password("aase@a.example", NEW)
    assert elsewhere.get("/portal").location == "/portal/sign-in"
    assert client.get("/portal").status_code == 303
    again = browse().post(path_of(reset), data={"token": reset.token, "password": NEW + "x"})
    assert again.status_code == 410


@pytest.mark.parametrize("token", ["", "x", "A" * 43])
def test_another_token_changes_nothing(client, reset, token):
    before = digest()
    assert client.get(path_of(reset), query_string={"token": token}).status_code == 410
    assert client.post(path_of(reset), data={"token": token, "password": NEW}).status_code == 410
    assert digest() == before


def test_an_invitations_token_is_no_reset(client, reset, cast):
    from models.portal.invitation import Invitation

    bent = cast.address("bent@b.example")
    bent.turn("login", True, cast.olga)
    token = Invitation.send(bent, cast.olga).token
    assert client.post(path_of(reset), data={"token": token, "password": NEW}).status_code == 410


def test_a_second_factor_is_still_asked_for(client, reset):
    PortalUser.of("aase@a.example").protect("A" * 32, None)
    response = client.post(path_of(reset), data={"token": reset.token, "password": NEW})
    assert response.location == "/portal/sign-in"
    assert not PortalSession.select().exists()
