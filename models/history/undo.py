"""Undoing: what one has just done on one account, and whatever else an action did, is taken back, newest first
(rule Clients 7)."""

from contextlib import contextmanager, nullcontext

from models.base.archived import hold_accounts, hold_mentioned, refuse_archived, still_done
from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.base.model import models_by_noun
from models.clients.account import UNDOABLE, Account, Assignment, BeyondOwnStay, OwnStay
from models.clients.account_relation import AccountRelation
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import complete
from models.history.take_back import Overtaken, events_of, is_archival, stands_on, take_back
from models.staff.user import User

# What follows a change of a person on every account where the person stands, besides names that follow.
FOLLOWING = ("linked_address", "muted_notification", "invitation")

# A relation stands on the pages of two accounts.
RELATION, ENDS = AccountRelation.noun, ("account", "related")


class NotUndoable(Exception):
    """There is no such action that this user may undo on this account."""


def undo(action: str, account: Account, user: User):
    """Take back what `user` did on `account` within the last day, with what followed elsewhere; all of it or nothing.

    Raises NotUndoable, Overtaken when somebody has changed the same since, LastContact, OwnStay and BeyondOwnStay as
    reverse() does, and AccountArchived unless that is what is taken back.
    """
    with transaction():
        events = events_of(action)
        hold_mentioned(events)
        account.hold()
        if not events or not _are_own(events, account, user):
            raise NotUndoable
        for event in events:
            if event.effect == "created" and event.noun != "invitation" and _lived_on(event):
                raise Overtaken(event)
        if not any(is_archival(event) for event in events):
            refuse_archived(account.id)
        try:
            reverse(action, user)
        except Overtaken as error:
            if error.event.account_id in (account.id, None):
                raise
            raise Overtaken(events[-1]) from error  # what another client is called is not told here


def done_by_hand(action: str) -> list[Event]:
    """What somebody decided with an action, newest first, without what followed from it by itself."""
    events = events_of(action)
    people = _changed_people(events)
    return [event for event in events if not _follows(event, people)]


def _are_own(events: list[Event], account: Account, user: User) -> bool:
    """Whether `user` did all this lately, to `account` or to what somebody who stands on it owns.

    What followed on other accounts belongs to it, while they are open to the user, or while it is a name that follows.
    """
    here = {event.contact_id for event in events if event.account_id == account.id}
    people, changed = _people_of(account) | here, _changed_people(events)
    ends = {end for event in events for end in _ends_of(event)} | {account.id}
    open_ids = {row.id for row in Account.visible_to(user, user.rights(), list(ends))} | {account.id}
    for event in events:
        own = event.actor_kind == "user" and event.actor_id == user.id and event.at > now() - UNDOABLE
        follows = _follows(event, changed) and (event.noun == "account" or event.account_id in open_ids)
        if not (own and _can_be_undone(event) and (follows or _is_of(event, account, people, open_ids))):
            return False
    return True


def _can_be_undone(event: Event) -> bool:
    model = models_by_noun().get(event.noun)
    return model is not None and bool({event.effect, event.kind} & {*model.undoable})


def _is_of(event: Event, account: Account, people: set[int], open_ids: set[int]) -> bool:
    """Whether an event was about `account` or one of its people, and so is its record, unless that has gone elsewhere since."""
    ends = _ends_of(event)
    told = account.id in ends if ends else event.contact_id in people
    if not told or not ends <= open_ids:
        return False
    record = models_by_noun()[event.noun].get_or_none(id=event.subject_id)
    return record is None or stands_on(record, account, people)


def _ends_of(event: Event) -> set[int]:
    """The accounts that an event is about: none for what a contact owns, both of a relation."""
    told = [event.values[name] for name in ENDS if name in event.values] if event.noun == RELATION else []
    record = AccountRelation.get_or_none(id=event.subject_id) if event.noun == RELATION else None
    standing = [record.account_id, record.related_id] if record else []
    return {event.account_id, *standing, *(end for change in told for end in change)} - {None}


def _people_of(account: Account) -> set[int]:
    return {row_id for (row_id,) in Link.select(Link.contact).where(Link.account == account).tuples()}


def _changed_people(events: list[Event]) -> set[int]:
    return {event.contact_id for event in events if event.account_id is None} - {None}


def _lived_on(event: Event) -> bool:
    """Whether anything has happened to what is new since the action that made it: to a person, on a place, to a record."""
    if models_by_noun()[event.noun].get_or_none(id=event.subject_id) is None:
        return event.noun == "contact"
    told = {
        "contact": Event.contact_id == event.subject_id,
        "link": (Event.account_id == event.account_id) & (Event.contact_id == event.contact_id),
    }
    one = (Event.noun == event.noun) & (Event.subject_id == event.subject_id) & (Event.effect == "changed")
    later = Event.select().where(told.get(event.noun, one), Event.id > event.id, Event.action != event.action)
    return later.exists()


def reverse(action: str, actor):
    """Take back everything that an action did, or nothing; what stands as before already is left alone.

    Raises Overtaken, LastContact where an account would lose its last one, and AccountArchived where one is archived,
    unless that is what is taken back; OwnStay and BeyondOwnStay where somebody would be on a team for longer than the
    actor may give. A merge is undone by its own verb.
    """
    with transaction(), _within_reach(events_of(action), actor):
        events = events_of(action)
        hold_mentioned(events)
        people = _changed_people(events)
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
