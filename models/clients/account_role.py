"""Roles on an account (preparer, reviewer …): they name people and give no rights (rule Staff 4)."""

from peewee import CharField, ForeignKeyField, IntegerField, fn

from models.base.archived import still_done
from models.base.database import transaction
from models.base.recorded import Field, Recorded
from models.clients.account import Account
from models.staff.firm import Firm
from models.staff.unique_name import UniquelyNamed
from models.staff.user import User


class AccountRole(UniquelyNamed):
    """What somebody does on an account."""

    noun = "role"

    name = CharField(unique=True)
    position = IntegerField(default=0)

    def parts(self):
        return list(AccountRoleHolder.select().where(AccountRoleHolder.role == self))

    def remove(self, actor, verb="removed"):
        with still_done("removal of a role"):
            super().remove(actor, verb)

    @classmethod
    def in_order(cls):
        return cls.select().order_by(cls.position, cls.id)

    @classmethod
    def add_unique(cls, actor, name, **values):
        last = cls.select(fn.MAX(cls.position)).scalar() or 0
        return super().add_unique(actor, name, **{"position": last + 1} | values)

    def move_to(self, place: int, actor):
        """Let the role be number `place` of all, counted from 1; the others keep their order."""
        with transaction():
            Firm.this().hold()
            others = [role for role in self.in_order() if role != self]
            others.insert(max(place - 1, 0), self)
            for position, role in enumerate(others, 1):
                role.amend(actor, "moved", position=position)

    def give(self, account: Account, user: User, actor):
        """Let `user` hold the role on an account, in place of whoever held it."""
        with transaction():
            account.hold()
            held = AccountRoleHolder.get_or_none(account=account, role=self)
            if held:
                held.amend(actor, user=user)
            else:
                AccountRoleHolder.add(actor, account=account, role=self, user=user)


class AccountRoleHolder(Recorded):
    """Who holds a role on an account."""

    noun = "account_role"
    history_group = "team"
    fields = {"user": Field("user")}
    untold = frozenset({"account", "role"})
    undoable = True

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
    def counts(cls) -> dict[int, int]:
        """Role id → on how many accounts somebody holds it."""
        return dict(cls.select(cls.role, fn.COUNT(cls.id)).group_by(cls.role).tuples())

    @classmethod
    def of_account(cls, account: Account):
        """Who holds which role there, in the order of the roles."""
        return (
            cls.select(cls, AccountRole, *User.named())
            .join(AccountRole)
            .switch(cls)
            .join(User)
            .where(cls.account == account)
            .order_by(AccountRole.position, AccountRole.id)
        )
