"""Requests of staff to be let into an account that is not theirs."""

from peewee import ForeignKeyField, TextField

from models.base.clock import day_of, end_of, now
from models.base.database import locked, transaction
from models.base.fields import InstantField
from models.base.recorded import Field, Recorded
from models.clients.account import Account, Assignment, BeyondOwnStay, OwnStay
from models.outgoing.outbox import KINDS, Kind, Outbox
from models.staff.stay import FOREVER
from models.staff.user import User


class AccessRequest(Recorded):
    """One request; open until somebody answers it."""

    noun = "access_request"
    history_group = "team"
    fields = {"reason": Field()}
    untold = frozenset({"account", "user", "created_at", "answered_at", "granted_at"})

    account = ForeignKeyField(Account, on_delete="CASCADE")
    user = ForeignKeyField(User, on_delete="CASCADE")
    reason = TextField(default="")
    created_at = InstantField(default=now)
    answered_at = InstantField(null=True)
    granted_at = InstantField(null=True)

    def concerns(self):
        return {"account_id": self.account_id, "user_id": self.user_id}

    @property
    def caption(self):
        return self.user.name

    @classmethod
    def ask(cls, user: User, account_id: int, reason: str):
        """Keep a request, once while it is open. For an account that does not exist, or is archived, nothing is stored."""
        with transaction():
            active = Account.stands() & Account.archived_at.is_null()
            account = locked(Account.select().where(active, Account.id == account_id)).first()
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

    @classmethod
    def unanswered_by(cls, user: User):
        """What a user has asked for and nobody has answered."""
        return cls.select().where(cls.user == user, cls.answered_at.is_null())

    @classmethod
    def granted_to(cls, user: User, since):
        """What a user was let into from an instant on and is in still, newest first, each with account and `until_at`.

        Only this is told to askers: what waits or was declined would tell them that there is such an account.
        """
        return (
            cls.select(cls, Account, Assignment.id, Assignment.until_at)
            .join(Account)
            .switch(cls)
            .join(
                Assignment,
                on=(Assignment.account == Account.id) & (Assignment.user == cls.user),
                attr="place",
            )
            .where(cls.user == user, cls.granted_at >= since, Assignment.is_current(), Account.stands())
            .order_by(cls.id.desc())
        )

    def grant(self, actor: User, until_at=None):
        """Put the asker on the account's team, for good or until an instant, and let them know.

        Nothing happens once it was answered; who is there for longer by now stays so. Raises OwnStay for one's own, and
        BeyondOwnStay to who is there for a time and would give more than that.
        """
        with transaction():
            account = self.account.hold()
            if self.hold().answered_at is None and actor == self.user and not actor.is_manager:
                raise OwnStay
            if self._answer("granted", actor, granted_at=now()):
                self._admit(account, actor, until_at)
                Outbox.put("access_granted", self.id, self.account_id, self.user.email)

    def _admit(self, account: Account, actor: User, until_at):
        """A day on which the actor's own time ends is no longer than that, though it ends during the day."""
        reach = account.reach_of(actor)
        if reach == FOREVER:
            account.admit(self.user, actor, until_at)
        elif reach is None or until_at is None or until_at > end_of(day_of(reach)):
            raise BeyondOwnStay(account, reach)
        else:
            account.admit(self.user, actor, min(until_at, reach), giver=actor)

    def decline(self, actor: User):
        """Say no; nothing happens when the request was answered before."""
        with transaction():
            self._answer("declined", actor)

    def withdraw(self, actor: User):
        """The asker no longer needs it; nothing happens when the request was answered before."""
        with transaction():
            self._answer("withdrawn", actor)

    def _answer(self, verb: str, actor: User, **values) -> bool:
        return self.hold().answered_at is None and self.amend(actor, verb, answered_at=now(), **values)

    # What the outbox asks

    @property
    def still_wanted(self) -> bool:
        return Assignment.current_of(self.account_id).where(Assignment.user == self.user_id).exists()

    def mail_cancelled(self, actor):
        """They have the access all the same."""


KINDS["access_granted"] = Kind(AccessRequest)
