"""Undoing: what the events of one action did is taken back, newest first (rule Clients 7)."""

from contextlib import contextmanager, nullcontext

from peewee import DoesNotExist, IntegrityError

from models.base.archived import hold_accounts, hold_mentioned, still_done
from models.base.database import transaction
from models.base.event import Event
from models.base.model import models_by_noun
from models.base.recorded import Recorded
from models.clients.account import Account, Assignment, BeyondOwnStay, LastMember, OwnStay
from models.clients.contact import Contact
from models.clients.linked_address import FOLLOWS_ADDRESS
from models.clients.linking import complete
from models.staff.user import User

# What follows a change of a person on every account where the person stands, besides names that follow.
FOLLOWING = ("linked_address", "muted_notification", "invitation")


class Overtaken(Exception):
    """What the action did has been changed since, so it cannot be taken back; the text names what.

    `event` is the line of history that cannot be taken back.
    """

    def __init__(self, event: Event):
        super().__init__(event.subject_name)
        self.event = event


def stands_on(record: Recorded, account: Account, people) -> bool:
    """Whether a record is of this account now, or of one of these people: what made it so may be undone since."""
    concerns = record.concerns()
    if "account_id" in concerns:
        return concerns["account_id"] == account.id
    return concerns.get("contact_id") in people


def events_of(action: str) -> list[Event]:
    """What one action did, newest first; what was only logged did nothing, and what follows an address goes with it."""
    done = Event.select().where(
        Event.action == action, Event.effect != "logged", Event.kind.not_in(FOLLOWS_ADDRESS)
    )
    return list(done.order_by(Event.id.desc()))


def reverse(action: str, actor):
    """Take back everything that an action did, or nothing; what stands as before already is left alone.

    Raises Overtaken, LastContact where an account would lose its last one, and AccountArchived where one is archived,
    unless that is what is taken back; OwnStay and BeyondOwnStay where somebody would be on a team for longer than the
    actor may give. A merge is undone by its own verb.
    """
    with transaction(), _within_reach(events_of(action), actor):
        events = events_of(action)
        hold_mentioned(events)
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


def is_archival(event: Event) -> bool:
    """Whether an event archived an account, or put an archived one into the bin."""
    return event.noun == "account" and any(
        event.values.get(name, (None, None))[1] for name in ("archived_at", "binned_at")
    )


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


@contextmanager
def _as_the_rules_allow(event: Event):
    """What the rules refuse, such as an address that its person has twice then, an empty team, or what stood on a place
    that is gone, is Overtaken.
    """
    try:
        with transaction():
            yield
    except (IntegrityError, LastMember, DoesNotExist) as error:
        raise Overtaken(event) from error


def take_back(event: Event, actor):
    """Take back what one event did. Raises Overtaken when its record has been changed in the same place since."""
    model = models_by_noun()[event.noun]
    record = model.get_or_none(id=event.subject_id)
    with _as_the_rules_allow(event):
        match event.effect:
            case "created" if record:
                record.remove(actor)
            case "changed" if record and is_archival(event):
                with still_done("undo of the archival"):
                    _change_back(record, event, actor)
            case "changed" if record:
                _change_back(record, event, actor)
            case "changed":
                raise Overtaken(event)
            case "removed" if not record and model.revivable:
                _revive(model, event, actor)


def _revive(model: type[Recorded], event: Event, actor):
    back = model.revive(event.subject_id, olds(event), actor)
    owners = (getattr(back, name, None) for name in ("account", "contact"))
    if any(owner is not None and (owner.merged_into_id or owner.purged_at) for owner in owners):
        raise Overtaken(event)


def olds(event: Event) -> dict:
    """What stood before an event, by field."""
    return {name: old for name, (old, _new) in event.values.items()}


def _change_back(record: Recorded, event: Event, actor):
    standing = record.values()
    before = {
        name: old for name, old in olds(event).items() if name in standing
    }  # columns can have gone since
    if any(standing[name] not in event.values[name] for name in before):
        raise Overtaken(event)
    record.put_back(actor, **{name: _python(record, name, old) for name, old in before.items()})


def restore(event: Event, field: str, actor) -> bool:
    """Write the value that `field` had before an event changed it; False when it stands so already.

    Raises KeyError for a field that the event did not change, Overtaken when the record is gone.
    """
    record = models_by_noun()[event.noun].get_or_none(id=event.subject_id)
    old = olds(event)[field]
    if record is None or event.effect != "changed":
        raise Overtaken(event)
    with _as_the_rules_allow(event):
        return record.put_back(actor, **{field: _python(record, field, old)})


def _python(record: Recorded, name: str, value):
    return record._meta.fields[name].python_value(value)
