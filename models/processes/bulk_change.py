"""The record of a bulk change: previewed, applied once, and undone as a whole for a day (rule Clients 10)."""

import json

from peewee import CharField, ForeignKeyField, TextField

from models.base.clock import now
from models.base.database import current_action, transaction
from models.base.dry_run import dry_run
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import UNDOABLE
from models.history.undo import reverse
from models.processes.bulk import BulkRequest, Outcome, Outdated, carry_out, fingerprint, require_active
from models.staff.user import User


class TooLate(Exception):
    """A bulk change is undone within UNDOABLE or not at all."""


class BulkChange(BaseModel):
    """What `user` asked for and was told that would become of it; since `applied_at` it is done, as `action`."""

    user = ForeignKeyField(User, on_delete="CASCADE", index=False)
    asked = TextField()
    told = TextField()
    digest = CharField(max_length=64)
    created_at = InstantField(default=now)
    action = CharField(null=True, max_length=16)
    applied_at = InstantField(null=True)
    undone_at = InstantField(null=True)

    class Meta:
        indexes = ((("user", "id"), False),)

    @classmethod
    def prepare(cls, asked: BulkRequest, user: User) -> "BulkChange":
        """Keep what would become of it, found out by doing it and taking it back. Raises as carry_out() does."""
        _, outcomes = dry_run(lambda: carry_out(asked, user), lambda done: done)
        with transaction():
            forgotten = cls.applied_at.is_null() & (cls.created_at < now() - UNDOABLE)
            cls.delete().where(cls.user == user, forgotten).execute()
            return cls.create(
                user=user,
                asked=json.dumps(asked),
                told=json.dumps(outcomes),
                digest=fingerprint(outcomes),
            )

    @classmethod
    def of(cls, user: User):
        """Those of one person."""
        return cls.select().where(cls.user == user)

    @classmethod
    def done_by(cls, user: User):
        """Those that one person can still undo or has undone, newest first."""
        return cls.of(user).where(cls.applied_at > now() - UNDOABLE).order_by(cls.id.desc())

    @property
    def wish(self) -> BulkRequest:
        return BulkRequest(*json.loads(self.asked))

    @property
    def outcomes(self) -> list[Outcome]:
        return [Outcome(*each) for each in json.loads(self.told)]

    @property
    def changed(self) -> int:
        """How many accounts it changes or has changed: the others refused, or stood so already."""
        return sum(outcome.state == "changed" for outcome in self.outcomes)

    @property
    def is_undoable(self) -> bool:
        recent = self.applied_at is not None and self.applied_at > now() - UNDOABLE
        return recent and self.undone_at is None

    def apply(self, digest: str) -> bool:
        """Do it, once; False when it is done already.

        Raises Outdated, and nothing is done, unless what becomes of it is what `digest` and this row say.
        """
        with transaction():
            row = self.hold()
            if row.applied_at:
                return False
            outcomes = carry_out(self.wish, self.user)
            if not fingerprint(outcomes) == row.digest == digest:
                raise Outdated
            self.action, self.applied_at = current_action(), now()
            self.save(only=("action", "applied_at"))
        return True

    def undo(self) -> bool:
        """Take back all of it; False when that is done already. Raises TooLate, ArchivedAmong and Overtaken."""
        with transaction():
            row = self.hold()
            if row.undone_at:
                return False
            if not row.is_undoable:
                raise TooLate
            if self.wish.kind != "archive":
                require_active(self.wish.accounts)
            reverse(row.action, self.user)
            self.undone_at = now()
            self.save(only=("undone_at",))
        return True
