"""Accounts: the clients that the firm works for and bills."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from models.alphabet import danish_sort_key
from models.base import BaseModel, Recorded, grouped, transaction
from models.clock import now
from models.database import locked
from models.fields import InstantField
from models.search_change import SearchChange
from models.user import User, initials

TYPES = ("individual", "company", "other")
QUICKBOOKS_STATUSES = ("synced", "not_synced", "failed", "skipped")


class Account(Recorded):
    """A client. It has a contact and a member of staff at all times."""

    noun = "account"
    unrecorded = frozenset({"sort_key", "version", "idempotency_key", "last_login_at"})

    name = CharField(max_length=255)
    name_typed_at = InstantField(null=True)
    sort_key = TextField(index=True)
    type = CharField(max_length=20)
    photo = CharField(null=True)
    street = CharField(default="")
    postal_code = CharField(default="")
    city = CharField(default="")
    country = CharField(default="DK", max_length=2)
    phone = CharField(default="")
    website = CharField(default="")
    registration_number = CharField(default="")
    quickbooks_status = CharField(default="not_synced", max_length=20)
    quickbooks_error = CharField(default="")
    quickbooks_synced_at = InstantField(null=True)
    last_login_at = InstantField(null=True)
    created_at = InstantField(default=now)
    archived_at = InstantField(null=True)
    binned_at = InstantField(null=True)
    version = IntegerField(default=1)
    idempotency_key = CharField(null=True, unique=True, max_length=64)

    def concerns(self):
        return {"account_id": self.id}

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    @classmethod
    def visible_to(cls, user: User, rights=frozenset(), among=None):
        """The accounts that may exist for `user`, all or those `among` some ids: product.md §3.3. The bin is open to nobody."""
        query = cls.select().where(cls.binned_at.is_null())
        if among is not None:
            query = query.where(cls.id.in_(among))
        if user.is_manager or "view_all_accounts" in rights:
            return query
        return query.where(cls.id.in_(Assignment.account_ids_of(user, among)))

    @classmethod
    def open_client(
        cls, actor: User, *, type: str, name: str, contact: dict, team=(), idempotency_key=None, **fields
    ):
        """Create an account with its first contact and team, and return it.

        `contact` is a Contact, or holds first_name, last_name and optionally emails, phone and language. An empty `name` is made from
        the contact until a person types one. The same `idempotency_key` again returns the account of the first time.
        """
        from models.contact import Contact
        from models.link import Link

        with transaction():
            known = idempotency_key and cls.get_or_none(cls.idempotency_key == idempotency_key)
            if known:
                return known
            person = contact if isinstance(contact, Contact) else Contact.meet(actor, **contact)
            typed = name.strip()
            account = cls.add(
                actor,
                type=type,
                name=typed or person.name,
                name_typed_at=now() if typed else None,
                sort_key=danish_sort_key(typed or person.name),
                idempotency_key=idempotency_key,
                **fields,
            )
            Link.join(account, person, actor)
            for member in team or [actor]:
                account.assign(member, actor)
            SearchChange.note(account.id)
        return account

    def rename(self, name: str, actor):
        """Give the account another name; the earlier one stays findable."""
        with transaction():
            earlier = locked(Account.select(Account.name).where(Account.id == self.id)).get().name
            if name == earlier:
                return
            self.amend(actor, "renamed", name=name, name_typed_at=now(), sort_key=danish_sort_key(name))
            EarlierName.create(account=self, name=earlier)
            SearchChange.note(self.id)

    def archive(self, actor):
        """Take the account out of the active lists; nothing happens when it is archived already."""
        with transaction():
            if self.archived_at is None and self.amend(actor, "archived", archived_at=now()):
                SearchChange.note(self.id)

    def assign(self, user: User, actor, until_at=None):
        """Put `user` on the team, for good or until an instant; once on it, only `until_at` changes."""
        with transaction():
            held = Assignment.get_or_none(account=self, user=user)
            if held:
                held.amend(actor, until_at=until_at)
            else:
                Assignment.add(actor, account=self, user=user, until_at=until_at)

    @property
    def team(self):
        """The members of staff who are on the account now, by name."""
        return (
            User.select(*User.named())
            .join(Assignment)
            .where(Assignment.account == self, Assignment.is_current(), User.deactivated_at.is_null())
            .order_by(User.name)
        )

    @property
    def tags(self):
        from models.tag import AccountTag, Tag

        return Tag.select().join(AccountTag).where(AccountTag.account == self).order_by(Tag.name)

    @property
    def linked_addresses(self):
        """Every linked address of the account with its address, contact and link, in the order of the page."""
        from models.address import Address
        from models.contact import Contact
        from models.link import Link
        from models.linked_address import LinkedAddress

        return (
            LinkedAddress.select(LinkedAddress, Link, Contact, Address)
            .join(Link)
            .join(Contact)
            .switch(LinkedAddress)
            .join(Address)
            .where(Link.account == self)
            .order_by(Contact.sort_key, Contact.id, Address.position, Address.id)
        )

    def related_among(self, accounts) -> list:
        """The accounts that share a contact with this one, each with `shared`, the contacts.

        `accounts(ids)` is the query of those among some ids that the reader may see.
        """
        from models.contact import Contact
        from models.link import Link

        own, other = Link.alias(), Link.alias()
        pairs = (
            other.select(other.account, *Contact.named())
            .join(own, on=(own.contact == other.contact))
            .join_from(other, Contact)
            .where(own.account == self, other.account != self)
        )
        shared = grouped(pairs, "account_id", "contact")
        found = list(accounts(list(shared)).order_by(Account.sort_key, Account.id))
        for account in found:
            account.shared = shared[account.id]
        return found


class EarlierName(BaseModel):
    """A name that an account had until an instant; search finds it by that name too."""

    account = ForeignKeyField(Account, on_delete="CASCADE")
    name = CharField(max_length=255)
    until_at = InstantField(default=now)


class Assignment(Recorded):
    """A member of staff's place on an account; it gives access."""

    noun = "assignment"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, on_delete="CASCADE")
    until_at = InstantField(null=True)
    created_at = InstantField(default=now)

    class Meta:
        indexes = ((("account", "user"), True),)

    def concerns(self):
        return {"account_id": self.account_id, "user_id": self.user_id}

    @property
    def caption(self):
        return self.user.name

    def record(self, verb, effect, actor, changes):
        User.count_access_change(self.user_id)
        return super().record(verb, effect, actor, changes)

    @classmethod
    def is_current(cls):
        return cls.until_at.is_null() | (cls.until_at > now())

    @classmethod
    def account_ids_of(cls, user: User, among=None):
        """A query of the ids of the accounts that `user` is on the team of now, all or those `among` some ids."""
        query = cls.select(cls.account).where(cls.user == user, cls.is_current())
        return query if among is None else query.where(cls.account.in_(among))


class AccountRole(BaseModel):
    """What somebody does on an account (preparer, reviewer …); it names a person and gives no right."""

    name = CharField(unique=True)
    position = IntegerField(default=0)


class AccountRoleHolder(Recorded):
    """Who holds a role on an account."""

    noun = "account_role"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    role = ForeignKeyField(AccountRole, on_delete="CASCADE")
    user = ForeignKeyField(User, on_delete="CASCADE")

    class Meta:
        indexes = ((("account", "role"), True),)

    def concerns(self):
        return {"account_id": self.account_id, "user_id": self.user_id}

    @property
    def caption(self):
        return f"{self.role.name}: {self.user.name}"

    @classmethod
    def of_account(cls, account: Account):
        return (
            cls.select(cls, AccountRole, *User.named())
            .join(AccountRole)
            .switch(cls)
            .join(User)
            .where(cls.account == account)
            .order_by(AccountRole.position, AccountRole.id)
        )


RELATION_KINDS = ("owns", "parent_of", "spouse_of", "partner_of", "other")


class AccountRelation(Recorded):
    """A typed relation from one account to another, such as 60 % ownership."""

    noun = "account_relation"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False, backref="relations_out")
    related = ForeignKeyField(Account, on_delete="CASCADE", backref="relations_in")
    kind = CharField(max_length=20)
    percentage_hundredths = IntegerField(null=True)

    class Meta:
        indexes = ((("account", "related", "kind"), True),)

    def concerns(self):
        return {"account_id": self.account_id}

    @property
    def caption(self):
        return self.related.name

    @classmethod
    def of_account(cls, account: Account, accounts):
        """The relations from and to `account` as a list, each with both ends.

        `accounts(ids)` is the query of those among some ids that the reader may see; the other end is one of them.
        """
        rows = list(cls.select().where((cls.account == account) | (cls.related == account)).order_by(cls.id))
        ends = {row.account_id for row in rows} | {row.related_id for row in rows}
        seen = {each.id: each for each in accounts(list(ends))}
        rows = [row for row in rows if row.account_id in seen and row.related_id in seen]
        for row in rows:
            row.account, row.related = seen[row.account_id], seen[row.related_id]
        return rows
