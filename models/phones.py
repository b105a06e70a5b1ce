"""The phone numbers of a contact: adding, correcting, removing, and which comes first."""

from peewee import fn

from models.contact import Contact, Phone
from models.database import transaction
from models.phone_number import e164
from models.search_change import SearchChange


class Taken(ValueError):
    """The contact has this number already."""


def add_phone(contact: Contact, number: str, actor, label: str = "") -> Phone:
    """Give a contact one more number, in any format, as the last one. Raises InvalidPhone, Taken."""
    with transaction():
        number = _free(contact.hold(), number)
        last = Phone.select(fn.MAX(Phone.position)).where(Phone.contact == contact).scalar()
        position = 0 if last is None else last + 1
        added = Phone.add(actor, contact=contact, number=number, label=label, position=position)
        SearchChange.note_contact(contact.id)
    return added


def correct_phone(phone: Phone, actor, seen: int, number: str, label: str) -> bool:
    """Change a number and its label, seen as of an event, as Recorded.edit() does.

    Raises InvalidPhone, Taken, Stale.
    """
    with transaction():
        number = _free(phone.contact.hold(), number, phone)
        if not phone.edit(actor, seen, number=number, label=label):
            return False
        SearchChange.note_contact(phone.contact_id)
    return True


def remove_phone(phone: Phone, actor):
    """Take a number away; it stays in the history."""
    with transaction():
        phone.hold().remove(actor)
        SearchChange.note_contact(phone.contact_id)


def prefer_phone(phone: Phone, actor):
    """Put a number first; nothing happens when it stands there."""
    with transaction():
        phone.contact.hold()
        first = Phone.of([phone.contact_id]).first()
        if first.id != phone.id:
            phone.amend(actor, position=first.position - 1)


def _free(contact: Contact, number: str, own: Phone | None = None) -> str:
    """The number as it is stored, when no other phone of the contact has it."""
    number = e164(number)
    held = Phone.get_or_none(contact=contact, number=number)
    if held and held != own:
        raise Taken(number)
    return number
