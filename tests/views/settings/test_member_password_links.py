"""A link for a new password, made by who decides about the colleague."""

import re
from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.outgoing.outbox import Outbox
from models.processes.offboarding import deactivate, reactivate
from models.sign_in.password_reset import StaffPasswordReset
from models.staff.sign_in import SignIn
from models.staff.staff_rights import change_member
from models.staff.user import User
from tests.support.digest import digest
from tests.support.factors import give_app

NEW = "en ny og meget lang sætning"
LINK = re.compile(r'id="one-time-url"[^>]* value="http://localhost(/password-resets/\d+)\?token=([^"]+)"')


def path(user) -> str:
    return f"/settings/team/{user.id}/password-links?lang=en"


def link_on(page) -> tuple[str, str]:
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    return LINK.search(page.text).groups()


def choose(browser, link) -> int:
    where, token = link
    return browser.post(where, data={"token": token, "password": NEW}).status_code


@pytest.mark.asvs("6.4.1", "6.4.3")
@pytest.mark.parametrize(("actor", "user"), [("olga", "alice"), ("olga", "adam"), ("adam", "alice")])
def test_the_colleague_chooses_a_password_and_is_told(browse, cast, actor, user):
    member, manager = getattr(cast, user), browse(getattr(cast, actor))
    assert 'id="password-link"' in manager.get(f"/settings/team/{member.id}").text
    link = link_on(manager.post(path(member)))
    assert [(row.kind, row.email) for row in Outbox.select().where(Outbox.account_id.is_null())] == [
        ("security_notice", member.email)
    ]
    told = Event.get(Event.kind == "user.password_link_made")
    assert (told.actor_id, told.user_id) == (getattr(cast, actor).id, member.id)
    assert link[1] not in repr([row.__data__ for row in Event.select()])
    theirs = browse()
    assert choose(theirs, link) == 303
    assert User.with_password(member.email, NEW)
    assert choose(browse(), link) == 410
    assert "A link for a new password was created" in theirs.get("/settings/sign-in?lang=en").text


def test_each_link_is_fresh_and_ends_those_before(browse, cast):
    StaffPasswordReset.ask(cast.alice.email)
    asked, browser = StaffPasswordReset.get(), browse(cast.adam)
    first, second = (link_on(browser.post(path(cast.alice))) for _ in range(2))
    assert choose(browse(), (f"/password-resets/{asked.id}", asked.token)) == 410
    assert choose(browse(), first) == 410
    assert choose(browse(), second) == 303


def test_it_lasts_an_hour_as_the_mailed_one(browse, cast):
    link = link_on(browse(cast.adam).post(path(cast.alice)))
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert choose(browse(), link) == 410
    with time_machine.travel(now() + timedelta(minutes=59)):
        assert choose(browse(), link) == 303


def test_a_second_factor_is_still_asked_for(browse, cast):
    give_app(cast.alice)
    link = link_on(browse(cast.adam).post(path(cast.alice)))
    theirs, sessions = browse(), SignIn.select().count()
    assert choose(theirs, link) == 303
    assert theirs.get("/me").status_code == 401
    assert SignIn.select().count() == sessions


@pytest.mark.parametrize(
    ("actor", "user"),
    [
        ("adam", "olga"),
        ("adam", "adam"),
        ("olga", "olga"),
        ("vera", "alice"),
        ("alice", "alice"),
        ("mona", "nils"),
    ],
)
def test_nobody_else_may(browse, cast, actor, user):
    inside, before = browse(getattr(cast, actor)), digest()
    assert inside.post(path(getattr(cast, user))).status_code == 403
    assert digest() == before


def test_who_has_left_gets_none(browse, cast):
    deactivate(cast.nils, cast.bob, cast.olga)
    inside, before = browse(cast.olga), digest()
    assert 'id="password-link"' not in inside.get(f"/settings/team/{cast.nils.id}").text
    assert inside.post(path(cast.nils)).status_code == 403
    assert digest() == before


def test_nobody_is_not_there(browse, cast):
    assert browse(cast.olga).post("/settings/team/987654/password-links").status_code == 404


def test_it_ends_when_the_member_leaves_and_does_not_come_back(browse, cast):
    link = link_on(browse(cast.olga).post(path(cast.nils)))
    deactivate(cast.nils, cast.bob, cast.olga)
    reactivate(cast.nils, cast.olga)
    assert choose(browse(), link) == 410


@pytest.mark.parametrize("end", ["role", "leaving", "promotion"])
def test_it_ends_when_who_made_it_may_make_none_any_more(browse, cast, end):
    link = link_on(browse(cast.adam).post(path(cast.alice)))
    told = {"rights": set(), "role": "employee"}
    if end == "role":
        change_member(cast.adam, cast.olga, Event.newest_id(), name="Adam Birk", **told)
    elif end == "leaving":
        deactivate(cast.adam, cast.nils, cast.olga)
    else:
        told = told | {"role": "admin"}
        change_member(cast.alice, cast.olga, Event.newest_id(), name="Alice Dam", **told)
    assert choose(browse(), link) == 410


def test_where_a_password_is_lost_it_says_that_there_is_no_mail_server(browse, cast):
    page = browse(cast.adam).get(f"/settings/team/{cast.alice.id}?lang=en").text
    assert "No mail server is set up" in page
