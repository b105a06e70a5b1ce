"""Putting contacts on accounts."""

from peewee import fn

from models.account import Account
from models.contact import Address, Contact
from models.database import transaction
from models.link import Link
from models.linked_address import LinkedAddress
from models.search_change import SearchChange


def link_contact(account: Account, contact: Contact, actor, description: str = "") -> Link:
    """Put a contact on an account as its last signer, each address with the switches of a newcomer."""
    with transaction():
        last = Link.select(fn.MAX(Link.signer_priority)).where(Link.account == account).scalar() or 0
        made = Link.add(
            actor, account=account, contact=contact, description=description, signer_priority=last + 1
        )
        for address in Address.select().where(Address.contact == contact).order_by(Address.position):
            LinkedAddress.add(actor, link=made, address=address)
        SearchChange.note(account.id)
    return made
