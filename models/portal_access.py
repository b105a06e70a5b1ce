"""What somebody reaches in the portal, asked anew at every request: the accounts where their address has LOGIN."""

from models.account import Account
from models.contact import Address, Contact
from models.link import Link
from models.linked_address import LinkedAddress


def seats_of(email: str):
    """The places of an address that has LOGIN, on accounts that are open to clients, in the order of a menu.

    Each is a LinkedAddress with its link, contact and account. Two people who share a mailbox have one each.
    """
    return (
        LinkedAddress.select(LinkedAddress, Link, Account, Contact, Address)
        .join(Link)
        .join(Account)
        .switch(Link)
        .join(Contact)
        .switch(LinkedAddress)
        .join(Address)
        .where(
            Address.email_folded == email.casefold(),
            LinkedAddress.login_at.is_null(False),
            Account.archived_at.is_null(),
            Account.stands(),
        )
        .order_by(Account.sort_key, Account.id, Contact.sort_key, Contact.id)
    )


def lets_in(linked_address: LinkedAddress) -> bool:
    """Whether this very place is one of them."""
    return seats_of(linked_address.address.email).where(LinkedAddress.id == linked_address.id).exists()
