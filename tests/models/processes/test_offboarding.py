"""Deactivating: signed out, and all the work is a colleague's in the same step."""

from datetime import timedelta

import pytest

from models.base.clock import now, today
from models.base.event import Event
from models.clients.account import Account, Assignment
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.processes.offboarding import deactivate, reactivate, work_of
from models.sign_in.password_reset import StaffPasswordReset
from models.staff.sign_in import SignIn
from models.staff.staff_rights import NotTheirs
from models.staff.user import LastOwner, User
from models.teams.access_request import AccessRequest
from models.teams.cover import Cover, Unfit
from models.work.job import Job, JobAssignee, Pipeline, PipelineMember, Stage
from models.work.task import Task, TaskAssignee
from tests.support.digest import digest
from tests.support.two_at_once import at_once


def team(account) -> set[str]:
    return {each.user.name: each.until_at for each in Assignment.current_of(account)}.keys()


def give_work(cast, user):
    """A role, two tasks of which one is done, and a job in a pipeline that is not open to all, on A."""
    role = AccountRole.add_unique(cast.olga, "Revisor")
    role.give(cast.a, user, cast.olga)
    Task.plan(cast.olga, cast.a, "Åben", [user], status="planned")
    Task.plan(cast.olga, cast.a, "Lukket", [user], status="completed")
    pipeline = Pipeline.create(name="Skat", restricted_at=now())
    PipelineMember.create(pipeline=pipeline, user=user)
    stage = Stage.create(pipeline=pipeline, name="Start", position=1)
    Job.start(cast.a, stage, "Årsregnskab", [user])


def assignees(model, key, title) -> set[str]:
    work = model.select().join(key.rel_model).where(key.rel_model.title == title)
    return {each.user.name for each in work}


def test_everything_goes_to_the_successor(cast):
    give_work(cast, cast.alice)
    AccessRequest.ask(cast.alice, cast.b.id, "Ferie")
    token = SignIn.start(cast.alice)
    deactivate(cast.alice, cast.nils, cast.olga)
    assert team(cast.a) == {"Rikke Gram", "Nils Juhl"}
    assert team(cast.old) == {"Rikke Gram", "Nils Juhl"}
    assert not Assignment.select().where(Assignment.user == cast.alice).exists()
    assert [each.user for each in AccountRoleHolder.select()] == [cast.nils]
    assert assignees(TaskAssignee, TaskAssignee.task, "Åben") == {"Nils Juhl"}
    assert assignees(TaskAssignee, TaskAssignee.task, "Lukket") == {"Alice Dam"}
    assert assignees(JobAssignee, JobAssignee.job, "Årsregnskab") == {"Nils Juhl"}
    assert Job.current(cast.a, cast.nils).count() == 1
    assert not AccessRequest.open_for(Account.select()).exists()
    assert SignIn.find(token) is None
    assert cast.alice.deactivated_at
    told = Event.get(Event.kind == "user.deactivated")
    actions = Event.select(Event.action).where(Event.id > told.id - 5).distinct()
    assert (told.actor_name, told.user_id, actions.count()) == ("Olga Ågesen", cast.alice.id, 1)


def test_of_what_others_are_on_the_successor_can_be_spared(cast):
    cast.a.unassign(cast.rikke, cast.olga)
    deactivate(cast.alice, cast.nils, cast.olga, everything=False)
    assert team(cast.a) == {"Nils Juhl"}
    assert team(cast.old) == {"Rikke Gram"}


def test_who_takes_over_work_gets_the_client_too(cast):
    give_work(cast, cast.alice)
    deactivate(cast.alice, cast.nils, cast.olga, everything=False)
    assert team(cast.a) == {"Rikke Gram", "Nils Juhl"}
    assert team(cast.old) == {"Rikke Gram"}


def test_a_place_for_a_time_is_handed_over_for_that_time(cast):
    until_at = now() + timedelta(days=3)
    cast.b.assign(cast.alice, cast.olga, until_at)
    deactivate(cast.alice, cast.nils, cast.olga)
    assert Assignment.get(account=cast.b, user=cast.nils).until_at == until_at


def test_a_successor_who_is_there_for_good_stays_so(cast):
    cast.a.assign(cast.alice, cast.olga, now() + timedelta(days=3))
    deactivate(cast.alice, cast.rikke, cast.olga)
    assert Assignment.get(account=cast.a, user=cast.rikke).until_at is None


def test_a_successor_who_has_the_same_task_has_it_once(cast):
    Task.plan(cast.olga, cast.a, "Fælles", [cast.alice, cast.rikke], status="planned")
    deactivate(cast.alice, cast.rikke, cast.olga)
    assert [each.user for each in TaskAssignee.select()] == [cast.rikke]


def test_what_will_happen_is_told_before(cast):
    give_work(cast, cast.alice)
    cast.a.unassign(cast.rikke, cast.olga)
    AccessRequest.ask(cast.alice, cast.b.id, "Ferie")
    before = digest()
    assert work_of(cast.alice) == (2, 1, 1, 1, 1, 1)
    assert digest() == before


def test_twice_is_once(cast):
    deactivate(cast.alice, cast.nils, cast.olga)
    before = digest()
    deactivate(cast.alice, cast.rikke, cast.olga)
    assert digest() == before


@pytest.mark.parametrize("who", ["alice", "nils"])
def test_the_successor_is_another_who_works_here(cast, who):
    if who == "nils":
        deactivate(cast.nils, cast.bob, cast.olga)
    before = digest()
    with pytest.raises(Unfit):
        deactivate(cast.alice, getattr(cast, who), cast.olga)
    assert digest() == before


@pytest.mark.parametrize(("actor", "member"), [("adam", "olga"), ("adam", "adam"), ("nils", "alice")])
def test_it_is_done_by_those_alone_who_may(cast, actor, member):
    before = digest()
    with pytest.raises(NotTheirs):
        deactivate(getattr(cast, member), cast.bob, getattr(cast, actor))
    assert digest() == before


def test_two_owners_who_deactivate_each_other_at_once_leave_one(cast):
    olga, nils = cast.olga, cast.nils
    other = User.hire(None, "Oda", "oda@firma.example", "owner", "x" * 12)
    outcomes = at_once(
        lambda: deactivate(other, nils, olga),
        lambda: deactivate(olga, nils, other),
        expected=(NotTheirs, LastOwner),
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "NotTheirs"]
    assert User.active().where(User.role == "owner").count() == 1


def test_of_two_who_leave_to_each_other_at_once_one_stays(cast):
    """A successor who is gone a moment later would be nobody."""
    alice, rikke, olga = cast.alice, cast.rikke, cast.olga
    outcomes = at_once(
        lambda: deactivate(alice, rikke, olga), lambda: deactivate(rikke, alice, olga), expected=Unfit
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "Unfit"]
    assert Assignment.current_of(cast.a).count() == 1


def test_nothing_is_half_done_when_something_fails(cast, monkeypatch):
    def fail(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr(SignIn, "end_all", fail)
    give_work(cast, cast.alice)
    before = digest()
    with pytest.raises(RuntimeError):
        deactivate(cast.alice, cast.nils, cast.olga)
    assert digest() == before


def test_cover_from_and_for_who_leaves_ends(cast):
    Cover.begin(cast.alice, cast.nils, today(), cast.alice)
    Cover.begin(cast.bob, cast.alice, today(), cast.bob)
    deactivate(cast.alice, cast.rikke, cast.olga)
    assert not Cover.live().exists()
    assert team(cast.a) == {"Rikke Gram"}
    assert team(cast.b) == {"Bob Eriksen", "Erik Holst"}


def test_a_link_to_a_new_password_dies_and_stays_dead_when_they_come_back(cast):
    StaffPasswordReset.ask("alice@firma.example")
    deactivate(cast.alice, cast.nils, cast.olga)
    assert not StaffPasswordReset.get().open
    reactivate(cast.alice, cast.olga)
    assert not StaffPasswordReset.get().open


def test_reactivated_they_sign_in_without_the_work(cast):
    deactivate(cast.alice, cast.nils, cast.olga)
    reactivate(cast.alice, cast.olga)
    assert SignIn.find(SignIn.start(cast.alice))
    assert not Assignment.select().where(Assignment.user == cast.alice).exists()
    before = digest()
    reactivate(cast.alice, cast.olga)
    assert digest() == before
