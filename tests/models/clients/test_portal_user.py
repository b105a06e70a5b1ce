"""Signing in to the portal: passwords, sessions, second factors and patience."""

from datetime import timedelta

import pyotp
import pytest
import time_machine

from models.base.clock import now
from models.base.password import hash_password
from models.clients.portal_user import PortalSession, PortalUser
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.sign_in.password_reset import PasswordReset
from tests.support.cast import PASSWORD


@pytest.fixture
def user(cast):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    Invitation.send(row, cast.olga).accept(hash_password(PASSWORD))
    return PortalUser.of("aase@a.example")


def test_the_right_password_and_no_other(user):
    assert PortalUser.with_password(" AASE@a.example", PASSWORD) == user
    assert PortalUser.with_password("aase@a.example", PASSWORD + " ") is None
    assert PortalUser.with_password("nobody@a.example", PASSWORD) is None


def test_a_new_password_ends_open_sessions(user):
    token = PortalSession.start(user)
    assert PortalSession.find(token)
    user.change_password(hash_password("en helt anden sætning"), None)
    assert PortalSession.find(token) is None


@pytest.mark.parametrize("span", [timedelta(days=31), timedelta(minutes=31)])
def test_sessions_end_of_age_and_of_idleness(user, span):
    token = PortalSession.start(user)
    with time_machine.travel(now() + span):
        assert PortalSession.find(token) is None


def test_a_code_is_taken_once(user):
    secret = pyotp.random_base32()
    user.protect(secret, None)
    code = pyotp.TOTP(secret).now()
    assert secret not in repr(PortalUser.of("aase@a.example").__data__)
    assert PortalUser.of("aase@a.example").takes_code(f"{code[:3]} {code[3:]}")
    assert not PortalUser.of("aase@a.example").takes_code(code)
    assert not PortalUser.of("aase@a.example").takes_code("000000" if code != "000000" else "111111")


class TestReset:
    def test_it_is_mailed_at_once_and_stands_on_no_page(self, user):
        PasswordReset.ask("aase@A.example")
        assert Outbox.next_due().kind == "password_reset"

    def test_nobody_is_mailed_for_an_unknown_address(self, user):
        PasswordReset.ask("nobody@a.example")
        assert not Outbox.next_due().subject.still_wanted
        assert not PasswordReset.get().open

    def test_three_at_a_time_are_enough(self, user):
        for _ in range(8):
            PasswordReset.ask("aase@a.example")
        assert [each.open for each in PasswordReset.select()] == [True] * 3

    def test_it_works_once_and_for_an_hour(self, user):
        PasswordReset.ask("aase@a.example")
        reset = PasswordReset.get()
        assert PasswordReset.by_token(reset.id, reset.token) == reset
        assert PasswordReset.by_token(reset.id, reset.token[:-1]) is None
        with time_machine.travel(now() + timedelta(minutes=61)):
            assert reset.use("hash") is None
        assert reset.use(hash_password("en ny lang sætning")) == user
        assert reset.use("hash") is None
        assert PortalUser.with_password("aase@a.example", "en ny lang sætning")

    def test_the_first_use_kills_the_others(self, user):
        PasswordReset.ask("aase@a.example")
        PasswordReset.ask("aase@a.example")
        first, second = PasswordReset.select().order_by(PasswordReset.id)
        assert first.use("hash") == user
        assert second.use("another hash") is None

    def test_a_password_set_otherwise_kills_them(self, user):
        PasswordReset.ask("aase@a.example")
        user.change_password("hash", None)
        assert not PasswordReset.get().open
