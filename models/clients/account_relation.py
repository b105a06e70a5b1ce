"""Typed relations between accounts."""

from peewee import CharField, ForeignKeyField, IntegerField, fn

from models.base.database import transaction
from models.base.model import plain
from models.base.percentage import WHOLE
from models.base.recorded import Field, Recorded
from models.clients.account import Account

RELATION_KINDS = ("owns", "parent_of", "spouse_of", "partner_of", "other")
MUTUAL_KINDS = ("spouse_of", "partner_of", "other")  # said of one end, they hold for the other


class RelationToItself(Exception):
    """An account is not related to itself."""


class RelationTaken(Exception):
    """The two accounts are related in this way already."""


class AccountRelation(Recorded):
    """A typed relation from one account to another, such as 60 % ownership."""

    noun = "account_relation"
    history_group = "client"
    fields = {
        "account": Field("account"),
        "related": Field("account"),
        "kind": Field("relation"),
        "percentage_hundredths": Field("percentage"),
    }
    undoable = ("created", "changed", "removed")

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
    def relate(cls, actor, account: Account, related: Account, kind: str, percentage_hundredths=None):
        """Say how `account` stands to `related`; it stands on the page of `account`, which must not be archived.

        Raises RelationToItself, RelationTaken and AccountArchived.
        """
        with transaction():
            cls._require_free(account, related, kind)
            return cls.add(
                actor,
                account=account,
                related=related,
                kind=kind,
                percentage_hundredths=percentage_hundredths,
            )

    @classmethod
    def revive(cls, record_id, values, actor):
        """Recorded.revive(). Raises RelationTaken where the two have been related like that once more."""
        with transaction():
            cls._refuse_taken(values["account"], values["related"], values["kind"])
            return super().revive(record_id, values, actor)

    def put_back(self, actor, **values) -> bool:
        """Recorded.put_back(). Raises RelationTaken as revive() does."""
        with transaction():
            before = self.values() | values
            self._refuse_taken(before["account"], before["related"], before["kind"], but=self)
            return super().put_back(actor, **values)

    def change(self, actor, seen: int, **values) -> bool:
        """Edit as Recorded.edit() does. Raises RelationToItself, RelationTaken and Stale."""
        with transaction():
            account, related = values.get("account", self.account), values.get("related", self.related)
            self._require_free(account, related, values.get("kind", self.kind), but=self)
            return self.edit(actor, seen, **values)

    @classmethod
    def _require_free(cls, account, related, kind: str, but=None):
        if account == related:
            raise RelationToItself
        for end in sorted((account, related), key=plain):
            end.hold()
        cls._refuse_taken(account, related, kind, but)

    @classmethod
    def _refuse_taken(cls, account, related, kind: str, but=None):
        same = (cls.account == account) & (cls.related == related)
        if kind in MUTUAL_KINDS:
            same |= (cls.account == related) & (cls.related == account)
        found = cls.select().where(same, cls.kind == kind)
        if found.where(cls.id != but.id if but else True).exists():
            raise RelationTaken

    @classmethod
    def between(cls, account: Account, accounts):
        """A query of the relations from and to `account` whose other end is among `accounts` (a query)."""
        ids = accounts.select(Account.id)
        return cls.select().where(
            ((cls.account == account) & cls.related.in_(ids))
            | ((cls.related == account) & cls.account.in_(ids))
        )

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

    @classmethod
    def overowned(cls, relations: list, accounts) -> list[tuple]:
        """(account, hundredths) of those owned in `relations` of which more than everything is owned.

        Only owners among `accounts` (a query) count, so that nothing is told of others.
        """
        owned = {row.related_id: row.related for row in relations if row.kind == "owns"}
        sums = (
            cls.select(cls.related, fn.SUM(cls.percentage_hundredths))
            .where(
                cls.kind == "owns",
                cls.related.in_(list(owned)),
                cls.account.in_(accounts.select(Account.id)),
            )
            .group_by(cls.related)
            .having(fn.SUM(cls.percentage_hundredths) > WHOLE)
            .order_by(cls.related)
        )
        return [(owned[related_id], int(total)) for related_id, total in sums.tuples()]
