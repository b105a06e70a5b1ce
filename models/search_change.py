"""The change feed that the search index follows."""

from peewee import IntegerField, Table, fn

from models.base import BaseModel
from models.clock import now
from models.database import db
from models.fields import InstantField


class SearchChange(BaseModel):
    """An account whose findable texts changed, written in the transaction of the change.

    Rows are only ever added; each reader of the feed remembers by itself how far it has come.
    """

    account_id = IntegerField()
    at = InstantField(default=now)

    @classmethod
    def note(cls, *account_ids: int):
        """Tell the index to read these accounts again."""
        if account_ids:
            cls.insert_many([{"account_id": each} for each in account_ids]).execute()

    @classmethod
    def note_contact(cls, contact_id: int):
        """Tell the index to read the accounts of a contact again."""
        link = Table("link", ("account_id", "contact_id"))  # the model of it imports this one
        accounts = link.select(link.account_id).where(link.contact_id == contact_id)
        cls.note(*(account_id for (account_id,) in accounts.tuples().execute(db)))

    @classmethod
    def latest_id(cls) -> int:
        return cls.select(fn.MAX(cls.id)).scalar() or 0

    @classmethod
    def after(cls, position: int):
        """The changes newer than `position`, oldest first."""
        return cls.select().where(cls.id > position).order_by(cls.id)
