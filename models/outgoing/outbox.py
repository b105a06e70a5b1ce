"""The outbox: mails that wait to be sent, written in the transaction of their cause."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from peewee import JOIN, CharField, IntegerField, TextField, fn

from models.base.archived import refuse_archived
from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.base.event_handlers import dispatch
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.staff.user import User

GRACE = timedelta(seconds=60)  # rule Invitations 4: undoing within it means that nothing was sent
AT_ONCE = timedelta(0)
STATES = ("waiting", "sending", "sent", "failed", "cancelled")
# After each attempt that did not succeed, so many minutes until the next; after the last of them it has failed.
PAUSES = (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 720, 720, 720, 720)
CLOCK_TOLERANCE = timedelta(seconds=60)


class Unsendable(Exception):
    """What is to be sent can never be, as it is; the text says why."""


class Kind(NamedTuple):
    """What is known of a kind: its subjects' model, and to whom it is told that there is such a mail.

    What is `listed` is told to those who may open its client. Mail to staff is of no client: `visible_to(viewer)` are the ids of
    the subjects that an owner or admin is told of (a query). `notifies` is the type of
    models.clients.linked_address.NOTIFICATIONS that it is a mail of; NOTIFY decides about no other.

    A subject has `still_wanted` (whether the mail makes sense at this moment) and `mail_cancelled(actor)`, which may raise
    NotTheirs. What follows when the mail has left, or will never leave, reacts to "<kind>.left" and "<kind>.failed".
    """

    subjects: type
    listed: bool = True
    visible_to: Callable | None = None
    notifies: str | None = None


KINDS = {}  # name → Kind; the module of the subjects adds its own


def notified_types() -> set[str]:
    """The types of notification of which mails are sent at all: what is said of NOTIFY is said of these alone."""
    return {kind.notifies for kind in KINDS.values()} - {None}


class Outbox(BaseModel):
    """One thing to do outside, written in the transaction of its cause. It is done at least once.

    Only the one that is under way while the worker is killed can be done twice.
    """

    kind = CharField(max_length=30)
    subject_id = IntegerField()
    account_id = IntegerField(null=True)
    email = CharField(default="", max_length=254)
    state = CharField(default="waiting", max_length=9)
    created_at = InstantField(default=now)
    due_at = InstantField()
    claimed_at = InstantField(null=True)
    attempts = IntegerField(default=0)
    error = TextField(default="")
    sent_at = InstantField(null=True)
    cancelled_at = InstantField(null=True)

    class Meta:
        indexes = (
            (("state", "due_at"), False),
            (("account_id", "id"), False),
            (("kind", "subject_id"), False),
        )

    @classmethod
    def put(cls, kind: str, subject_id: int, account_id: int | None = None, email: str = "", grace=GRACE):
        """Queue one thing to be done after the grace."""
        return cls.create(
            kind=kind, subject_id=subject_id, account_id=account_id, email=email, due_at=now() + grace
        )

    @classmethod
    def listed(cls, accounts, state: str | None = None, viewer: User | None = None):
        """What stands on the pages for those who may see `accounts` (a query), newest first; each with `account`.

        For a `viewer` who manages staff also the mail to those staff, without an account.
        """
        shown = [name for name, kind in KINDS.items() if kind.listed]
        told = cls.kind.in_(shown) & fn.EXISTS(accounts.where(Account.id == cls.account_id))
        if viewer is not None and viewer.is_manager:
            for name, kind in KINDS.items():
                if kind.visible_to:
                    told |= (cls.kind == name) & cls.subject_id.in_(kind.visible_to(viewer))
        client = Account.alias()
        query = (
            cls.select(cls, client.id, client.name, client.archived_at)
            .join(client, JOIN.LEFT_OUTER, on=(cls.account_id == client.id), attr="account")
            .where(told)
            .order_by(cls.id.desc())
        )
        return query.where(cls.state == state) if state in STATES else query

    @classmethod
    def pending(cls, account):
        """What an account's page shows: what waits, is under way or has failed, newest first."""
        among = Account.select().where(Account.id == account.id)
        return cls.listed(among).where(cls.state.in_(("waiting", "sending", "failed")))

    @classmethod
    def about(cls, kind: str, subject_ids):
        """What was queued about these subjects, oldest first."""
        return cls.select().where(cls.kind == kind, cls.subject_id.in_(subject_ids)).order_by(cls.id)

    @property
    def subject(self):
        """The record it is about, or None when that is gone."""
        return KINDS[self.kind].subjects.get_or_none(id=self.subject_id)

    @property
    def seconds_left(self) -> int:
        """Until it is due."""
        return max(round((self.due_at - now()).total_seconds()), 0)

    @property
    def retrying(self) -> bool:
        """Whether it waits because an attempt did not succeed."""
        return self.state == "waiting" and self.attempts > 0

    def is_for_all_to_know(self, viewer: User) -> bool:
        """Whether it is word that `viewer` does not hold back, as far as the line tells: then cancel() raises NotTheirs."""
        own = self.kind == "security_notice" and self.email == viewer.email
        return own or self.kind == "broken_glass"

    # What people do

    def cancel(self, actor) -> bool:
        """Do not send it, and let its subject know; False when it is on its way or was decided before.

        Raises AccountArchived, and NotTheirs. Of mail to staff, which has no page of a client, the log tells who did it.
        """
        with transaction():
            refuse_archived(self.account_id)
            if not self._move("waiting", "cancelled", cancelled_at=now()):
                return False
            if self.subject:
                self.subject.mail_cancelled(actor)
            if self.account_id is None:
                Event.log("staff_mail.cancelled", actor, self.email, mail=self.kind)
        return True

    def retry(self) -> bool:
        """Try one that failed again, at once and with fresh patience; False when it has not failed.

        Raises AccountArchived.
        """
        with transaction():
            refuse_archived(self.account_id)
            return self._move("failed", "waiting", attempts=0, due_at=now())

    @classmethod
    def withdraw(cls, kind: str, subject_id: int):
        """Let what waits about a subject not be sent."""
        waiting = cls.about(kind, [subject_id]).where(cls.state == "waiting")
        for row in waiting:
            row._move("waiting", "cancelled", cancelled_at=now())

    # What the worker does

    @classmethod
    def recover(cls):
        """After the start of the one worker: what the one before it had under way is tried again."""
        with transaction():
            cls.update(state="waiting").where(cls.state == "sending").execute()

    @classmethod
    def next_due(cls):
        """The one that has been due longest, now being sent, or None.

        What was written or tried in the future, by a clock that was set back since, counts as due.
        """
        future = now() + CLOCK_TOLERANCE
        due = (cls.due_at <= now()) | (cls.created_at > future) | (cls.claimed_at > future)
        found = cls.select().where(cls.state == "waiting", due).order_by(cls.due_at, cls.id).first()
        if found is None:
            return None
        with transaction():
            taken = found._move("waiting", "sending", claimed_at=now(), attempts=found.attempts + 1)
        return found if taken else None

    def succeeded(self):
        """The mail has left; what it replaces ends with it, so that who has read neither mail is never left without."""
        with transaction():
            if self._move("sending", "sent", sent_at=now(), error=""):
                self._dispatch("left")

    def failed(self, reason: str):
        """It cannot be sent as it is."""
        with transaction():
            if self._move("sending", "failed", error=reason):
                self._dispatch("failed")

    def unwanted(self):
        """Its reason is gone."""
        with transaction():
            self._move("sending", "cancelled", cancelled_at=now())

    def postpone(self, reason: str):
        """It could not be sent now: try again later, with growing pauses, and give up in the end."""
        if self.attempts > len(PAUSES):
            return self.failed(reason)
        minutes = PAUSES[self.attempts - 1] * (0.9 + 0.2 * secrets.randbelow(1000) / 1000)
        with transaction():
            self._move("sending", "waiting", due_at=now() + timedelta(minutes=minutes), error=reason)

    def _dispatch(self, what: str):
        subject = self.kind in KINDS and self.subject
        if subject:
            dispatch(f"{self.kind}.{what}", subject, None)

    def _move(self, state: str, to: str, **values) -> bool:
        """From one state to another, unless somebody else was first."""
        moved = (
            Outbox.update(state=to, **values).where(Outbox.id == self.id, Outbox.state == state).execute()
            == 1
        )
        if moved:
            self.state = to
            for name, value in values.items():
                setattr(self, name, value)
        return moved
