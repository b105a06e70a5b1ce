"""E-mail with clients, kept on the account when EMAIL SYNC is on."""

from peewee import JOIN, CharField, ForeignKeyField, TextField

from models.base.clock import now
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.clients.contact import Contact
from models.staff.user import User

DIRECTIONS = ("in", "out")
SENDING = ("queued", "sent", "failed")


class Email(BaseModel):
    """One message. Incoming: `read_at` and `answered_at` by the firm; outgoing: `sending` and `user`."""

    section = "emails"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    user = ForeignKeyField(User, null=True, on_delete="SET NULL")
    thread_key = CharField(max_length=255, index=True)
    direction = CharField(max_length=3)
    address = CharField(max_length=254)
    subject = CharField(max_length=998)  # RFC 5322 §2.1.1
    body_text = TextField(default="")
    body_html = TextField(default="")
    at = InstantField(default=now)
    read_at = InstantField(null=True)
    answered_at = InstantField(null=True)
    sending = CharField(default="", max_length=10)
    error = TextField(default="")

    class Meta:
        indexes = ((("account", "at"), False),)

    @classmethod
    def for_account(cls, account: Account):
        """Every message, newest first, with contact and user."""
        return (
            cls.select(cls, *Contact.named(), *User.named())
            .join(Contact, JOIN.LEFT_OUTER)
            .switch(cls)
            .join(User, JOIN.LEFT_OUTER)
            .where(cls.account == account)
            .order_by(cls.at.desc(), cls.id.desc())
        )

    @property
    def incoming(self) -> bool:
        return self.direction == "in"

    @property
    def status(self) -> str:
        """queued, sent or failed going out; answered, unread or unanswered coming in."""
        if not self.incoming:
            return self.sending
        if self.answered_at:
            return "answered"
        return "unanswered" if self.read_at else "unread"
