"""Undoing: what one has just done on one account, and whatever else an action did, is taken back, newest first."""

from contextlib import contextmanager, nullcontext
from datetime import timedelta

from models.base.archived import hold_accounts, hold_told, refuse_archived, still_done
from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.base.model import models_by_noun
from models.clients.account import Account, Assignment, BeyondOwnStay, OwnStay
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import complete
from models.history.take_back import Overtaken, events_of, is_archival, stands_on, take_back
from models.staff.user import User

WITHIN = timedelta(days=1)

# What follows a change of a person on every account where the person stands, besides names that follow.
FOLLOWING = ("linked_address", "muted_notification", "invitation")


class NotUndoable(Exception):
    """There is no such action that this user may undo on this account."""


def undo(action: str, account: Account, user: User):
    """Take back what `user` did on `account`, and nowhere else, within the last day; all of it or nothing.

    Raises NotUndoable, Overtaken when somebody has changed the same since, LastContact, and AccountArchived unless that
    is what is taken back.
    """
    with transaction():
        events = events_of(action)
        hold_told(events)
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


def reverse(action: str, actor):
    """Take back everything that an action did, or nothing; what stands as before already is left alone.

    Raises Overtaken, LastContact where an account would lose its last one, and AccountArchived where one is archived,
    unless that is what is taken back; OwnStay and BeyondOwnStay where somebody would be on a team for longer than the
    actor may give. A merge is undone by its own verb.
    """
    with transaction(), _within_reach(events_of(action), actor):
        events = events_of(action)
        hold_told(events)
        people = {event.contact_id for event in events if event.account_id is None} - {None}
        # What was archived is active again before anything is done to it; the rest newest first.
        for event in sorted(events, key=lambda event: not is_archival(event)):
            if "merged_into" in event.values:
                raise Overtaken(event)
            with still_done("change of a contact") if _follows(event, people) else nullcontext():
                take_back(event, actor)
        for contact in Contact.select().where(
            Contact.id.in_([event.contact_id for event in events if event.noun in ("address", "link")])
        ):
            complete(contact, actor)


def _follows(event: Event, people: set[int]) -> bool:
    """Whether an event followed what the same action did to one of these people."""
    if event.noun == "account":
        return bool(people) and event.source == "automatic"
    return event.noun in FOLLOWING and event.contact_id in people


@contextmanager
def _within_reach(events: list[Event], actor):
    """Let what places stand on decide about them afterwards, and nobody get more time than the actor may give.

    Whoever took something may give it back all the same, while nobody has decided about it since.
    """
    told = [event for event in events if event.noun == "assignment" and event.account_id]
    ids = sorted({event.account_id for event in told})
    hold_accounts(ids)
    before, reaches = Assignment.ends_on(ids), Assignment.reaches(actor, ids)
    decided = Assignment.decided_since(told)
    for event in told:
        if event.effect == "created" and (event.account_id, event.user_id) in decided:
            raise Overtaken(event)
    yield
    Assignment.settle(ids, actor)
    for (account_id, user_id), end in Assignment.ends_on(ids).items():
        had, reach = before.get((account_id, user_id)), reaches[account_id]
        if (had and end <= had) or (account_id, user_id) not in decided:
            continue
        if isinstance(actor, User) and user_id == actor.id and not actor.is_manager:
            raise OwnStay
        if reach is None or end > reach:
            raise BeyondOwnStay(Account.get_by_id(account_id), reach)
