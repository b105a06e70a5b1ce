"""Tasks: to-dos of the firm for a client."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from models.base.archived import refuse_archived
from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import BaseModel, attached
from models.clients.account import Account
from models.staff.user import User
from models.work.job import Job

STATUSES = (
    "no_status",
    "planned",
    "in_progress",
    "in_review",
    "on_hold",
    "extended",
    "waiting_for_client",
    "waiting_for_signatures",
    "waiting_for_agency",
    "completed",
    "cancelled",
)
CLOSED = ("completed", "cancelled")
PRIORITIES = ("low", "normal", "high", "urgent")


class Task(BaseModel):
    """A to-do with assignees, a due date and a status."""

    section = "tasks"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    job = ForeignKeyField(Job, null=True, on_delete="SET NULL")
    title = CharField(max_length=255)
    description = TextField(default="")
    status = CharField(default="no_status", max_length=30)
    priority = CharField(default="normal", max_length=10)
    due_on = DateField(null=True)
    created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    created_at = InstantField(default=now)
    completed_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "created_at"), False),)

    @classmethod
    def plan(cls, actor: User, account: Account, title: str, assignees=(), **fields):
        """Add a task and put people on it."""
        with transaction():
            refuse_archived(account.id)
            task = cls.create(account=account, title=title, created_by=actor, **fields)
            TaskAssignee.insert_many([{"task": task, "user": user} for user in assignees]).execute()
        return task

    @classmethod
    def for_account(cls, account: Account):
        """Every task, newest first."""
        return cls.select().where(cls.account == account).order_by(cls.created_at.desc(), cls.id.desc())

    @staticmethod
    def with_assignees(tasks) -> list:
        """The tasks as a list, each with `assignees`, its users by name, from one query."""
        return attached(tasks, "assignees", TaskAssignee.of, "task_id", "user")

    @classmethod
    def under_way(cls, account: Account):
        """Those neither completed nor cancelled: what the card shows."""
        return cls.for_account(account).where(cls.status.not_in(CLOSED))

    @classmethod
    def held_by(cls, user: User):
        """Those under way that somebody is on."""
        return cls.select().join(TaskAssignee).where(TaskAssignee.user == user, cls.status.not_in(CLOSED))


class TaskAssignee(BaseModel):
    """A member of staff who is on a task."""

    held_through = "task"

    task = ForeignKeyField(Task, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, on_delete="CASCADE")

    class Meta:
        indexes = ((("task", "user"), True),)

    @classmethod
    def of(cls, tasks):
        """Who is on these tasks, by name."""
        return (
            cls.select(cls.task, *User.named())
            .join(User)
            .where(cls.task.in_(tasks))
            .order_by(User.sort_key, User.id)
        )


class Subtask(BaseModel):
    """One step of a task."""

    task = ForeignKeyField(Task, on_delete="CASCADE", backref="subtasks")
    title = CharField(max_length=255)
    position = IntegerField(default=0)
    completed_at = InstantField(null=True)
