"""What somebody reaches in the portal, asked anew at every request: where their address has LOGIN and they have accepted (rule Portal 1)."""

from models.base.mailbox import mailbox
from models.clients.account import Account
from models.clients.contact import Address, Contact
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress, accepted_with
from models.clients.portal_user import PortalUser


def places_of_user(user: PortalUser):
    """The places that a sign-in reaches, as places_of_mailbox() gives those of its mailbox."""
    return places_of_mailbox(user.email).where(PortalUser.id == user.id)


def places_of_mailbox(email: str):
    """The places that the sign-in of a mailbox reaches, in the order of a menu: LOGIN is on, on an account that is open
    to clients, and the person has accepted with this sign-in.

    Each is a LinkedAddress with its link, contact and account. Two people who share a mailbox have one each.
    """
    return places_of_mailboxes([email])


def places_of_mailboxes(emails):
    """places_of_mailbox() the sign-ins of several mailboxes, those of each in its order."""
    return open_places(emails).join_from(Address, PortalUser, on=accepted_with())


def is_open(linked_address: LinkedAddress) -> bool:
    """Whether the portal is open at this very place to the person, once they have accepted."""
    places = open_places([linked_address.address.email])
    return places.where(LinkedAddress.id == linked_address.id).exists()


def asks_for_password(address: Address) -> PortalUser | None:
    """The sign-in whose password the person at an address needs to accept an invitation; None for who chooses one.

    It is asked for while anybody is in the portal with it, or when it is the person's own. Otherwise it has ended for
    this person: it must not bring back anybody who left the address, or who is away with an archived account.
    """
    own = accepted_by(address)
    return own or next(
        (user for user in PortalUser.all_of(address.email) if places_of_user(user).exists()), None
    )


def accepted_by(address: Address) -> PortalUser | None:
    """The sign-in with which the person at an address has accepted, if there is one still."""
    return PortalUser.select().join(Address, on=accepted_with()).where(Address.id == address.id).first()


def open_places(emails):
    """The places that the sign-ins of some mailboxes would reach once everybody has accepted, as places_of_mailboxes() gives those
    that they reach.
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
            Address.email_folded.in_({mailbox(email) for email in emails}),
            LinkedAddress.login_at.is_null(False),
            LinkedAddress.agreed_email == Address.email_folded,
            Account.archived_at.is_null(),
            Account.stands(),
        )
        .order_by(Account.sort_key, Account.id, Contact.sort_key, Contact.id)
    )
