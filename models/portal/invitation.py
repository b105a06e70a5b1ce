"""Invitations to the portal: on, not invited → invited → active, and what ends them on the way."""

from functools import reduce
from hashlib import sha256
from operator import or_

from peewee import ForeignKeyField, TextField

from models.base.archived import hold_places_of
from models.base.clock import now
from models.base.database import current_action, locked, transaction
from models.base.event import Event
from models.base.event_handlers import follows
from models.base.mailbox import mailbox
from models.base.recorded import Field
from models.clients.account import Account
from models.clients.contact import Address
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.portal_user import PortalUser
from models.outgoing.mailed_invitation import MailedInvitation
from models.outgoing.outbox import AT_ONCE, GRACE, KINDS, Kind, Outbox
from models.portal.portal_access import asks_for_password, is_open
from models.staff.user import User

LONGEST_MESSAGE = 5_000

# What decides about an invitation, by what it is a column of: after a change of any of it no link comes back.
DECIDING = {
    "linked_address": {"link", "address", "login_at", "agreed_email"},
    "link": {"account", "contact"},
    "address": {"contact", "email", "portal_user_id"},
    "account": {"archived_at", "binned_at", "merged_into"},
    "invitation": {"linked_address", "revoked_at"},  # a newer one, or the end of the one that took its place
}


class Uninvitable(Exception):
    """The address cannot be invited now: its LOGIN is off, it has to be confirmed first, or it has access already."""


class Invitation(MailedInvitation):
    """An offer to one address to use the portal for one account. A newer one ends those before it when its mail leaves."""

    noun = "invitation"
    history_group = "portal"
    fields = {"message": Field(), "expires_at": Field("instant")}
    untold = frozenset(
        {"linked_address", "email", "invited_by", "created_at", "opened_at", "accepted_at", "revoked_at"}
    )
    undoable = ("created", "changed", "removed")

    linked_address = ForeignKeyField(LinkedAddress, on_delete="CASCADE", backref="invitations")
    message = TextField(default="")
    invited_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

    def concerns(self):
        return self.linked_address.concerns()

    # What staff do

    @classmethod
    def send(cls, linked_address: LinkedAddress, actor, message: str = "", invited_by=None, grace=GRACE):
        """Invite an address whose LOGIN is on; the mail leaves by the outbox. Raises Uninvitable.

        An earlier link works until then, and where its mail still waited only the new one is sent.
        """
        with transaction():
            row = linked_address.hold()
            if row.login_state in ("off", "unconfirmed", "active"):
                raise Uninvitable
            invitation = cls.add(
                actor,
                "sent",
                linked_address=row,
                email=row.address.email,
                message=message,
                invited_by=invited_by or actor,
                expires_at=now() + cls.lifetime,
            )
            row.keep_invited_until(invitation.expires_at)
            invitation.queue_mail(grace)
        return invitation

    @classmethod
    def open_ones(cls, linked_addresses):
        """The invitations of these linked addresses that were neither accepted nor revoked, newest first."""
        return cls.unanswered().where(cls.linked_address.in_(linked_addresses))

    @classmethod
    def newest_open(cls, linked_address: LinkedAddress):
        return cls.open_ones([linked_address.id]).first()

    @classmethod
    def revoke_all(cls, linked_address: LinkedAddress, actor):
        """End every link to this address that is under way, and let mails that still wait not be sent."""
        with transaction():
            for each in cls.open_ones([linked_address.id]):
                each.revoke(actor)

    @classmethod
    def alike(cls, one):
        return cls.open_ones([one.linked_address_id])

    def when_revoked(self):
        self.keep_newest()

    def keep_newest(self):
        """Let the linked address know until when it is invited by the others that are open."""
        newest = Invitation.alike(self).where(Invitation.id != self.id).first()
        self.linked_address.keep_invited_until(newest and newest.expires_at)

    def let_earlier_stand(self):
        self.keep_newest()
        super().let_earlier_stand()

    def stays_as_is(self, event: Event) -> bool:
        """Whether undoing `event` brings no link back, since that was used or ended before or somebody has decided since, or
        ends none, since it has ended already.
        """
        if event.effect == "changed" and "revoked_at" not in event.values:
            return False
        was_open = event.values.get("revoked_at", (None, None))[0] is None
        if event.effect == "removed":
            ended = not self.is_unanswered or not _is_agreed_to(self)
            return ended or self._is_decided_since(event)
        return self._is_decided_since(event) if was_open else not self.is_unanswered

    def _is_decided_since(self, event: Event) -> bool:
        """Whether another action has decided since an event about the address, its LOGIN, its place or its account, or invited
        anew; what is being done now is none.
        """
        row = self.linked_address
        there = Invitation.select().where(Invitation.linked_address == row, Invitation.id >= self.id)
        subjects = {
            "linked_address": [row.id],
            "link": [row.link_id],
            "address": [row.address_id],
            "account": [row.account_id],
            "invitation": [each.id for each in there],
        }
        later = Event.select().where(
            Event.id > event.id,
            Event.action.not_in((event.action, current_action())),
            reduce(or_, [(Event.noun == noun) & Event.subject_id.in_(ids) for noun, ids in subjects.items()]),
        )
        return any(DECIDING[each.noun] & each.values.keys() for each in later)

    @property
    def outlived(self) -> bool:
        """Whether the address or its LOGIN has changed since."""
        same = self.linked_address.address.email_folded == mailbox(self.email)
        return not same or not is_open(self.linked_address)

    # What the invited person does

    @property
    def sign_in(self) -> PortalUser | None:
        """Whose password is asked for when it is accepted; None where the person chooses one."""
        return asks_for_password(self.linked_address.address)

    def accept(self, password_hash: str | None = None) -> bool:
        """The invited person accepts, for every account where this address of theirs has LOGIN.

        `password_hash` is that of the password that they have chosen, None where that of `sign_in` was asked for. False
        when somebody was quicker, the link has been ended or has expired meanwhile, or the other kind of password is
        needed by now.
        """
        with transaction():
            hold_places_of([self.linked_address.link.contact_id])  # archiving one ends its invitation
            address = self._hold_address()
            user = self.sign_in
            if (user is None) != (password_hash is not None) or not self.take():
                return False
            contact = self.linked_address.link.contact
            user = user or PortalUser.begin(self.email, password_hash, contact)
            address.amend(contact, "accepted", portal_user_id=user.id, accepted_at=self.accepted_at)
            self.record_acceptance(contact)
            self._settle_others(address, contact)
        return True

    def record_acceptance(self, actor):
        super().record_acceptance(actor)
        self.linked_address.keep_invited_until(None)

    def _hold_address(self) -> Address:
        """The address, while nobody else accepts at the same mailbox: its sign-in begins once."""
        same = Address.email_folded == mailbox(self.email)
        list(locked(Address.select().where(same).order_by(Address.id)))
        self.linked_address = LinkedAddress.get_by_id(self.linked_address_id)
        return self.linked_address.address

    def _settle_others(self, address: Address, contact):
        """The person has accepted once and for all: no other link to this address of theirs sets or asks for anything."""
        for other in Invitation.open_ones(address.linked_addresses):
            if other.take():
                other.record_acceptance(contact)
            else:
                other.revoke(contact)

    def renew(self) -> "Invitation | None":
        """Mail a new link in place of this expired one, to the same address; None when it has not expired.

        One that is under way already, or has been sent, is not sent once more.
        """
        with transaction():
            self.linked_address.hold()
            if self.hold().state != "expired" or self.linked_address.login_state == "active":
                return None
            newer = Invitation.newest_open(self.linked_address)
            if newer.state == "open" and (newer.mail is None or newer.mail.state != "failed"):
                return newer
            contact, inviter = self.linked_address.link.contact, self.invited_by
            return Invitation.send(self.linked_address, contact, self.message, inviter, grace=AT_ONCE)


KINDS["invitation"] = Kind(Invitation)


@follows("linked_address.login_withdrawn")
def _end_invitations(linked_address: LinkedAddress, actor):
    Invitation.revoke_all(linked_address, actor)


@follows("invitation.removed")
def _send_nothing(invitation: Invitation, actor):
    Outbox.withdraw("invitation", invitation.id)
    if invitation.is_unanswered:
        invitation.let_earlier_stand()


@follows("invitation.restored")
def _invite_after_all(invitation: Invitation, actor):
    """What ended it has been undone: it counts again, and its mail is sent where that had not left; one of several."""
    if invitation.is_unanswered:
        newest = Invitation.newest_open(invitation.linked_address)
        invitation.linked_address.keep_invited_until(newest.expires_at)
        if newest == invitation:
            for each in newest.earlier():
                Outbox.withdraw("invitation", each.id)
            newest.wait_again()


@follows("account.archived")
def _end_invitations_of_account(account: Account, actor):
    rows = LinkedAddress.select(LinkedAddress.id).join(Link).where(Link.account == account)
    for each in Invitation.open_ones(rows):
        each.revoke(actor)


def _is_agreed_to(invitation: Invitation) -> bool:
    """Whether LOGIN is on at its address, and that is the one which the account has agreed to."""
    row = invitation.linked_address
    same = mailbox(invitation.email) == row.address.email_folded == row.agreed_email
    return same and row.login_at is not None


def with_invitations(rows: list) -> list:
    """Linked addresses, each with `invitation`: its newest open one or None, and that one's `mail`.

    `invitation_version` is another whenever something of that has changed but the seconds that pass.
    """
    by_row = {each.linked_address_id: each for each in Invitation.open_ones(rows).order_by(Invitation.id)}
    mails = {
        each.subject_id: each for each in Outbox.about("invitation", [each.id for each in by_row.values()])
    }
    for row in rows:
        row.invitation = by_row.get(row.id)
        if row.invitation:
            row.invitation.mail = mails.get(row.invitation.id)
        row.invitation_version = _version_of(row)
    return rows


def _version_of(row: LinkedAddress) -> str:
    told = [row.login_state, row.invitation and (row.invitation.id, row.invitation.opened_at)]
    mail = row.invitation and row.invitation.mail
    told.append(mail and (mail.state, mail.error, mail.attempts))
    return sha256(repr(told).encode()).hexdigest()[:12]
