"""Restoring: one field of a record is written back to what it was before an event changed it."""

from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.base.recorded import Recorded, Stale
from models.clients.account import Account
from models.clients.addresses import correct_address
from models.clients.contact import Address, Contact, Phone
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linked_address import SWITCHES, LinkedAddress
from models.history.take_back import Overtaken, olds, restore, stands_on

PLACE = ("street", "postal_code", "city", "country")

MODELS = {model.noun: model for model in (Account, Contact, Phone, Address, Link, LinkedAddress, CustomValue)}
RESTORABLE = {
    "account": ("name", "type", *PLACE, "phone", "website", "registration_number"),
    "contact": ("first_name", "last_name", "language", *PLACE),
    "phone": ("number", "label"),
    "address": ("email",),
    "link": ("description", "signer_priority", "from_on", "until_on"),
    "linked_address": tuple(SWITCHES.values()),
    "custom_value": ("value",),
}


class NotRestorable(Exception):
    """The event did not change such a field, it is none that people write back, or the record is elsewhere by now."""


def standing(events) -> dict[tuple[str, int], Recorded]:
    """(noun, id) → the records of these events as they are today, as far as something of them can be restored."""
    found = {}
    for noun, model in MODELS.items():
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
    if event.effect != "changed" or field not in RESTORABLE.get(event.noun, ()) or field not in event.values:
        raise NotRestorable
    with transaction():
        record = MODELS[event.noun].get_or_none(id=event.subject_id)
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
