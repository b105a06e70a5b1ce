"""Agreements: what the firm and a client have agreed on."""

from peewee import CharField, DateField, ForeignKeyField

from models.base.clock import now
from models.base.fields import InstantField
from models.base.recorded import Field, Recorded
from models.clients.account import Account


class Agreement(Recorded):
    """One agreement; it is in force until `ended_on`."""

    noun = "agreement"
    history_group = "client"
    section = "agreements"
    fields = {
        "title": Field(restorable=True),
        "ended_on": Field("day", restorable=True),
    }
    untold = frozenset({"account", "created_at"})
    undoable = ("created", "changed", "removed")

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    title = CharField(max_length=255)
    ended_on = DateField(null=True)
    created_at = InstantField(default=now)

    class Meta:
        indexes = ((("account", "created_at"), False),)

    def concerns(self):
        return {"account_id": self.account_id}

    @property
    def caption(self):
        return self.title

    @classmethod
    def for_account(cls, account: Account):
        """Every agreement, newest first."""
        return cls.select().where(cls.account == account).order_by(cls.created_at.desc(), cls.id.desc())

    @classmethod
    def in_force(cls, account: Account):
        """Those that have not ended: what the card shows."""
        return cls.for_account(account).where(cls.ended_on.is_null())
