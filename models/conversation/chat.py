"""Chats: threads with the client."""

from peewee import JOIN, CharField, ForeignKeyField, TextField, fn

from models.base.archived import refuse_archived
from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.clients.contact import Contact
from models.staff.user import User


class Chat(BaseModel):
    """A thread with the client; unread until one member of staff has read all of it."""

    section = "chats"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    subject = CharField(max_length=255)
    created_at = InstantField(default=now)
    last_message_at = InstantField(default=now)
    answered_at = InstantField(null=True)
    answered_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    unread_at = InstantField(null=True)
    archived_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "last_message_at"), False),)

    @classmethod
    def for_account(cls, account: Account):
        """Every thread, last spoken in first: its last line to or from the client and how its client tasks stand."""
        last = (
            ChatMessage.select(ChatMessage.body)
            .where(ChatMessage.chat == cls.id, ChatMessage.internal_at.is_null())
            .order_by(ChatMessage.id.desc())
            .limit(1)
        )
        tasks = ClientTask.select(fn.COUNT(ClientTask.id)).where(ClientTask.chat == cls.id)
        return (
            cls.select(
                cls,
                *User.named(),
                last.alias("last_body"),
                tasks.alias("task_count"),
                tasks.where(ClientTask.completed_at.is_null(False)).alias("completed_count"),
            )
            .join(User, JOIN.LEFT_OUTER)
            .where(cls.account == account)
            .order_by(cls.last_message_at.desc(), cls.id.desc())
        )

    def say(self, author, body: str, internal: bool = False):
        """Add a message by a User or a Contact; `internal` ones never reach the client."""
        staff = isinstance(author, User)
        with transaction():
            refuse_archived(self.account_id)
            ChatMessage.create(
                chat=self,
                user=author if staff else None,
                contact=None if staff else author,
                body=body,
                internal_at=now() if internal else None,
            )
            changed = {"last_message_at": now()}
            if staff and not internal:
                changed |= {"answered_at": now(), "answered_by": author, "unread_at": None}
            elif not staff:
                changed["unread_at"] = now()
            Chat.update(changed).where(Chat.id == self.id).execute()


class ChatMessage(BaseModel):
    """One message of a thread, by staff or by a contact."""

    chat = ForeignKeyField(Chat, on_delete="CASCADE", backref="messages")
    user = ForeignKeyField(User, null=True, on_delete="SET NULL")
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    body = TextField()
    at = InstantField(default=now)
    internal_at = InstantField(null=True)


class ClientTask(BaseModel):
    """Something the client is asked to do in a thread."""

    chat = ForeignKeyField(Chat, on_delete="CASCADE", backref="client_tasks")
    title = CharField(max_length=255)
    created_at = InstantField(default=now)
    completed_at = InstantField(null=True)
