"""Taking back what one event did, or one field of it; undo.py does it with all the events of an action."""

from contextlib import contextmanager

from peewee import DoesNotExist, IntegrityError

from models.base.archived import still_done
from models.base.database import current_action, transaction
from models.base.event import Event
from models.base.model import models_by_noun
from models.base.recorded import MadeUseOf, Recorded
from models.clients.account import Account, LastMember
from models.clients.account_relation import AccountRelation, RelationTaken, RelationToItself
from models.clients.linked_address import FOLLOWS_ADDRESS

# What an action did besides that stays: what an account is told of an address (it changes nothing there), and a tag that
# was new, which others may use by now.
STAYS = (*FOLLOWS_ADDRESS, "tag.created")


class Overtaken(Exception):
    """What the action did has been changed since, so it cannot be taken back; the text names what.

    `event` is the line of history that cannot be taken back.
    """

    def __init__(self, event: Event):
        super().__init__(event.subject_name)
        self.event = event


def stands_on(record: Recorded, account: Account, people) -> bool:
    """Whether a record is of this account now, or of one of these people: what made it so may be undone since.

    A relation is of both its ends.
    """
    if isinstance(record, AccountRelation):
        return account.id in (record.account_id, record.related_id)
    concerns = record.concerns()
    if "account_id" in concerns:
        return concerns["account_id"] == account.id
    return concerns.get("contact_id") in people


def events_of(action: str) -> list[Event]:
    """What one action did that can be taken back, newest first; what was only logged did nothing."""
    done = Event.select().where(Event.action == action, Event.effect != "logged", Event.kind.not_in(STAYS))
    return list(done.order_by(Event.id.desc()))


def is_archival(event: Event) -> bool:
    """Whether an event archived an account, or put an archived one into the bin."""
    return event.noun == "account" and any(
        event.values.get(name, (None, None))[1] for name in ("archived_at", "binned_at")
    )


REFUSALS = (IntegrityError, LastMember, DoesNotExist, MadeUseOf, RelationTaken, RelationToItself)


@contextmanager
def _as_the_rules_allow(event: Event):
    """What the rules refuse, such as an address that its person has twice then, an empty team, what stood on a place that
    is gone, or an invitation that was accepted, is Overtaken.
    """
    try:
        with transaction():
            yield
    except REFUSALS as error:
        raise Overtaken(event) from error


def take_back(event: Event, actor):
    """Take back what one event did. Raises Overtaken when its record has been changed in the same place since."""
    model = models_by_noun()[event.noun]
    record = model.get_or_none(id=event.subject_id)
    with _as_the_rules_allow(event):
        match event.effect:
            case "created" if record:
                record.take_away(actor)
            case "changed" if isinstance(record, Recorded) and record.stays_as_is(event):
                pass
            case "changed" if record and is_archival(event):
                with still_done("undo of the archival"):
                    _change_back(record, event, actor)
            case "changed" if record:
                _change_back(record, event, actor)
            case "changed":
                raise Overtaken(event)
            case "removed" if not record and model.revivable:
                if not model.from_values(event.subject_id, olds(event)).stays_as_is(event):
                    _revive(model, event, actor)


def _revive(model: type[Recorded], event: Event, actor):
    back = model.revive(event.subject_id, olds(event), actor)
    _require_present(back, event)
    owners = (getattr(back, name, None) for name in ("account", "contact"))
    if any(owner is not None and (owner.merged_into_id or owner.purged_at) for owner in owners):
        raise Overtaken(event)


def olds(event: Event) -> dict:
    """What stood before an event, by field."""
    return {name: old for name, (old, _new) in event.values.items()}


def _change_back(record: Recorded, event: Event, actor):
    standing = record.values()
    # Columns can have gone since.
    before = {name: old for name, old in olds(event).items() if name in standing}
    if any(standing[name] not in event.values[name] for name in before):
        raise Overtaken(event)
    # Also where it looks the same again: what somebody has decided since is theirs.
    if any(standing[name] != old for name, old in before.items()) and before.keys() & _decided_since(event):
        raise Overtaken(event)
    record.put_back(actor, **{name: _python(record, name, old) for name, old in before.items()})
    _require_present(record, event)


def _require_present(record: Recorded, event: Event):
    """Raise Overtaken where somebody who has left the firm would have a place or a role again (rule Staff 7)."""
    user = getattr(record, "user", None)
    if user is not None and user.deactivated_at:
        raise Overtaken(event)


def _decided_since(event: Event) -> set[str]:
    """The columns of its record that another action has changed since an event; what is being done now is none."""
    later = Event.select().where(
        Event.noun == event.noun,
        Event.subject_id == event.subject_id,
        Event.id > event.id,
        Event.action.not_in((event.action, current_action())),
    )
    return {name for each in later for name in each.values}


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
