"""Jobs: client work that moves through the stages of a pipeline."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from models.base.archived import refuse_archived
from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import BaseModel, attached
from models.clients.account import Account
from models.staff.user import User


class Pipeline(BaseModel):
    """An ordered row of stages, open to all staff or, once `restricted_at` is set, to its members."""

    name = CharField(unique=True)
    restricted_at = InstantField(null=True)

    @classmethod
    def ids_visible_to(cls, user: User):
        """A subquery of the pipelines whose jobs `user` may see (rule Access 5)."""
        pipelines = cls.select(cls.id)
        if user.is_manager:
            return pipelines
        member_of = PipelineMember.select(PipelineMember.pipeline).where(PipelineMember.user == user)
        return pipelines.where(cls.restricted_at.is_null() | cls.id.in_(member_of))


class PipelineMember(BaseModel):
    """Somebody who may see the jobs of a restricted pipeline."""

    pipeline = ForeignKeyField(Pipeline, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, on_delete="CASCADE")

    class Meta:
        indexes = ((("pipeline", "user"), True),)


class Stage(BaseModel):
    """One step of a pipeline."""

    pipeline = ForeignKeyField(Pipeline, on_delete="CASCADE", backref="stages")
    name = CharField()
    position = IntegerField()


class Job(BaseModel):
    """Work for a client in a stage of a pipeline; current until it is completed."""

    section = "jobs"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    pipeline = ForeignKeyField(Pipeline, on_delete="RESTRICT")
    stage = ForeignKeyField(Stage, on_delete="RESTRICT")
    title = CharField(max_length=255)
    description = TextField(default="")
    due_on = DateField(null=True)
    created_at = InstantField(default=now)
    completed_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "created_at"), False),)

    @classmethod
    def start(cls, account: Account, stage: Stage, title: str, assignees=(), **fields):
        """Begin a job in a stage and put people on it."""
        with transaction():
            refuse_archived(account.id)
            job = cls.create(account=account, pipeline=stage.pipeline_id, stage=stage, title=title, **fields)
            JobAssignee.insert_many([{"job": job, "user": user} for user in assignees]).execute()
        return job

    @classmethod
    def for_account(cls, account: Account, viewer: User):
        """The jobs of pipelines that `viewer` may see, newest first, with pipeline and stage."""
        return (
            cls.select(cls, Pipeline, Stage)
            .join(Pipeline)
            .switch(cls)
            .join(Stage)
            .where(cls.account == account, cls.pipeline.in_(Pipeline.ids_visible_to(viewer)))
            .order_by(cls.created_at.desc(), cls.id.desc())
        )

    @staticmethod
    def with_assignees(jobs) -> list:
        """The jobs as a list, each with `assignees`, its users by name, from one query."""
        return attached(jobs, "assignees", JobAssignee.of, "job_id", "user")

    @classmethod
    def current(cls, account: Account, viewer: User):
        """Those not completed."""
        return cls.for_account(account, viewer).where(cls.completed_at.is_null())

    @classmethod
    def held_by(cls, user: User):
        """Those not completed that somebody is on."""
        return cls.select().join(JobAssignee).where(JobAssignee.user == user, cls.completed_at.is_null())


class JobAssignee(BaseModel):
    """A member of staff who is on a job."""

    held_through = "job"

    job = ForeignKeyField(Job, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, on_delete="CASCADE")

    class Meta:
        indexes = ((("job", "user"), True),)

    @classmethod
    def of(cls, jobs):
        """Who is on these jobs, by name."""
        return (
            cls.select(cls.job, *User.named())
            .join(User)
            .where(cls.job.in_(jobs))
            .order_by(User.sort_key, User.id)
        )
