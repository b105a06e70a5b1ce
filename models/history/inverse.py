"""Undo of one's own latest action on one account."""

from datetime import timedelta

from models.base.archived import hold_mentioned, refuse_archived
from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.base.model import models_by_noun
from models.clients.account import Account
from models.clients.link import Link
from models.history.undo import Overtaken, events_of, is_archival, reverse, stands_on
from models.staff.user import User

WITHIN = timedelta(days=1)


class NotUndoable(Exception):
    """There is no such action that this user may undo on this account."""


def undo(action: str, account: Account, user: User):
    """Take back what `user` did on `account`, and nowhere else, within the last day; all of it or nothing.

    Raises NotUndoable, Overtaken when somebody has changed the same since, LastContact, and AccountArchived unless that
    is what is taken back.
    """
    with transaction():
        events = events_of(action)
        hold_mentioned(events)
        account.hold()
        people = _people_of(account) | {
            event.contact_id for event in events if event.account_id == account.id
        }
        if not events or not all(_is_own(event, account, people, user) for event in events):
            raise NotUndoable
        for event in events:
            if event.noun == "contact" and event.effect == "created" and _lived_on(event):
                raise Overtaken(event)
        if not any(is_archival(event) for event in events):
            refuse_archived(account.id)
        reverse(action, user)


def _people_of(account: Account) -> set[int]:
    return {row_id for (row_id,) in Link.select(Link.contact).where(Link.account == account).tuples()}


def _is_own(event: Event, account: Account, people: set[int], user: User) -> bool:
    """Whether `user` did this lately, to `account` or to what somebody who stands on it owns."""
    by_user = event.actor_kind == "user" and event.actor_id == user.id and event.at > now() - WITHIN
    here = event.account_id == account.id or (event.account_id is None and event.contact_id in people)
    record = models_by_noun()[event.noun].get_or_none(id=event.subject_id) if here else None
    if record is not None and not stands_on(record, account, people):
        return False  # it has gone to another client since
    undoable = models_by_noun()[event.noun].undoable
    return by_user and here and (undoable is True or (undoable == "changes" and event.effect == "changed"))


def _lived_on(event: Event) -> bool:
    """Whether anything has happened to a new person since the action that brought the person."""
    later = Event.select().where(
        Event.contact_id == event.subject_id, Event.id > event.id, Event.action != event.action
    )
    return later.exists()
