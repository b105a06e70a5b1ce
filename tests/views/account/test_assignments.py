"""The team of one client: changed in place, never emptied."""

import re
from datetime import timedelta

import pytest

from models.base.clock import now
from models.clients.account import Assignment
from models.staff.user import User
from tests.support.digest import digest


def path(account, held=None) -> str:
    return f"/accounts/{account.id}/assignments" + (f"/{held.id}/deletion" if held else "") + "?lang=en"


def place(account, user) -> Assignment:
    return Assignment.get(account=account, user=user)


def team(account) -> set[str]:
    return {user.name for user in account.team}


def ask(browser, how, where, data=None):
    return browser.htmx("POST", where, data=data) if how == "htmx" else browser.post(where, data=data)


@pytest.mark.parametrize("how", ["htmx", "plain"])
def test_a_member_comes_and_goes(browse, cast, how):
    browser = browse(cast.rikke)
    expected = 200 if how == "htmx" else 303
    assert ask(browser, how, path(cast.a), {"user_id": cast.nils.id}).status_code == expected
    assert "Nils Juhl" in team(cast.a)
    assert ask(browser, how, path(cast.a, place(cast.a, cast.nils))).status_code == expected
    assert "Nils Juhl" not in team(cast.a)


@pytest.mark.parametrize("how", ["htmx", "plain"])
def test_the_last_member_stays_and_the_page_says_why(browse, cast, how):
    cast.a.unassign(cast.alice, cast.olga)
    browser = browse(cast.olga)
    before = digest()
    answer = ask(browser, how, path(cast.a, place(cast.a, cast.rikke)))
    assert answer.status_code == 422
    assert 'role="alert" id="account-team-problem">The team needs a permanent member.' in answer.text
    assert digest() == before


def test_a_removal_is_undone_with_the_end_that_the_place_had(browse, cast):
    until = now().replace(year=now().year + 1)
    cast.a.assign(cast.nils, cast.olga, until_at=until)
    browser = browse(cast.rikke)
    answer = browser.htmx("POST", path(cast.a, place(cast.a, cast.nils)))
    undo = re.search(r'<form method="post" action="([^"]*/reversal)"', answer.text)[1]
    browser.post(undo, data={"area": "account-team"})
    assert place(cast.a, cast.nils).until_at == until


@pytest.mark.parametrize("user_id", ["", "0", "987654", "-1", "x", "9" * 30])
def test_somebody_who_is_nobody_is_refused_beside_the_field(browse, cast, user_id):
    browser = browse(cast.rikke)
    before = digest()
    answer = browser.htmx("POST", path(cast.a), data={"user_id": user_id})
    assert answer.status_code == 422
    assert 'id="team-user-error"' in answer.text
    assert digest() == before


def test_one_who_was_deactivated_is_not_offered_and_not_taken(browse, cast):
    User.update(deactivated_at=now()).where(User.id == cast.nils.id).execute()
    browser = browse(cast.rikke)
    before = digest()
    assert browser.post(path(cast.a), data={"user_id": cast.nils.id}).status_code == 422
    assert "Nils Juhl" not in browser.get(f"/accounts/{cast.a.id}/info").text
    assert digest() == before


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *(("olga", 303), ("adam", 303), ("mona", 303), ("rikke", 303), ("vera", 303)),
        *(("alice", 403), ("bob", 404), ("erik", 404), ("nils", 404)),
    ],
)
def test_who_may_change_the_team(browse, cast, person, status):
    browser = browse(getattr(cast, person))
    for where, data in (
        (path(cast.a), {"user_id": cast.bob.id}),
        (path(cast.a, place(cast.a, cast.alice)), {}),
    ):
        before = digest()
        assert browser.post(where, data=data).status_code == status
        assert (digest() == before) == (status != 303)


def test_those_who_assign_teammates_change_the_team_and_nothing_else(browse, cast):
    cast.alice.grant("assign_teammates", cast.olga)
    browser = browse(cast.alice)
    assert browser.post(path(cast.a), data={"user_id": cast.nils.id}).status_code == 303
    page = browser.get(f"/accounts/{cast.a.id}/info").text
    assert "/assignments" in page
    assert f"/accounts/{cast.a.id}/tags" not in page
    assert browser.post(f"/accounts/{cast.a.id}/tags", data={"name": "x"}).status_code == 403


def test_a_place_on_another_team_is_not_found_here(browse, cast):
    browser = browse(cast.olga)
    before = digest()
    assert browser.post(path(cast.a, place(cast.b, cast.bob))).status_code == 404
    assert digest() == before


@pytest.mark.parametrize("how", ["htmx", "plain"])
def test_who_leaves_a_team_and_has_nothing_else_is_led_away(browse, cast, how):
    answer = ask(browse(cast.rikke), how, path(cast.a, place(cast.a, cast.rikke)))
    assert (answer.headers.get("HX-Redirect") or answer.location) == "/accounts"
    assert team(cast.a) == {"Alice Dam"}


def test_the_team_of_an_archived_client_stays(browse, cast):
    browser = browse(cast.rikke)
    before = digest()
    assert browser.post(path(cast.old), data={"user_id": cast.nils.id}).status_code == 409
    assert browser.post(path(cast.old, place(cast.old, cast.alice))).status_code == 409
    assert digest() == before


def test_who_is_on_the_team_for_a_time_does_not_make_it_longer(browse, cast):
    erik = cast.erik  # who may put anybody on the teams that are open to him
    cast.a.assign(erik, cast.olga, until_at=now() + timedelta(days=1))
    browser = browse(erik)
    before = digest()
    response = browser.post(path(cast.a), data={"user_id": erik.id})
    assert response.status_code == 422
    assert "You are on the team for a limited time." in response.text
    assert digest() == before
