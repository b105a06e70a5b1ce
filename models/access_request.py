"""Requests of staff to be let into an account that is not theirs."""

from peewee import ForeignKeyField, TextField

from models.account import Account
from models.clock import now
from models.database import locked, transaction
from models.fields import InstantField
from models.recorded import Recorded
from models.user import User


class AccessRequest(Recorded):
    """One request; open until somebody answers it."""

    noun = "access_request"

    account = ForeignKeyField(Account, on_delete="CASCADE")
    user = ForeignKeyField(User, on_delete="CASCADE")
    reason = TextField(default="")
    created_at = InstantField(default=now)
    answered_at = InstantField(null=True)

    def concerns(self):
        return {"account_id": self.account_id, "user_id": self.user_id}

    @property
    def caption(self):
        return self.user.name

    @classmethod
    def ask(cls, user: User, account_id: int, reason: str):
        """Keep a request, once while it is open. For an account that does not exist nothing is stored."""
        with transaction():
            account = locked(Account.select().where(Account.id == account_id)).first()
            if (
                account
                and not cls.open_for(Account.select())
                .where(cls.account == account, cls.user == user)
                .exists()
            ):
                cls.add(user, account=account, user=user, reason=reason)

    @classmethod
    def open_for(cls, accounts):
        """The unanswered requests for the given accounts (a query), oldest first."""
        return (
            cls.select(cls, Account, User)
            .join(Account)
            .switch(cls)
            .join(User)
            .where(cls.answered_at.is_null(), Account.id.in_(accounts.select(Account.id)))
            .order_by(cls.id)
        )

    def grant(self, actor: User, until_at=None):
        """Put the asker on the account's team, for good or until an instant; nothing happens once answered."""
        with transaction():
            if self._answer("granted", actor):
                self.account.assign(self.user, actor, until_at)

    def decline(self, actor: User):
        """Say no; nothing happens when the request was answered before."""
        with transaction():
            self._answer("declined", actor)

    def _answer(self, verb: str, actor: User) -> bool:
        return self.hold().answered_at is None and self.amend(actor, verb, answered_at=now())
