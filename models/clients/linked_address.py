"""Linked addresses: the switches of one e-mail address on one account."""

from functools import cached_property

from peewee import JOIN, CharField, ForeignKeyField

from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import attached, grouped
from models.base.recorded import Field, Recorded
from models.clients.account import Account
from models.clients.contact import Address, Contact, Phone
from models.clients.link import Link
from models.clients.portal_user import PortalUser

# A switch's name in URLs → the column that says since when it is on.
SWITCHES = {
    "login": "login_at",
    "notify": "notify_at",
    "email-sync": "email_sync_at",
    "signing-authority": "signing_authority_at",
}

# Those that wait while a changed address is not confirmed; who may sign is decided when somebody is asked to.
WAITING_SWITCHES = ("login", "notify", "email-sync")

# What an account is told of an address that is changed elsewhere; it changes nothing there, so nothing of it is undone.
FOLLOWS_ADDRESS = ("linked_address.held",)

# The kinds of mail of rule Switches 5, in the order of the form.
NOTIFICATIONS = (
    "new_document",
    "approval_requested",
    "signature_requested",
    "proposal_sent",
    "organizer_sent",
    "organizer_reopened",
    "new_chat_message",
    "client_task",
    "invoice_issued",
    "invoice_overdue",
    "reminders",
)


class LinkedAddress(Recorded):
    """One address on one link. Each switch is the instant since when it is on, or NULL.

    `invited_until_at` is when the newest invitation that was neither accepted nor revoked expires. `agreed_email` is the
    mailbox that this account has agreed to: while the address is another, LOGIN, NOTIFY and EMAIL SYNC have no effect
    here, whatever they say and however they came to say it (models/processes/address_change.py).
    """

    noun = "linked_address"
    history_group = "switches"
    fields = {column: Field("on_off", restorable=True) for column in SWITCHES.values()}
    untold = frozenset({"link", "address", "agreed_email"})
    undoable = ("created", "changed", "removed")
    unrecorded = frozenset({"invited_until_at"})
    findable = frozenset({"link", "address"})

    link = ForeignKeyField(Link, on_delete="CASCADE", index=False, backref="linked_addresses")
    address = ForeignKeyField(Address, on_delete="CASCADE", backref="linked_addresses")
    login_at = InstantField(null=True)
    notify_at = InstantField(null=True)
    email_sync_at = InstantField(null=True)
    signing_authority_at = InstantField(null=True, default=now)
    invited_until_at = InstantField(null=True)
    agreed_email = CharField(null=True, max_length=254)

    class Meta:
        indexes = ((("link", "address"), True),)

    def concerns(self):
        return {"account_id": self.link.account_id, "contact_id": self.link.contact_id}

    def found_at(self):
        return [self.link.account_id]

    def parts(self):
        return [*self.muted_notifications, *self.invitations]

    @property
    def caption(self):
        return self.address.email

    @property
    def account_id(self) -> int:
        return self.link.account_id

    def _write(self):
        self.agreed_email = self.agreed_email or self.address.email_folded
        super()._write()

    def is_on(self, switch: str) -> bool:
        return getattr(self, SWITCHES[switch]) is not None

    def turn(self, switch: str, on: bool, actor) -> bool:
        """Turn a switch of SWITCHES on or off; False when it stands so already.

        Writes that one column and one event. Raises DoesNotExist when the address has left the account meanwhile.
        """
        column = SWITCHES[switch]
        with transaction():
            row = self.hold()
            if row.is_on(switch) == on:
                return False
            return self.amend(actor, _verb(switch, on), **{column: now() if on else None})

    def mute(self, type_: str, actor) -> bool:
        """Let this address not get one type of NOTIFICATIONS; False when it does not get it already."""
        with transaction():
            self.hold()
            if MutedNotification.get_or_none(linked_address=self, type=type_):
                return False
            MutedNotification.add(actor, linked_address=self, type=type_)
        return True

    def unmute(self, type_: str, actor) -> bool:
        """Let this address get one type of NOTIFICATIONS again; False when it gets it already."""
        with transaction():
            self.hold()
            muted = MutedNotification.get_or_none(linked_address=self, type=type_)
            if muted:
                muted.remove(actor)
        return muted is not None

    def put_back(self, actor, **values) -> bool:
        switches = {column: name for name, column in SWITCHES.items()}
        verbs = [
            _verb(switches[column], value is not None)
            for column, value in values.items()
            if column in switches
        ]
        return self.amend(actor, verbs[0] if len(values) == len(verbs) == 1 else "restored", **values)

    @classmethod
    def on(cls, account: Account):
        """The linked addresses of `account` with address, contact and link, in the order of the page."""
        return cls.on_accounts([account.id])

    @classmethod
    def on_accounts(cls, account_ids):
        """The linked addresses of several accounts, as on() gives those of one."""
        query = (
            LinkedAddress.select(
                LinkedAddress, Link, Contact, Address, PortalUser.id.is_null(False).alias("accepted")
            )
            .join(Link)
            .join(Contact)
            .switch(LinkedAddress)
            .join(Address)
            .join(PortalUser, JOIN.LEFT_OUTER, on=accepted_with())
        )
        by = (Contact.sort_key, Contact.id, Address.position, Address.id)
        return query.where(Link.account.in_(account_ids)).order_by(*by)

    @classmethod
    def of_account(cls, account: Account) -> list:
        """on() as a list, each with `muted`: the types of notification that it does not get."""
        return cls.of_accounts([account.id])

    @classmethod
    def of_accounts(cls, account_ids) -> list:
        """The linked addresses of several accounts, as of_account() gives those of one."""
        return attached(cls.on_accounts(account_ids), "muted", MutedNotification.of, "linked_address_id")

    @classmethod
    def by_contact(cls, account) -> list:
        """The account's links in alphabetical order, each with `contact`, `phones` and `rows`, its linked addresses."""
        rows = grouped(cls.of_account(account), "link_id")
        links = list(Link.of_account(account))
        phones = grouped(Phone.of([link.contact for link in links]), "contact_id")
        for link in links:
            link.rows, link.phones = rows[link.id], phones[link.contact_id]
        return links

    @classmethod
    def by_account(cls, contact: Contact, accounts) -> list:
        """The contact's links to those of its accounts that `accounts(ids)` holds, by their names.

        Each has `account` and `rows`, its linked addresses.
        """
        links = {link.account_id: link for link in Link.select().where(Link.contact == contact)}
        rows = (
            cls.select(cls, Link, Address, PortalUser.id.is_null(False).alias("accepted"))
            .join(Link)
            .switch(cls)
            .join(Address)
            .join(PortalUser, JOIN.LEFT_OUTER, on=accepted_with())
            .where(Link.contact == contact)
            .order_by(Address.position, Address.id)
        )
        of_link = grouped(attached(rows, "muted", MutedNotification.of, "linked_address_id"), "link_id")
        named = accounts(list(links)).order_by(Account.sort_key, Account.id)
        for account in named:
            link = links[account.id]
            link.account, link.rows = account, of_link[link.id]
            for row in link.rows:
                row.link.contact = contact
        return [links[account.id] for account in named]

    @cached_property
    def muted(self) -> list:
        """The types of notification that it does not get."""
        return list(MutedNotification.of([self]))

    @cached_property
    def accepted(self) -> bool:
        """Whether this person, at this address, has accepted an invitation to the portal, on whatever account."""
        mine = Address.select().join(PortalUser, on=accepted_with()).where(Address.id == self.address_id)
        return mine.exists()

    @property
    def unconfirmed(self) -> bool:
        """Whether switches wait, since somebody who may not open the account changed the address and nobody confirmed it."""
        return not self.agreed and bool(self.waiting_switches)

    @property
    def waiting_switches(self) -> list[str]:
        """Those of WAITING_SWITCHES that are on."""
        return [switch for switch in WAITING_SWITCHES if self.is_on(switch)]

    @property
    def agreed(self) -> bool:
        """Whether the account has agreed to the address as it is now; else nothing that waits has effect here."""
        return self.agreed_email == self.address.email_folded

    @property
    def mailbox(self) -> str:
        return self.address.email_folded

    @property
    def may_sign(self) -> bool:
        """Whether the person can sign with this address: it has authority, and whoever has it can log in."""
        return self.is_on("signing-authority") and self.login_state == "active"

    def takes_effect(self, switch: str) -> bool:
        """Whether a switch is on and does not wait for the address to be confirmed."""
        return self.is_on(switch) and not (self.unconfirmed and switch in WAITING_SWITCHES)

    @property
    def types(self) -> dict[str, bool]:
        """Each type of NOTIFICATIONS, and whether it gets that while NOTIFY is on."""
        muted = {each.type for each in self.muted}
        return {type_: type_ not in muted for type_ in NOTIFICATIONS}

    @property
    def login_state(self) -> str:
        """off, unconfirmed, not_invited, invited, expired or active (docs/security/portal-access.md).

        Who has accepted once at this address needs no other invitation: LOGIN alone decides on further accounts.
        """
        if self.login_at is None:
            return "off"
        if self.unconfirmed:
            return "unconfirmed"
        if self.accepted:
            return "active"
        if self.invited_until_at is None:
            return "not_invited"
        return "expired" if self.invited_until_at <= now() else "invited"

    def keep_invited_until(self, instant):
        """Keep when the newest invitation expires, or that there is none."""
        self.invited_until_at = instant
        changed = {LinkedAddress.invited_until_at: instant}
        LinkedAddress.update(changed).where(LinkedAddress.id == self.id).execute()


def accepted_with():
    """What is true of an address and the sign-in with which its person has accepted."""
    return (PortalUser.id == Address.portal_user_id) & (PortalUser.email_folded == Address.email_folded)


def _verb(switch: str, on: bool) -> str:
    return f"{switch.replace('-', '_')}_{'granted' if on else 'withdrawn'}"


class MutedNotification(Recorded):
    """A type of NOTIFICATIONS that a linked address does not get; without a row it gets it while NOTIFY is on."""

    noun = "muted_notification"
    history_group = "switches"
    untold = frozenset({"linked_address", "type"})
    undoable = ("created", "changed", "removed")

    linked_address = ForeignKeyField(
        LinkedAddress, on_delete="CASCADE", index=False, backref="muted_notifications"
    )
    type = CharField(max_length=30)

    class Meta:
        indexes = ((("linked_address", "type"), True),)

    @classmethod
    def of(cls, linked_addresses):
        """What these linked addresses do not get."""
        return cls.select().where(cls.linked_address.in_(linked_addresses))

    def concerns(self):
        return self.linked_address.concerns()

    @property
    def caption(self):
        return self.linked_address.address.email
