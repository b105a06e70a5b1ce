"""Roles on an account (preparer, reviewer …): they name people and give no rights."""

from peewee import CharField, ForeignKeyField, IntegerField

from models.account import Account
from models.base import BaseModel
from models.recorded import Recorded
from models.user import User


class AccountRole(BaseModel):
    """What somebody does on an account."""

    name = CharField(unique=True)
    position = IntegerField(default=0)


class AccountRoleHolder(Recorded):
    """Who holds a role on an account."""

    noun = "account_role"

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
    def of_account(cls, account: Account):
        return (
            cls.select(cls, AccountRole, *User.named())
            .join(AccountRole)
            .switch(cls)
            .join(User)
            .where(cls.account == account)
            .order_by(AccountRole.position, AccountRole.id)
        )
