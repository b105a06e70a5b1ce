"""Recently opened accounts of a member of staff."""

from functools import partial

from peewee import ForeignKeyField, IntegerField

from models.base.clock import now
from models.base.database import note
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.staff.user import User

KEPT = 10


class RecentAccount(BaseModel):
    """That a member of staff opened an account, and when last. The search box offers them before the first letter."""

    user = ForeignKeyField(User, on_delete="CASCADE", index=False)
    account_id = IntegerField()  # no key: nothing that happens to accounts need care for this
    opened_at = InstantField(default=now)

    class Meta:
        indexes = ((("user", "account_id"), True),)

    @classmethod
    def note(cls, user: User, account: Account):
        """Remember that `user` opened `account`; nothing is written when it is the last one already."""
        if cls.ids_of(user)[:1] != [account.id]:
            note(partial(cls._write, user, account))

    @classmethod
    def _write(cls, user, account):
        opened = cls.insert(user=user, account_id=account.id)
        opened.on_conflict(
            conflict_target=(cls.user, cls.account_id), update={cls.opened_at: now()}
        ).execute()
        cls.delete().where(cls.user == user, cls.account_id.not_in(cls.ids_of(user))).execute()

    @classmethod
    def ids_of(cls, user: User) -> list[int]:
        """The ids of the accounts that `user` opened lately, the last one first."""
        newest = cls.select(cls.account_id).where(cls.user == user).order_by(cls.opened_at.desc()).limit(KEPT)
        return [account_id for (account_id,) in newest.tuples()]
