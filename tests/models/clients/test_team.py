"""The team of an account: never empty, whoever goes and however many go at once."""

from datetime import timedelta

import pytest

from models.base.clock import now
from models.base.event import Event
from models.clients.account import Account, Assignment, LastMember, OwnStay
from models.history.take_back import Overtaken
from models.history.undo import reverse
from models.processes.bulk import BulkRequest, carry_out
from models.staff.user import User
from tests.support.digest import digest
from tests.support.two_at_once import at_once


def team(account) -> set[str]:
    return {user.name for user in account.team}


def test_a_member_goes_and_loses_the_account_at_once(cast):
    version = cast.alice.rights_version
    cast.a.unassign(cast.alice, cast.olga)
    assert team(cast.a) == {"Rikke Gram"}
    assert cast.a.id not in {account.id for account in Account.visible_to(cast.alice)}
    assert cast.alice.rights_version > version
    event = Event.get(Event.kind == "assignment.removed")
    assert (event.account_id, event.user_id) == (cast.a.id, cast.alice.id)


def test_going_twice_is_going_once(cast):
    cast.a.unassign(cast.alice, cast.olga)
    before = digest()
    cast.a.unassign(cast.alice, cast.olga)
    assert digest() == before


def test_the_last_member_stays(cast):
    cast.a.unassign(cast.alice, cast.olga)
    before = digest()
    with pytest.raises(LastMember):
        cast.a.unassign(cast.rikke, cast.olga)
    assert digest() == before


def test_one_who_was_deactivated_does_not_count(cast):
    User.update(deactivated_at=now()).where(User.id == cast.alice.id).execute()
    before = digest()
    with pytest.raises(LastMember):
        cast.a.unassign(cast.rikke, cast.olga)
    assert digest() == before
    cast.a.unassign(cast.alice, cast.olga)  # whose going empties nothing


@pytest.mark.parametrize("hours", [-1, 1])
def test_one_whose_time_ends_does_not_count_for_one_who_stays(cast, hours):
    cast.a.unassign(cast.alice, cast.olga)
    cast.a.assign(cast.nils, cast.olga, until_at=now() + timedelta(hours=hours))
    before = digest()
    with pytest.raises(LastMember):
        cast.a.unassign(cast.rikke, cast.olga)
    assert digest() == before
    cast.a.unassign(cast.nils, cast.olga)


def test_the_last_one_who_stays_is_not_given_an_end(cast):
    cast.a.unassign(cast.alice, cast.olga)
    before = digest()
    with pytest.raises(LastMember):
        cast.a.assign(cast.rikke, cast.olga, until_at=now() + timedelta(days=1))
    assert digest() == before


def test_of_two_who_take_each_other_off_at_the_same_moment_one_stays(cast):
    alice, rikke, account = cast.alice, cast.rikke, cast.a
    for _round in range(5):
        outcomes = at_once(
            lambda: account.unassign(alice, rikke),
            lambda: account.unassign(rikke, alice),
            expected=LastMember,
        )
        assert sorted(type(each).__name__ for each in outcomes) == ["LastMember", "NoneType"]
        assert Assignment.current_of(account).count() == 1
        for member in (alice, rikke):
            account.assign(member, None)


def test_an_undo_that_would_empty_the_team_is_refused(cast):
    cast.a.assign(cast.nils, cast.olga)
    came = Event.select().where(Event.kind == "assignment.created").order_by(Event.id.desc()).first()
    cast.a.unassign(cast.alice, cast.olga)
    cast.a.unassign(cast.rikke, cast.olga)
    before = digest()
    with pytest.raises(Overtaken):
        reverse(came.action, cast.olga)
    assert digest() == before


@pytest.mark.parametrize("days", [2, None])
def test_who_is_there_for_a_time_does_not_make_it_longer(cast, days):
    """Also not with the right to assign: what a cover or break-glass gave would never end."""
    cast.b.assign(cast.alice, cast.olga, until_at=now() + timedelta(days=1))
    before = digest()
    with pytest.raises(OwnStay):
        cast.b.assign(cast.alice, cast.alice, until_at=days and now() + timedelta(days=days))
    [outcome] = carry_out(BulkRequest("join", [cast.b.id], user=cast.alice.id), cast.alice)
    assert (outcome.state, outcome.reason) == ("refused", "own_stay")
    assert digest() == before
    cast.b.assign(cast.alice, cast.bob)
    assert Assignment.get(account=cast.b, user=cast.alice).until_at is None


def test_it_can_be_made_shorter_by_oneself(cast):
    cast.b.assign(cast.alice, cast.olga, until_at=now() + timedelta(days=2))
    cast.b.assign(cast.alice, cast.alice, until_at=now() + timedelta(days=1))
