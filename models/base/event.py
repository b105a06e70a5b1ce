"""The history: who changed what, when, from what to what (rule Clients 8)."""

import json
import re
from contextlib import contextmanager
from contextvars import ContextVar

from peewee import CharField, IntegerField, TextField, fn

from models.base.archived import refuse_archived
from models.base.clock import now
from models.base.database import current_action
from models.base.fields import InstantField
from models.base.model import BaseModel

EFFECTS = ("created", "changed", "removed", "logged")

UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f]"
)  # in what strangers type, lines of a log of their own (ASVS 16.4.1)

_source = ContextVar("source", default="web")


@contextmanager
def events_from(source: str):
    """Let the events inside say where they come from, such as "automatic" for what a rule of the program did."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


class Event(BaseModel):
    """One line of history. It refers by number, not by foreign key, because it outlives what it tells about.

    Triggers refuse to change or delete one, but for what the bin deletes for good (migrations/0017_append_only_history.py).
    """

    at = InstantField(default=now)
    action = CharField(null=True, index=True, max_length=16, default=current_action)
    noun = CharField(max_length=30)
    kind = CharField()
    effect = CharField(max_length=7)
    subject_id = IntegerField()
    account_id = IntegerField(null=True)
    contact_id = IntegerField(null=True)
    user_id = IntegerField(null=True, index=True)
    subject_name = CharField(default="")
    actor_kind = CharField()
    actor_id = IntegerField(null=True)
    actor_name = CharField(default="")
    source = CharField(default="web")
    changes = TextField(default="{}")

    class Meta:
        indexes = (
            (("account_id", "id"), False),
            (("contact_id", "account_id", "id"), False),
            (("noun", "subject_id", "id"), False),
            (("kind", "id"), False),
        )

    @classmethod
    def record(cls, kind: str, effect: str, subject, actor, changes: dict, concerns=None):
        """Write one line about `subject`; `changes` maps a field to [old, new] as JSON can hold them.

        It stands on the pages that the subject `concerns`, or on those given.

        `effect` is one of EFFECTS, but not "logged": what the line did to the row, from which its past can be told and
        undone.
        `actor` is a User, a Contact (in the portal) or None for the system itself; events_from() says the source.
        Raises AccountArchived where it would stand on an archived account, and ContactArchived.
        """
        concerns, who = concerns or subject.concerns(), _actor_columns(actor)
        refuse_archived(**concerns)
        if who["actor_kind"] == "contact":
            refuse_archived(contact_id=who["actor_id"])
        return cls.create(
            noun=subject.noun,
            kind=kind,
            effect=effect,
            subject_id=subject.id,
            subject_name=subject.caption[:255],
            **who,
            source=_source.get(),
            changes=json.dumps(changes, ensure_ascii=False),
            **concerns,
        )

    @classmethod
    def log(cls, kind: str, actor=None, name: str = "", account_id: int | None = None, **details):
        """Write one line about what has no row of its own, such as a sign-in; it is only told, never undone or restored.

        `name` is what it was about, `details` is what else is to be known, as JSON can hold it; the client's address is
        the detail `address`. `actor` and source are those of record(); of a User it stands among the user's own too.
        """
        who = _actor_columns(actor)
        return cls.create(
            noun=kind.partition(".")[0],
            kind=kind,
            effect="logged",
            subject_id=0,
            subject_name=UNSEEN.sub(" ", name)[:255],
            account_id=account_id,
            user_id=who.get("actor_id") if who["actor_kind"] == "user" else None,
            changes=json.dumps({key: [None, value] for key, value in details.items()}, ensure_ascii=False),
            source=_source.get(),
            **who,
        )

    @property
    def details(self) -> dict:
        """What log() was told besides."""
        return {key: new for key, (_old, new) in self.values.items()}

    @classmethod
    def newest_id(cls) -> int:
        return cls.select(fn.MAX(cls.id)).scalar() or 0

    @classmethod
    def removal_of(cls, noun: str, subject_id: int):
        """The line that tells what a removed record held, or None."""
        told = cls.select().where(cls.noun == noun, cls.subject_id == subject_id, cls.effect == "removed")
        return told.order_by(cls.id.desc()).first()

    @property
    def values(self) -> dict[str, list]:
        """Field name → [old, new]."""
        return json.loads(self.changes)


def _actor_columns(actor) -> dict:
    """The columns that say who did it."""
    if not actor:
        return {"actor_kind": "system"}
    return {
        "actor_kind": actor.__class__.__name__.lower(),
        "actor_id": actor.id,
        "actor_name": actor.name[:255],
    }
