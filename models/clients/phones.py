"""The phone numbers of a contact: adding, correcting, removing, and which comes first."""

from peewee import fn

from models.base.database import transaction
from models.base.phone_number import e164
from models.clients.contact import Contact, Phone


class Taken(ValueError):
    """The contact has this number already."""


def add_phone(contact: Contact, number: str, actor, label: str = "") -> Phone:
    """Give a contact one more number, in any format, as the last one. Raises InvalidPhone, Taken."""
    with transaction():
        number = _free(contact.hold(), number)
        last = Phone.select(fn.MAX(Phone.position)).where(Phone.contact == contact).scalar()
        position = 0 if last is None else last + 1
        added = Phone.add(actor, contact=contact, number=number, label=label, position=position)
    return added


def correct_phone(phone: Phone, actor, seen: int, number: str, label: str) -> bool:
    """Change a number and its label, seen as of an event, as Recorded.edit() does.

    Raises InvalidPhone, Taken, Stale.
    """
    with transaction():
        number = _free(phone.contact.hold(), number, phone)
        return phone.edit(actor, seen, number=number, label=label)


def remove_phone(phone: Phone, actor):
    """Take a number away; it stays in the history."""
    with transaction():
        phone.contact.hold()
        phone.remove(actor)


def make_first(phone: Phone, actor) -> bool:
    """Put a number before the others of its contact."""
    with transaction():
        phone.contact.hold()
        others = Phone.of([phone.contact_id]).where(Phone.id != phone.id)
        moved = [each.amend(actor, "moved", position=place) for place, each in enumerate([phone, *others])]
    return any(moved)


def _free(contact: Contact, number: str, own: Phone | None = None) -> str:
    """The number as it is stored, when no other phone of the contact has it."""
    number = e164(number)
    held = Phone.get_or_none(contact=contact, number=number)
    if held and held != own:
        raise Taken(number)
    return number
