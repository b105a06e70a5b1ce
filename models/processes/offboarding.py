"""Offboarding: a member of staff is deactivated, and their work handed to a colleague, in one step (rule Staff 7)."""

from typing import NamedTuple

from models.base.archived import hold_accounts, still_done
from models.base.clock import now
from models.base.database import transaction
from models.base.model import all_models
from models.clients.account import Assignment
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.sign_in.password_reset import StaffPasswordReset
from models.staff.sign_in import SignIn
from models.staff.staff_rights import deciding
from models.staff.user import User
from models.teams.access_request import AccessRequest
from models.teams.bulk_assignments import assignments_of, hand_over, held_by, needed_among, take_off
from models.teams.cover import Cover, Unfit
from models.work.job import Job, JobAssignee, Pipeline, PipelineMember
from models.work.task import Task


class Work(NamedTuple):
    """How much somebody has: accounts, and of those the ones with nobody else; roles on accounts, open tasks, jobs."""

    accounts: int
    alone: int
    roles: int
    tasks: int
    jobs: int
    requests: int


def work_of(user: User) -> Work:
    """What there is to hand over."""
    places = list(assignments_of(user))
    return Work(
        len(places),
        len(needed_among(places)),
        AccountRoleHolder.select().where(AccountRoleHolder.user == user).count(),
        Task.held_by(user).count(),
        Job.held_by(user).count(),
        AccessRequest.unanswered_by(user).count(),
    )


def deactivate(member: User, successor: User, actor: User, everything: bool = True):
    """Let a member of staff sign in no more, and `successor` have their work; nothing happens when it is done already.

    Of the accounts the successor gets all, or those alone that would be left to nobody or where there is work for them.
    Raises NotTheirs, LastOwner and Unfit.
    """
    with transaction(), still_done("leaving of a colleague"):
        actor, member = deciding(actor, member)
        if member.deactivated_at:
            return
        successor = User.get_by_id(successor.id)
        if successor == member or successor.deactivated_at:
            raise Unfit
        hold_accounts([place.account_id for place in assignments_of(member)])
        for each in Cover.live().where((Cover.user == member) | (Cover.colleague == member)):
            each.end(actor)
        busy = _hand_over_work(member, successor, actor)
        _hand_over_accounts(member, successor, actor, everything, busy)
        for each in AccessRequest.unanswered_by(member):
            each.withdraw(actor)
        member.amend(actor, "deactivated", deactivated_at=now())
        SignIn.end_all(member, actor)
        StaffPasswordReset.end_all(member)


def reactivate(member: User, actor: User):
    """Let somebody sign in again, without the work that was handed over. Raises NotTheirs."""
    with transaction():
        actor, member = deciding(actor, member)
        member.amend(actor, "reactivated", deactivated_at=None)


def _hand_over_accounts(member: User, successor: User, actor: User, everything: bool, busy: set[int]):
    places = list(assignments_of(member))
    needed = {place.account_id for place in needed_among(places)}
    wanted = [place for place in places if everything or place.account_id in needed | busy]
    theirs = held_by(successor, [place.account_id for place in wanted])
    for place in wanted:
        hand_over(place, successor, theirs.get(place.account_id), actor)
    take_off(member, places, actor)
    Assignment.settle([place.account_id for place in places], actor)


def _hand_over_work(member: User, successor: User, actor: User) -> set[int]:
    """Give roles, open tasks and current jobs to the successor, and return the ids of the accounts they are on."""
    busy = set()
    roles = AccountRoleHolder.select(AccountRoleHolder, AccountRole).join(AccountRole)
    for held in roles.where(AccountRoleHolder.user == member):
        held.amend(actor, user=successor)
        busy.add(held.account_id)
    for assignee in [model for model in all_models() if model.held_through]:
        key = assignee._meta.fields[assignee.held_through]
        rows = list(key.rel_model.held_by(member))
        busy |= {row.account_id for row in rows}
        _reassign(assignee, key, [row.id for row in rows], member, successor)
    _let_into_pipelines(member, successor)
    return busy


def _reassign(assignee, key, ids: list[int], member: User, successor: User):
    theirs = assignee.select(key).where(assignee.user == successor)
    mine = (assignee.user == member) & key.in_(ids)
    assignee.delete().where(mine, key.in_(theirs)).execute()
    assignee.update(user=successor).where(mine).execute()


def _let_into_pipelines(member: User, successor: User):
    """A successor who has a job of a pipeline with members becomes one, or they could not see it."""
    jobs = Job.select(Job.pipeline).join(JobAssignee).where(JobAssignee.user == successor)
    current = jobs.where(Job.completed_at.is_null())
    inside = PipelineMember.select(PipelineMember.pipeline).where(PipelineMember.user == successor)
    restricted = Pipeline.select().where(
        Pipeline.restricted_at.is_null(False), Pipeline.id.in_(current), Pipeline.id.not_in(inside)
    )
    of_member = PipelineMember.select(PipelineMember.pipeline).where(PipelineMember.user == member)
    for pipeline in restricted.where(Pipeline.id.in_(of_member)):
        PipelineMember.create(pipeline=pipeline, user=successor)
