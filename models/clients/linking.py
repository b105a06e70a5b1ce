"""Putting contacts on accounts and taking them off."""

from peewee import fn

from models.base.archived import still_done
from models.base.database import transaction
from models.clients.account import Account
from models.clients.contact import Address, Contact
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress


def link_contact(account: Account, contact: Contact, actor, description: str = "") -> Link:
    """Put a contact on an account as its last signer, each address with the switches of a newcomer.

    A contact that stands on it already stays as it is.
    """
    with transaction():
        account.hold()
        known = Link.get_or_none(account=account, contact=contact)
        if known:
            return known
        last = Link.select(fn.MAX(Link.signer_priority)).where(Link.account == account).scalar() or 0
        made = Link.add(
            actor, account=account, contact=contact, description=description, signer_priority=last + 1
        )
        for address in Address.select().where(Address.contact == contact).order_by(Address.position):
            LinkedAddress.add(actor, link=made, address=address)
    return made


def unlink(link: Link, actor):
    """Take a contact off an account; the contact stays. Nothing happens when it is off already. Raises LastContact."""
    with transaction():
        link.account.hold()
        if Link.get_or_none(id=link.id):
            link.remove(actor)


def complete(contact: Contact, actor):
    """Let every place of a contact have exactly its addresses; those that it lacks come as newcomers."""
    addresses = {address.id: address for address in contact.addresses}
    with still_done("change of a contact"):
        for link in Link.select().where(Link.contact == contact):
            rows = {row.address_id: row for row in link.linked_addresses}
            for address_id in rows.keys() - addresses.keys():
                rows[address_id].remove(actor)
            for address_id in addresses.keys() - rows.keys():
                LinkedAddress.add(actor, link=link, address=addresses[address_id])
