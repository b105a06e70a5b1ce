"""Codes beside the password, for those who want them."""

import pyotp
import pytest

from models.clients.portal_user import PortalUser
from tests.support.visiting import PASSWORD, enter, give_access


@pytest.fixture
def inside(client, cast):
    give_access(cast.address("aase@a.example"))
    return enter(client, "aase@a.example")


def secret_of(page: str) -> str:
    return page.split('name="secret" type="hidden" value="')[1].split('"')[0]


def test_it_is_turned_on_by_a_code_of_the_app_and_off_by_the_password(inside, browse):
    elsewhere = enter(browse(), "aase@a.example")
    secret = secret_of(inside.get("/portal/second-factor").text)
    code = pyotp.TOTP(secret).now()
    assert inside.post("/portal/second-factor", data={"secret": secret, "code": "1"}).status_code == 422
    assert not PortalUser.of("aase@a.example").protected
    assert inside.post("/portal/second-factor", data={"secret": secret, "code": code}).status_code == 303
    assert PortalUser.of("aase@a.example").protected
    assert not PortalUser.of("aase@a.example").takes_code(code)  # ASVS 6.5.1
    assert elsewhere.get("/portal").location == "/portal/sign-in"
    assert secret not in inside.get("/portal/second-factor").text
    assert inside.post("/portal/second-factor/deletion", data={"password": "forkert"}).status_code == 422
    assert PortalUser.of("aase@a.example").protected
    assert inside.post("/portal/second-factor/deletion", data={"password": PASSWORD}).status_code == 303
    assert not PortalUser.of("aase@a.example").protected


@pytest.mark.parametrize("secret", ["", "x", "a" * 32, "A" * 31, "A" * 1000, "'; DROP TABLE x"])
def test_a_secret_that_we_did_not_make_is_refused(inside, secret):
    assert inside.post("/portal/second-factor", data={"secret": secret, "code": "123456"}).status_code == 422
    assert not PortalUser.of("aase@a.example").protected


def test_what_is_not_there_is_taken_away_by_nothing(inside):
    assert (
        inside.post("/portal/second-factor/deletion", data={"password": "x"}).location
        == "/portal/second-factor"
    )


@pytest.mark.asvs("7.4.3")
def test_turning_it_off_ends_other_sessions_too(inside, browse):
    elsewhere = enter(browse(), "aase@a.example")
    PortalUser.of("aase@a.example").protect("A" * 32, None)
    assert inside.post("/portal/second-factor/deletion", data={"password": PASSWORD}).status_code == 303
    assert inside.get("/portal").status_code == 303
    assert elsewhere.get("/portal").location == "/portal/sign-in"


@pytest.mark.asvs("6.3.1")
def test_the_password_cannot_be_guessed_here(inside):
    PortalUser.of("aase@a.example").protect("A" * 32, None)
    wrong = {"password": "forkert"}
    statuses = [inside.post("/portal/second-factor/deletion", data=wrong).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert inside.post("/portal/second-factor/deletion", data={"password": PASSWORD}).status_code == 429
    assert PortalUser.of("aase@a.example").protected
