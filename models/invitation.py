"""Invitations to the portal: on, not invited → invited → active, and what ends them on the way."""

from datetime import timedelta
from functools import cached_property
from hashlib import sha256

from peewee import CharField, ForeignKeyField, TextField

from models import tokens
from models.account import Account
from models.clock import now
from models.contact import Address
from models.database import transaction
from models.fields import InstantField
from models.link import Link
from models.linked_address import LinkedAddress
from models.outbox import AT_ONCE, GRACE, KINDS, Kind, Outbox
from models.portal_access import lets_in
from models.portal_user import PortalUser
from models.reactions import follows
from models.recorded import Recorded
from models.user import User

LONGEST_MESSAGE = 5_000


class Uninvitable(Exception):
    """The address cannot be invited now: its LOGIN is off, or it has access already."""


class Invitation(Recorded):
    """An offer to one address to use the portal for one account. A newer one revokes those before it."""

    noun = "invitation"
    revivable = False  # its link has died
    lifetime = timedelta(days=14)  # OVERBLIK_INVITATION_DAYS

    linked_address = ForeignKeyField(LinkedAddress, on_delete="CASCADE", backref="invitations")
    email = CharField(max_length=254)
    message = TextField(default="")
    invited_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    created_at = InstantField(default=now)
    expires_at = InstantField()
    opened_at = InstantField(null=True)
    accepted_at = InstantField(null=True)
    revoked_at = InstantField(null=True)

    def concerns(self):
        return self.linked_address.concerns()

    @property
    def caption(self):
        return self.email

    # What staff do

    @classmethod
    def send(cls, linked_address: LinkedAddress, actor, message: str = "", invited_by=None, grace=GRACE):
        """Invite an address whose LOGIN is on; the mail leaves by the outbox. Raises Uninvitable.

        An earlier link dies, and where its mail still waited only the new one is sent.
        """
        with transaction():
            row = linked_address.hold()
            if row.login_state in ("off", "active"):
                raise Uninvitable
            cls.revoke_all(row, actor)
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
            Outbox.put("invitation", invitation.id, row.link.account_id, invitation.email, grace)
        return invitation

    @classmethod
    def open_ones(cls, linked_addresses):
        """The invitations of these linked addresses that were neither accepted nor revoked, newest first."""
        return (
            cls.select()
            .where(
                cls.linked_address.in_(linked_addresses), cls.accepted_at.is_null(), cls.revoked_at.is_null()
            )
            .order_by(cls.id.desc())
        )

    @classmethod
    def newest_open(cls, linked_address: LinkedAddress):
        return cls.open_ones([linked_address.id]).first()

    @classmethod
    def revoke_all(cls, linked_address: LinkedAddress, actor):
        """End every link to this address that is under way, and let mails that still wait not be sent."""
        with transaction():
            for each in cls.open_ones([linked_address.id]):
                each.revoke(actor)

    def revoke(self, actor):
        """End this link; nothing happens when it was used or ended before."""
        with transaction():
            row = self.hold()
            if row.accepted_at or row.revoked_at:
                return
            self.amend(actor, "revoked", revoked_at=now())
            self.linked_address.keep_invited_until(None)
            Outbox.withdraw("invitation", self.id)

    # What the invited person does

    @property
    def token(self) -> str:
        return tokens.token_of(*self._told)

    @classmethod
    def by_token(cls, invitation_id: int, token: str):
        """The invitation that a link is about, if its token is right, or None."""
        found = cls.get_or_none(cls.id == invitation_id)
        return found if found and tokens.is_token(token, *found._told) else None

    @property
    def _told(self) -> tuple:
        return "invitation", self.id, self.created_at, self.email

    @property
    def state(self) -> str:
        """open, accepted, revoked (also because the address or its LOGIN has changed), or expired."""
        if self.accepted_at:
            return "accepted"
        same = self.linked_address.address.email.casefold() == self.email.casefold()
        if self.revoked_at or not same or not lets_in(self.linked_address):
            return "revoked"
        return "expired" if self.expires_at <= now() else "open"

    def note_opened(self):
        """Keep when the link was first opened."""
        if self.opened_at is None:
            with transaction():
                unopened = (Invitation.id == self.id) & Invitation.opened_at.is_null()
                Invitation.update(opened_at=now()).where(unopened).execute()

    def accept(self, password_hash: str | None = None) -> bool:
        """The invited person has set a password (without one they keep theirs): the address is active from now.

        False when somebody was quicker, or the link has been ended or has expired meanwhile.
        """
        with transaction():
            usable = (
                (Invitation.id == self.id)
                & Invitation.accepted_at.is_null()
                & Invitation.revoked_at.is_null()
                & (Invitation.expires_at > now())
            )
            if Invitation.get_by_id(self.id).state != "open":
                return False
            if Invitation.update(accepted_at=now()).where(usable).execute() != 1:
                return False
            self.accepted_at = now()
            contact = self.linked_address.link.contact
            self.record("accepted", "changed", contact, {"accepted_at": [None, self.accepted_at.isoformat()]})
            self.linked_address.amend(contact, "activated", activated_at=self.accepted_at)
            Outbox.withdraw("invitation", self.id)
            if password_hash:
                PortalUser.settle(self.email, password_hash, contact)
        return True

    def renew(self) -> "Invitation | None":
        """Mail a new link in place of this expired one, to the same address; None when it has not expired."""
        with transaction():
            if self.hold().state != "expired":
                return None
            contact, inviter = self.linked_address.link.contact, self.invited_by
            return Invitation.send(self.linked_address, contact, self.message, inviter, grace=AT_ONCE)

    # What the outbox asks

    @cached_property
    def mail(self):
        """Its line in the outbox, or None."""
        return Outbox.about("invitation", [self.id]).order_by(Outbox.id.desc()).first()

    @property
    def still_wanted(self) -> bool:
        return self.state == "open"

    def mail_cancelled(self, actor):
        self.revoke(actor)


KINDS["invitation"] = Kind(Invitation)


@follows("address.corrected")
def _readdress_all(address: Address, actor):
    for row in address.linked_addresses:
        readdress(row, actor)


def readdress(linked_address: LinkedAddress, actor):
    """After its e-mail address was changed: the old link dies, and whoever was invited is invited at the new address.

    Who had access signs in with the new address only after an invitation of its own.
    """
    with transaction():
        row = linked_address.hold()
        sent = Invitation.select().where(Invitation.linked_address == row, Invitation.revoked_at.is_null())
        if any(each.email.casefold() == row.address.email.casefold() for each in sent):
            return
        invited = Invitation.newest_open(row)
        Invitation.revoke_all(row, actor)
        row.keep_invited_until(None)
        if row.activated_at:
            row.amend(actor, "readdressed", activated_at=None)
        if invited and row.hold().login_state == "not_invited":
            Invitation.send(row, actor, invited.message)


@follows("linked_address.login_withdrawn")
def _end_invitations(linked_address: LinkedAddress, actor):
    Invitation.revoke_all(linked_address, actor)


@follows("invitation.removed")
def _send_nothing(invitation: Invitation, actor):
    Outbox.withdraw("invitation", invitation.id)
    if not (invitation.accepted_at or invitation.revoked_at):
        invitation.linked_address.keep_invited_until(None)


@follows("account.archived")
def _end_invitations_of_account(account: Account, actor):
    rows = LinkedAddress.select(LinkedAddress.id).join(Link).where(Link.account == account)
    for each in Invitation.open_ones(rows):
        each.revoke(actor)


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
