"""The change feed: rows that tell the search index which accounts have changed."""

from peewee import IntegerField, Table, fn

from models.base.clock import now
from models.base.database import collect, db, transaction
from models.base.fields import InstantField
from models.base.model import BaseModel


class SearchChange(BaseModel):
    """An account whose findable texts changed, written in the transaction of the change.

    Each reader of the feed remembers by itself how far it has come; one that is not as far as the feed's start has
    to read everything anew.
    """

    account_id = IntegerField()
    at = InstantField(default=now)

    @classmethod
    def note(cls, *account_ids: int):
        """Tell the index to read these accounts again, once a transaction however often they are named in it."""
        collect(cls._write, account_ids)

    @classmethod
    def _write(cls, account_ids: set[int]):
        if account_ids:
            cls.insert_many([{"account_id": each} for each in sorted(account_ids)]).execute()

    @staticmethod
    def accounts_of(contact_id: int) -> list[int]:
        """The ids of the accounts that a contact stands on."""
        link = Table("link", ("account_id", "contact_id"))  # the model of it imports this one
        accounts = link.select(link.account_id).where(link.contact_id == contact_id)
        return [account_id for (account_id,) in accounts.tuples().execute(db)]

    @classmethod
    def latest_id(cls) -> int:
        return cls.select(fn.MAX(cls.id)).scalar() or 0

    @classmethod
    def after(cls, position: int):
        """The changes newer than `position`, oldest first."""
        return cls.select().where(cls.id > position).order_by(cls.id)

    @classmethod
    def prune(cls, before):
        """Forget the changes before an instant, but never the newest one, by which readers know this feed."""
        with transaction():
            cls.delete().where(cls.at < before, cls.id < cls.latest_id()).execute()
