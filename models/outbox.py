"""The outbox: what leaves the database after the commit of its cause, never before."""

from datetime import timedelta

from peewee import CharField, IntegerField, TextField

from models.base import BaseModel
from models.clock import now
from models.fields import InstantField

GRACE = timedelta(seconds=60)  # product.md §4.3: undoing within it means that nothing was sent


class Outbox(BaseModel):
    """One thing to do outside, written in the transaction of its cause."""

    kind = CharField(max_length=30)
    subject_id = IntegerField()
    account_id = IntegerField(null=True, index=True)
    created_at = InstantField(default=now)
    due_at = InstantField(index=True)
    attempts = IntegerField(default=0)
    error = TextField(default="")
    sent_at = InstantField(null=True)
    cancelled_at = InstantField(null=True)

    @classmethod
    def put(cls, kind: str, subject_id: int, account_id: int | None = None):
        """Queue one thing to be done after the grace."""
        return cls.create(kind=kind, subject_id=subject_id, account_id=account_id, due_at=now() + GRACE)
