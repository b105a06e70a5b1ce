"""T02, vulnerability-lookup CVE-2026-73431: a signed link could be used again and again (ASVS 6.4.1)."""

from datetime import timedelta

import pytest
import time_machine

from models.clock import now
from models.outbox import Outbox
from models.password_reset import PasswordReset, StaffPasswordReset
from models.sign_in import SignIn
from models.user import User
from tests.cast import PASSWORD
from tests.digest import digest
from tests.two_at_once import at_once
from tests.visiting import give_access

NEW = "en ny og meget lang sætning"
DOORS = {"": (StaffPasswordReset, "nils@firma.example"), "/portal": (PasswordReset, "aase@a.example")}


@pytest.fixture(params=DOORS)
def ask(request, cast):
    """ask(): a new link as (path, token), at each of the doors."""
    give_access(cast.address("aase@a.example"))
    kind, email = DOORS[request.param]

    def ask():
        kind.ask(email)
        reset = kind.select().order_by(kind.id.desc()).get()
        return f"{request.param}/password-resets/{reset.id}", reset.token

    return ask


def use(browser, link, password=NEW):
    path, token = link
    return browser.post(path, data={"token": token, "password": password}).status_code


@pytest.mark.asvs("6.4.1")
def test_a_used_link_is_dead(browse, ask):
    link = ask()
    assert use(browse(), link) == 303
    browser, before = browse(), digest()
    assert use(browser, link, "en tredje meget lang sætning") == 410
    assert browser.get(link[0], query_string={"token": link[1]}).status_code == 410
    assert digest() == before


@pytest.mark.asvs("6.4.1")
def test_a_newer_link_kills_the_older(browse, ask):
    older, newer = ask(), ask()
    before = digest()
    assert use(browse(), older) == 410
    assert digest() == before
    assert use(browse(), newer) == 303


@pytest.mark.asvs("6.4.1")
def test_after_an_hour_it_is_dead(browse, ask):
    link = ask()
    before = digest()
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert use(browse(), link) == 410
    assert digest() == before


@pytest.mark.asvs("6.4.1", "15.4.2")
def test_many_at_the_same_moment_are_one(browse, ask):
    link = ask()
    browsers = [browse() for _ in range(8)]
    for browser in browsers:
        browser.watches_writes = False
    statuses = at_once(*(lambda browser=browser: use(browser, link) for browser in browsers), expected=())
    assert sorted(statuses) == [303] + [410] * 7


def test_nothing_that_is_stored_opens_a_door(ask, cast):
    _, token = ask()
    for model in (StaffPasswordReset, PasswordReset, Outbox):
        assert token not in repr(list(model.select().dicts()))


@pytest.mark.parametrize("change", ["password", "email", "dismissal", "appointment"])
def test_a_change_of_the_person_kills_the_link_of_staff(browse, cast, change):
    StaffPasswordReset.ask("nils@firma.example")
    reset = StaffPasswordReset.get()
    nils = cast.nils
    match change:
        case "password":
            nils.change_password("hash", nils)
        case "email":
            nils.change_email("andet@firma.example", nils)
        case "dismissal":
            nils.amend(cast.olga, "deactivated", deactivated_at=now())
        case "appointment":
            nils.amend(cast.olga, "role_changed", role="admin")
    before = digest()
    assert use(browse(), (f"/password-resets/{reset.id}", reset.token)) == 410
    assert digest() == before
    assert not SignIn.select().exists()


def test_a_link_is_one_persons(browse, cast):
    """The token of one request opens no other's."""
    StaffPasswordReset.ask("nils@firma.example")
    StaffPasswordReset.ask("olga@firma.example")
    nils, olga = StaffPasswordReset.select().order_by(StaffPasswordReset.id)
    assert use(browse(), (f"/password-resets/{olga.id}", nils.token)) == 410
    assert User.with_password("olga@firma.example", PASSWORD)
