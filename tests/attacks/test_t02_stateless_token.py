"""T02, vulnerability-lookup CVE-2026-73431: a signed link could be used again and again (ASVS 6.4.1)."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.outgoing.outbox import Outbox
from models.sign_in.password_reset import PasswordReset, StaffPasswordReset
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support.cast import PASSWORD
from tests.support.digest import digest
from tests.support.two_at_once import at_once
from tests.support.visiting import give_access

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
def test_the_first_use_kills_the_other_links(browse, ask):
    links = [ask(), ask(), ask()]
    assert use(browse(), links[1]) == 303
    before = digest()
    for link in (links[0], links[2]):
        assert use(browse(), link, "en tredje meget lang sætning") == 410
    assert digest() == before


@pytest.mark.asvs("6.4.1")
def test_three_live_at_most_and_a_stranger_kills_none(browse, ask):
    links = [ask() for _ in range(5)]
    assert links[2] == links[3] == links[4]
    assert [browse().get(path, query_string={"token": token}).status_code for path, token in links[:3]] == [
        200
    ] * 3
    assert use(browse(), links[0]) == 303
    assert ask() not in links, "after the use the next request is mailed again"


@pytest.mark.asvs("6.4.1", "15.4.2")
def test_of_several_links_at_the_same_moment_one_is_used(browse, ask):
    links = [ask(), ask(), ask()]
    browsers = [browse() for _ in links]
    for browser in browsers:
        browser.watches_writes = False
    used = [lambda each=each: use(*each) for each in zip(browsers, links, strict=True)]
    assert sorted(at_once(*used, expected=())) == [303, 410, 410]


@pytest.mark.asvs("15.4.2")
def test_many_who_ask_at_the_same_moment_get_three(ask, cast):
    at_once(*(lambda: StaffPasswordReset.ask("nils@firma.example") for _ in range(8)), expected=())
    assert StaffPasswordReset.select().where(StaffPasswordReset.user == cast.nils).count() == 3


def test_the_console_always_has_one_to_give_and_three_still_live(cast):
    for _ in range(3):
        StaffPasswordReset.ask("nils@firma.example")
    given = StaffPasswordReset.issue(cast.nils, cast.nils.email)
    rows = StaffPasswordReset.select().order_by(StaffPasswordReset.id)
    assert [each.open for each in rows] == [False, True, True, True]
    assert given.use("hash") == cast.nils


@pytest.mark.parametrize("kind", [StaffPasswordReset, PasswordReset])
def test_what_was_asked_for_an_address_of_nobody_takes_nothing_from_its_later_owner(cast, kind):
    email = {StaffPasswordReset: "ny@firma.example", PasswordReset: "aase@a.example"}[kind]
    for _ in range(3):
        kind.ask(email)
    User.hire(cast.olga, "Ny Nielsen", "ny@firma.example", "employee", PASSWORD)
    give_access(cast.address("aase@a.example"))
    kind.ask(email)
    assert [each.open for each in kind.select().order_by(kind.id)] == [False] * 3 + [True]


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
