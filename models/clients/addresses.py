"""The e-mail addresses of a contact, and what a change of them means on every account."""

from peewee import fn

from models.base.archived import still_done
from models.base.database import transaction
from models.base.mailbox import mailbox
from models.clients.contact import Address, Contact
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress


class Taken(Exception):
    """The contact already has this address."""


class Needed(Exception):
    """A custom field that must not be empty holds the address; the text is what the field is called."""


def add_address(contact: Contact, email: str, actor, field=None) -> Address:
    """Give a contact one more address, or the first; on every account it starts with the switches of a newcomer.

    `field` is the e-mail-typed custom field that it stands in. Raises Taken.
    """
    with transaction():
        contact.hold()
        _require_once(contact, email)
        last = Address.select(fn.MAX(Address.position)).where(Address.contact == contact).scalar()
        position = 0 if last is None else last + 1
        address = Address.add(actor, contact=contact, email=email, field=field, position=position)
        with still_done("change of a contact"):
            for link in Link.select().where(Link.contact == contact):
                LinkedAddress.add(actor, link=link, address=address)
    return address


def correct_address(address: Address, email: str, actor) -> bool:
    """Write an address anew; its switches stay. False when it stands so already. Raises Taken."""
    with transaction():
        address.contact.hold()
        _require_once(address.contact, email, address)
        return address.amend(actor, "corrected", email=email)


def make_primary(address: Address, actor) -> bool:
    """Put an address before the others of its contact."""
    with transaction():
        address.contact.hold()
        others = Address.select().where(Address.contact == address.contact_id, Address.id != address.id)
        ordered = [address, *others.order_by(Address.position, Address.id)]
        moved = [each.amend(actor, "moved", position=place) for place, each in enumerate(ordered)]
    return any(moved)


def remove_address(address: Address, actor):
    """Take an address from its contact and from every account; its switches stay in the history. Raises Needed."""
    with transaction():
        address.contact.hold()
        field = address.field
        if field and field.required and not field.archived and not _others_in(field, address).exists():
            raise Needed(field.label)
        address.remove(actor)


def _others_in(field, address: Address):
    """What else stands in a field for the same contact, as after a merge."""
    others = Address.select().where(Address.contact == address.contact_id, Address.field == field)
    return others.where(Address.id != address.id)


def _require_once(contact: Contact, email: str, but: Address | None = None):
    same = Address.select().where(Address.contact == contact, Address.email_folded == mailbox(email))
    if any(each != but for each in same):
        raise Taken(email)
