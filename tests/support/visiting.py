"""People of clients who have access to the portal, and browsers in which they are there."""

from models.base.password import hash_password
from models.clients.contact import Address
from models.clients.linked_address import LinkedAddress
from models.clients.portal_user import PortalUser
from models.portal.invitation import Invitation
from models.staff.firm import Firm
from models.staff.user import User

PASSWORD = "min egen lange sætning"


def give_access(row: LinkedAddress) -> LinkedAddress:
    """LOGIN on, invited and accepted with PASSWORD."""
    olga = User.get_by_id(1)
    row.turn("login", True, olga)
    row = LinkedAddress.get_by_id(row.id)
    if row.login_state == "not_invited":
        invitation = Invitation.send(row, olga)
        invitation.accept(None if invitation.sign_in else hash_password(PASSWORD))
    else:  # the cast was let in with a password of its own
        PortalUser.of(row.address.email).change_password(hash_password(PASSWORD), None)
    return LinkedAddress.get_by_id(row.id)


def enter(client, email: str):
    """Through the portal's door."""
    response = client.post("/portal/sign-in", data={"email": email, "password": PASSWORD})
    assert response.location == "/portal", response.text
    return client


def second_owner_of(address: Address, row: LinkedAddress) -> LinkedAddress:
    """Let the contact of `row` share a mailbox that somebody else has too."""
    added = Address.add(None, contact=row.link.contact, email=address.email, position=9)
    return LinkedAddress.add(None, link=row.link, address=added)


def firm_name() -> str:
    return Firm.this().name
