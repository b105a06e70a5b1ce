"""What somebody reaches in the portal, asked anew at every request: where their address has LOGIN and they have accepted."""

from models.account import Account
from models.contact import Address, Contact
from models.link import Link
from models.linked_address import LinkedAddress, accepted_with
from models.mailbox import mailbox
from models.portal_user import PortalUser


def seats_of(email: str):
    """The places that a sign-in reaches, in the order of a menu: LOGIN is on, on an account that is open to clients,
    and the person has accepted with this sign-in.

    Each is a LinkedAddress with its link, contact and account. Two people who share a mailbox have one each.
    """
    return seats_at([mailbox(email)])


def seats_at(mailboxes):
    """seats_of() several sign-ins, those of each in its order."""
    return _open_places(mailboxes).join_from(Address, PortalUser, on=accepted_with())


def is_open(linked_address: LinkedAddress) -> bool:
    """Whether the portal is open at this very place to the person, once they have accepted."""
    return (
        _open_places([mailbox(linked_address.address.email)])
        .where(LinkedAddress.id == linked_address.id)
        .exists()
    )


def asks_for_password(address: Address) -> PortalUser | None:
    """The sign-in whose password the person at an address needs to accept an invitation; None for who chooses one.

    It is asked for while anybody is in the portal with it, or when it is the person's own. Otherwise it has ended for
    this person: it must not bring back anybody who left the address, or who is away with an archived account.
    """
    user = PortalUser.of(address.email)
    if user and (user.id == address.portal_user_id or seats_of(address.email).exists()):
        return user
    return None


def _open_places(mailboxes):
    return (
        LinkedAddress.select(LinkedAddress, Link, Account, Contact, Address)
        .join(Link)
        .join(Account)
        .switch(Link)
        .join(Contact)
        .switch(LinkedAddress)
        .join(Address)
        .where(
            Address.email_folded.in_(mailboxes),
            LinkedAddress.login_at.is_null(False),
            LinkedAddress.agreed_email == Address.email_folded,
            Account.archived_at.is_null(),
            Account.stands(),
        )
        .order_by(Account.sort_key, Account.id, Contact.sort_key, Contact.id)
    )
