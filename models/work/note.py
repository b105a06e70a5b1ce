"""Notes: what staff tell each other about a client. Clients never see them."""

from peewee import JOIN, ForeignKeyField, TextField

from models.base.clock import now
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.staff.user import User
from models.work.job import Job
from models.work.task import Task


class Note(BaseModel):
    """A note; pinned ones stand first."""

    section = "notes"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    author = ForeignKeyField(User, null=True, on_delete="SET NULL")
    job = ForeignKeyField(Job, null=True, on_delete="SET NULL")
    task = ForeignKeyField(Task, null=True, on_delete="SET NULL")
    body = TextField()
    created_at = InstantField(default=now)
    edited_at = InstantField(null=True)
    pinned_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "created_at"), False),)

    @classmethod
    def for_account(cls, account: Account):
        """Every note, newest first, with its author."""
        return (
            cls.select(cls, *User.named())
            .join(User, JOIN.LEFT_OUTER)
            .where(cls.account == account)
            .order_by(cls.created_at.desc(), cls.id.desc())
        )

    @classmethod
    def pinned_first(cls, account: Account):
        """The pinned ones, then the others, each newest first: what the card shows."""
        return cls.for_account(account).order_by(
            cls.pinned_at.is_null(), cls.created_at.desc(), cls.id.desc()
        )


class NoteVersion(BaseModel):
    """What a note said before an edit."""

    note = ForeignKeyField(Note, on_delete="CASCADE", backref="versions")
    body = TextField()
    author = ForeignKeyField(User, null=True, on_delete="SET NULL")
    at = InstantField(default=now)
