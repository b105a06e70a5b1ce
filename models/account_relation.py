"""Typed relations between accounts."""

from peewee import CharField, ForeignKeyField, IntegerField

from models.account import Account
from models.recorded import Recorded

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
        return self.kind  # never a name: the reader of one end may not know the other

    @classmethod
    def of_account(cls, account: Account, accounts):
        """The relations from and to `account` as a list, each with both ends.

        `accounts(ids)` is the query of those among some ids that the reader may see; both ends are.
        """
        rows = list(cls.select().where((cls.account == account) | (cls.related == account)).order_by(cls.id))
        ends = {row.account_id for row in rows} | {row.related_id for row in rows}
        seen = {each.id: each for each in accounts(list(ends))}
        rows = [row for row in rows if row.account_id in seen and row.related_id in seen]
        for row in rows:
            row.account, row.related = seen[row.account_id], seen[row.related_id]
        return rows
