"""T04, FreeScout CVE-2026-27637: tokens could be worked out from what anybody knows (ASVS 7.2.3, 11.5.1)."""

from base64 import urlsafe_b64decode

import pytest

from models.base import tokens
from models.base.clock import now
from models.clients.portal_user import PortalSession, PortalUser
from models.sign_in.password_reset import StaffPasswordReset
from models.staff.sign_in import SignIn
from tests.conftest import SECRET_KEY
from tests.support.digest import digest
from tests.support.visiting import give_access
from tests.test_conventions_requests import kept_document


def bits(token: str) -> int:
    return len(urlsafe_b64decode(token + "=" * (-len(token) % 4))) * 8


@pytest.mark.asvs("7.2.3", "11.5.1")
def test_tokens_of_sessions_have_256_bits_and_never_come_twice(cast):
    give_access(cast.address("aase@a.example"))
    made = [SignIn.start(cast.nils) for _ in range(20)]
    made += [PortalSession.start(PortalUser.get()) for _ in range(20)]
    assert len(set(made)) == 40
    assert {bits(each) for each in made} == {256}


@pytest.mark.asvs("7.2.3")
def test_what_the_database_holds_is_no_token(browse, cast):
    SignIn.start(cast.nils)
    browser = browse()
    with browser.session_transaction() as session:
        session["_user_id"] = SignIn.get().token_hash
    assert browser.get("/me").status_code == 401


@pytest.mark.asvs("11.5.1", "6.4.1")
def test_links_in_mails_have_256_bits_that_need_the_installations_key(cast):
    StaffPasswordReset.ask("nils@firma.example")
    reset = StaffPasswordReset.get()
    assert bits(reset.token) == 256
    tokens.configure("another key")
    try:
        assert reset.by_token(reset.id, reset.token) is not None
        guessed = reset.token
    finally:
        tokens.configure(SECRET_KEY)
    assert reset.by_token(reset.id, guessed) is None


@pytest.mark.parametrize("number", [0, 1, 2, 999, 2**31, 2**70])
def test_numbers_alone_open_nothing(client, cast, number):
    StaffPasswordReset.ask("nils@firma.example")
    before = digest()
    for data in ({}, {"token": ""}, {"token": str(number)}, {"token": str(now())}):
        answer = client.post(f"/password-resets/{number}", data=data | {"password": "en lang ny sætning"})
        assert answer.status_code == 410
    assert digest() == before


def test_a_file_needs_a_session_whatever_its_address(client, cast, app):
    document = kept_document(cast.a)
    for path in (
        f"/accounts/{cast.a.id}/documents/{document.id}",
        f"/portal/accounts/{cast.a.id}/documents/{document.id}",
    ):
        answer = client.get(path)
        assert (answer.status_code, b"Hej" in answer.data) == (303, False)
    assert client.get(f"/static/{document.file}").status_code == 404
