"""Restoring: one field of a record is written back to what it was before an event changed it."""

from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.base.model import models_by_noun
from models.base.recorded import Recorded, Stale
from models.clients.account import Account
from models.clients.addresses import correct_address
from models.clients.contact import Address
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.history.take_back import Overtaken, olds, restore, stands_on


class NotRestorable(Exception):
    """The event did not change such a field, it is none that people write back, or the record is elsewhere by now."""


def restorable(noun: str) -> set[str]:
    """The fields of the records of a noun that are written back."""
    model = models_by_noun().get(noun)
    return {name for name, field in model.fields.items() if field.restorable} if model else set()


def standing(events) -> dict[tuple[str, int], Recorded]:
    """(noun, id) → the records of these events as they are today, as far as something of them can be restored."""
    found = {}
    for noun in filter(restorable, models_by_noun()):
        model = models_by_noun()[noun]
        ids = {event.subject_id for event in events if event.noun == noun and event.effect == "changed"}
        found |= {(noun, row.id): row for row in model.select().where(model.id.in_(list(ids)))}
    return found


def differs(record: Recorded, field: str, old) -> bool:
    """Whether a field says something else today than `old`; of a switch it does not matter since when it is on."""
    today = record.values()[field]
    return bool(today) != bool(old) if isinstance(record, LinkedAddress) else today != old


def restore_value(event: Event, field: str, actor, account: Account, seen: int | None = None) -> Event | None:
    """Write back what `field` was before an event on `account`, by somebody who saw the history up to event `seen`.

    The event of it, or None when it stands so already. Raises NotRestorable, Overtaken when the record is gone, Stale
    when somebody has changed the field since, and addresses.Taken.
    """
    if event.effect != "changed" or field not in restorable(event.noun) or field not in event.values:
        raise NotRestorable
    with transaction():
        record = models_by_noun()[event.noun].get_or_none(id=event.subject_id)
        if record is None:
            raise Overtaken(event)
        people = {link.contact_id for link in Link.select(Link.contact).where(Link.account == account)}
        if not stands_on(record, account, people):
            raise NotRestorable  # it has gone to another client since, whose values are not told here
        if seen is not None and field in record.hold()._values_at(seen):
            raise Stale({field: record.values()[field]})
        if not _write_back(record, event, field, actor):
            return None
        return Event.get_by_id(record.last_event_id)


def _write_back(record: Recorded, event: Event, field: str, actor) -> bool:
    old = olds(event)[field]
    if not differs(record, field, old):
        return False
    if isinstance(record, Address):
        return correct_address(record, old, actor)
    if isinstance(record, Account) and field == "name":
        # Somebody chose it, so it follows no contact any more.
        return record.put_back(actor, name=old, name_typed_at=now())
    return restore(event, field, actor)
