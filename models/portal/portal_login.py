"""Login activity: when each of a client's people was in the portal."""

from peewee import CharField, ForeignKeyField, fn

from models.base.archived import hold_concerned
from models.base.clock import now
from models.base.database import transaction
from models.base.event import Event
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.clients.contact import Contact


class PortalLogin(BaseModel):
    """One sign-in by one person, as one account saw it."""

    noun = "portal_login"
    history_group = "portal"
    section = "logins"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    contact = ForeignKeyField(Contact, on_delete="CASCADE")
    email = CharField(max_length=254)
    at = InstantField(default=now)

    class Meta:
        indexes = ((("account", "at"), False),)

    def concerns(self):
        return {"account_id": self.account_id, "contact_id": self.contact_id}

    @property
    def caption(self):
        return self.contact.name

    @classmethod
    def note(cls, account: Account, contact: Contact, email: str):
        """Keep that somebody signed in just now."""
        with transaction():
            hold_concerned(account.id)
            noted = cls.create(account=account, contact=contact, email=email)
            Event.record("portal_login.created", "created", noted, contact, {"email": [None, email]})
            Account.update(last_login_at=noted.at).where(Account.id == account.id).execute()

    @classmethod
    def recall(cls, account_ids):
        """Let accounts know their last sign-in again, after sign-ins went from one to another."""
        for account_id in account_ids:
            last = cls.select(fn.MAX(cls.at)).where(cls.account == account_id)
            Account.update(last_login_at=last).where(Account.id == account_id).execute()

    @classmethod
    def for_account(cls, account: Account):
        """Every sign-in, newest first."""
        return (
            cls.select(cls, *Contact.named())
            .join(Contact)
            .where(cls.account == account)
            .order_by(cls.at.desc(), cls.id.desc())
        )

    @classmethod
    def latest_of_each(cls, account: Account):
        """The last sign-in of each person, newest first; the first row is the account's last."""
        last = cls.select(fn.MAX(cls.id)).where(cls.account == account).group_by(cls.contact)
        return cls.for_account(account).where(cls.id.in_(last))
