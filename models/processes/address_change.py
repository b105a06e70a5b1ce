"""Change of an e-mail address: portal access, invitations and switches on every account, and who has to confirm it.

What holds meanwhile is in rule Switches 6; docs/security/portal-access.md tells it in full. Whoever was in the portal, or invited, was so at the former address.
"""

from models.base.database import transaction
from models.base.event_handlers import follows
from models.base.mailbox import mailbox
from models.clients.account import Account, Assignment
from models.clients.contact import Address, Readdressed
from models.clients.link import Link
from models.clients.linked_address import SWITCHES, WAITING_SWITCHES, LinkedAddress
from models.clients.portal_user import PortalUser
from models.outgoing.outbox import KINDS, Kind, Outbox
from models.portal.invitation import Invitation
from models.staff.user import User

CONFIRMER_RIGHT = "manage_accounts"


class ChangedAgain(Exception):
    """The address is no longer the one that was looked at."""


@follows("address.readdressed")
def readdress(change: Readdressed, actor):
    """Where the editor may open the account, LOGIN ends with the former address and an open invitation goes to the new one.

    Elsewhere nothing is sent, kept or shown at the new address before somebody who may open the account confirms it.
    """
    rows = list(
        LinkedAddress.select(LinkedAddress, Link).join(Link).where(LinkedAddress.address == change.address)
    )
    open_ids = _ids_open_to(actor, [row.account_id for row in rows])
    for row in rows:
        if row.account_id in open_ids:
            _follow(row, change, actor)
        else:
            _wait(row, change, actor)


def _ids_open_to(actor, account_ids) -> set[int]:
    """Which accounts an actor may open: a User by role, rights and teams; a contact none; the program itself all."""
    if actor is None:
        return set(account_ids)
    if not isinstance(actor, User):
        return set()
    actor = User.get_by_id(actor.id)
    query = Account.visible_to(actor, actor.rights(), account_ids)
    return {account_id for (account_id,) in query.select(Account.id).tuples()}


def _follow(row: LinkedAddress, change: Readdressed, actor):
    now = change.address.email_folded
    values = {"agreed_email": now}
    waited = row.agreed_email != change.former.email_folded
    if row.login_at and row.agreed_email != now and (waited or _had_accepted(change.former)):
        values["login_at"] = None
    ends = len(values) > 1
    row.amend(actor, "readdressed" if ends else "followed", **values)
    invited = Invitation.newest_open(row)
    if invited and mailbox(invited.email) == now:
        return  # the address is again what it was when this was sent
    Invitation.revoke_all(row, actor)
    if invited and row.hold().login_state == "not_invited":
        Invitation.send(row, actor, invited.message)


def _had_accepted(former) -> bool:
    return any(user.id == former.portal_user_id for user in PortalUser.all_of(former.email))


def _wait(row: LinkedAddress, change: Readdressed, actor):
    """The account has agreed to the former address alone; it is told, once, where that matters."""
    if row.agreed_email == change.former.email_folded and row.waiting_switches:
        row.record("held", "changed", actor, {})
        if row.link.account.archived_at is None:  # else it is told on the page, once the client is back
            for each in _confirmers(row.account_id):
                Outbox.put("address_confirmation", row.id, row.account_id, each.email)


def _confirmers(account_id: int) -> list[User]:
    """Those of the team who may confirm an address; where there are none, the owners."""
    team = (
        User.active()
        .join(Assignment, on=(Assignment.user == User.id))
        .where(Assignment.account == account_id, Assignment.is_current())
    )
    able = [each for each in team if each.is_manager or CONFIRMER_RIGHT in each.rights()]
    return able or list(User.active().where(User.role == "owner"))


def confirm(linked_address: LinkedAddress, email: str, actor) -> bool:
    """Let the switches have effect at the changed address, which the confirmer has seen as `email`.

    False when it waits for nobody. Raises ChangedAgain.
    """
    with transaction():
        row = _seen(linked_address, email)
        if not row.unconfirmed:
            return False
        Invitation.revoke_all(row, actor)
        return row.amend(actor, "confirmed", agreed_email=row.address.email_folded)


def decline(linked_address: LinkedAddress, email: str, actor) -> bool:
    """Turn off what waits for the changed address to be confirmed. False and errors as for confirm()."""
    with transaction():
        row = _seen(linked_address, email)
        if not row.unconfirmed:
            return False
        Invitation.revoke_all(row, actor)
        off = {SWITCHES[switch]: None for switch in WAITING_SWITCHES}
        return row.amend(actor, "declined", **off)


def _seen(linked_address: LinkedAddress, email: str) -> LinkedAddress:
    linked_address.address.contact.hold()  # as whoever changes an address does
    row = LinkedAddress.get_by_id(linked_address.id)
    if row.unconfirmed and row.address.email != email:
        raise ChangedAgain
    return row


class WaitingAddress:
    """A linked address that waits to be confirmed: what the mail to those who may do it is about."""

    def __init__(self, row: LinkedAddress):
        self.row, self.id = row, row.id

    @classmethod
    def get_or_none(cls, id: int):
        row = LinkedAddress.get_or_none(LinkedAddress.id == id)
        return row and cls(row)

    @property
    def still_wanted(self) -> bool:
        return self.row.unconfirmed

    def mail_cancelled(self, actor):
        """It still waits, and the account's page says so."""


KINDS["address_confirmation"] = Kind(WaitingAddress)


@follows("linked_address.removed")
def _leave(row: LinkedAddress, actor):
    end_acceptance(row.address, actor, row.id)


def end_acceptance(address: Address, actor, leaving: int = 0):
    """Who stands on no account any more is let in by nobody: another account invites them anew.

    `leaving` is the id of the linked address that is about to go.
    """
    places = LinkedAddress.select().where(LinkedAddress.address == address, LinkedAddress.id != leaving)
    if address.portal_user_id and not places.exists():
        address.amend(actor, "access_ended", portal_user_id=None, accepted_at=None)
