"""Links: contacts' places on accounts."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, fn

from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import grouped
from models.base.recorded import Field, Recorded
from models.clients.account import Account
from models.clients.contact import Contact


class LastContact(Exception):
    """An account keeps its last contact, whatever is asked and by how many people at once (rule Clients 1)."""


class Link(Recorded):
    """A contact's place on an account. `moved_at` is when it came from another account that became a part of this one."""

    noun = "link"
    history_group = "contacts"
    fields = {
        "description": Field(restorable=True),
        "signer_priority": Field(restorable=True),
        "from_on": Field("day", restorable=True),
        "until_on": Field("day", restorable=True),
        "contact": Field("contact"),
        "account": Field("account"),
    }
    untold = frozenset({"moved_at"})
    undoable = ("created", "changed", "removed")
    findable = frozenset({"account", "contact"})

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    contact = ForeignKeyField(Contact, on_delete="CASCADE")
    description = CharField(default="", max_length=255)
    signer_priority = IntegerField()
    from_on = DateField(null=True)
    until_on = DateField(null=True)
    moved_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "contact"), True),)

    def concerns(self):
        return {"account_id": self.account_id, "contact_id": self.contact_id}

    def found_at(self):
        return [self.account_id]

    def parts(self):
        return list(self.linked_addresses)

    def remove(self, actor, verb="removed"):
        """Take the contact off the account. Raises LastContact; the database keeps the rule by itself too."""
        with transaction():
            account = self.account.hold()
            others = Link.select().where(Link.account == account, Link.id != self.id)
            if account.merged_into_id is None and not others.exists():
                raise LastContact
            super().remove(actor, verb)
            account.follow_name(actor)

    @classmethod
    def revive(cls, record_id, values, actor):
        with transaction():
            back = super().revive(record_id, values, actor)
            back.account.follow_name(actor)
        return back

    def describe(self, description: str, actor, seen: int, **dates) -> bool:
        """Say what the contact is on this account, and from and until which day, as Recorded.edit() does. Raises Stale.

        `dates` are from_on and until_on, each a day or None; ValueError where the last would lie before the first.
        """
        with transaction():
            row = self.hold()
            from_on, until_on = (dates.get(name, getattr(row, name)) for name in ("from_on", "until_on"))
            if from_on and until_on and until_on < from_on:
                raise ValueError(f"until {until_on} lies before from {from_on}")
            return self.edit(actor, seen, "described", description=description, **dates)

    def sign_at(self, place: int, actor) -> bool:
        """Put the contact at a place, from 1, in the default order of signers; the others close up."""
        with transaction():
            account = self.account.hold()
            others = [each for each in Link.signers(account) if each != self]
            before = min(max(place, 1), len(others) + 1) - 1
            ordered = [*others[:before], self, *others[before:]]
            moved = [each.amend(actor, "moved", signer_priority=rank) for rank, each in enumerate(ordered, 1)]
        return any(moved)

    @property
    def caption(self):
        return self.contact.name

    @classmethod
    def signers(cls, account: Account) -> list:
        """The links of `account` with their contacts in the default order of signers, each with its `place`, from 1."""
        links = list(cls.of_account(account).order_by(cls.signer_priority, cls.id))
        for place, link in enumerate(links, 1):
            link.place = place
        return links

    @classmethod
    def of_account(cls, account: Account):
        """The links of `account` with their contacts, alphabetically."""
        return (
            cls.select(cls, Contact)
            .join(Contact)
            .where(cls.account == account)
            .order_by(Contact.sort_key, Contact.id)
        )

    @classmethod
    def contacts_on(cls, accounts):
        """A query of the ids of the contacts on the accounts of a query."""
        return cls.select(cls.contact).where(cls.account.in_(accounts.select(Account.id)))

    @classmethod
    def resting_contacts(cls):
        """A query of the ids of the contacts who stand on archived accounts only: they are read, not changed."""
        other = cls.alias()
        elsewhere = (
            other.select().join(Account).where(other.contact == cls.contact, Account.archived_at.is_null())
        )
        return cls.select(cls.contact).where(~fn.EXISTS(elsewhere))

    @classmethod
    def related_accounts(cls, account: Account, accounts) -> list:
        """The accounts that share a contact with `account`, each with `shared`, the contacts.

        `accounts(ids)` is the query of those among some ids that the reader may see.
        """
        own, other = cls.alias(), cls.alias()
        pairs = (
            other.select(other.account, *Contact.named())
            .join(own, on=(own.contact == other.contact))
            .join_from(other, Contact)
            .where(own.account == account, other.account != account)
        )
        shared = grouped(pairs, "account_id", "contact")
        found = list(accounts(list(shared)).order_by(Account.sort_key, Account.id))
        for each in found:
            each.shared = shared[each.id]
        return found
