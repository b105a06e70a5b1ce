"""Tags: coloured words on accounts."""

from peewee import CharField, ForeignKeyField, TextField, fn

from models.base.alphabet import danish_sort_key
from models.base.archived import still_done
from models.base.database import transaction
from models.base.recorded import Recorded
from models.clients.account import Account
from models.staff.unique_name import UniquelyNamed

COLOURS = ("blue", "green", "orange", "red", "purple", "teal", "grey")


class Tag(UniquelyNamed):
    """A word that the firm sorts its accounts by."""

    noun = "tag"
    unrecorded = frozenset({"sort_key"})
    findable = frozenset({"name"})

    name = CharField(unique=True, max_length=60)
    sort_key = TextField(default="")
    colour = CharField(default="blue", max_length=10)

    def derived(self):
        return {"sort_key": danish_sort_key(self.name)}

    def found_at(self):
        rows = AccountTag.select(AccountTag.account).where(AccountTag.tag == self).tuples()
        return [account_id for (account_id,) in rows]

    def parts(self):
        return list(AccountTag.select().where(AccountTag.tag == self))

    def remove(self, actor, verb="removed"):
        with still_done("removal of a tag"):
            super().remove(actor, verb)

    @classmethod
    def by_name(cls):
        """All of them in alphabetical order."""
        return cls.select().order_by(cls.sort_key, cls.id)

    @classmethod
    def of_account(cls, account: Account):
        """The tags of an account, by name."""
        return cls.by_name().join(AccountTag).where(AccountTag.account == account)

    def put_on(self, account: Account, actor):
        """Tag an account; nothing happens when it has the tag."""
        with transaction():
            account.hold()
            if not AccountTag.get_or_none(account=account, tag=self):
                AccountTag.add(actor, account=account, tag=self)

    def take_off(self, account: Account, actor):
        """Take the tag off an account; nothing happens when it is off."""
        with transaction():
            account.hold()
            held = AccountTag.get_or_none(account=account, tag=self)
            if held:
                held.remove(actor)


class AccountTag(Recorded):
    """A tag on an account."""

    noun = "account_tag"
    history_group = "tags"
    untold = frozenset({"account", "tag"})
    undoable = True
    findable = frozenset({"account", "tag"})

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    tag = ForeignKeyField(Tag, on_delete="CASCADE")

    class Meta:
        indexes = ((("account", "tag"), True),)

    def concerns(self):
        return {"account_id": self.account_id}

    def found_at(self):
        return [self.account_id]

    @property
    def caption(self):
        return self.tag.name

    @classmethod
    def counts(cls, accounts) -> dict[int, int]:
        """Tag id → how many of the `accounts` (a query) carry it."""
        rows = (
            cls.select(cls.tag, fn.COUNT(cls.id))
            .where(cls.account.in_(accounts.select(Account.id)))
            .group_by(cls.tag)
        )
        return dict(rows.tuples())
