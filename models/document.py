"""Documents and their folders."""

from functools import partial

from peewee import JOIN, BigIntegerField, CharField, ForeignKeyField

from models.account import Account
from models.archived import hold_concerned
from models.base import BaseModel
from models.clock import now
from models.contact import Contact
from models.database import note, transaction
from models.event import Event
from models.fields import InstantField
from models.user import User

FOLDER_ACCESS = ("edit", "view", "private")  # what the client may do in it
STATUSES = (
    "pending_approval",
    "approved",
    "disapproved",
    "pending_signature",
    "signed",
    "declined",
    "locked_to_invoice",
)


class Folder(BaseModel):
    """A folder of an account: the client can view and edit it, view it, or not see it."""

    account = ForeignKeyField(Account, on_delete="CASCADE", backref="folders")
    parent = ForeignKeyField("self", null=True, on_delete="CASCADE")
    name = CharField(max_length=255)
    access = CharField(default="view", max_length=10)

    @classmethod
    def hidden_ids(cls, account: Account) -> set[int]:
        """The folders of an account that its client does not see: the private ones with all that is in them."""
        folders = list(cls.select(cls.id, cls.parent, cls.access).where(cls.account == account))
        hidden = {folder.id for folder in folders if folder.access == "private"}
        while inner := {folder.id for folder in folders if folder.parent_id in hidden} - hidden:
            hidden |= inner
        return hidden


class Document(BaseModel):
    """A file of an account, uploaded by the firm or by the client (then `uploaded_by_contact` is set).

    `file` is the name under which its content is kept, if it is.
    """

    noun = "document"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    folder = ForeignKeyField(Folder, null=True, on_delete="SET NULL")
    name = CharField(max_length=255)
    mime_type = CharField(max_length=100)
    size = BigIntegerField()
    file = CharField(null=True, unique=True, max_length=64)
    sha256 = CharField(default="", max_length=64)
    status = CharField(default="", max_length=20)
    uploaded_by_user = ForeignKeyField(User, null=True, on_delete="SET NULL")
    uploaded_by_contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    created_at = InstantField(default=now)
    shared_at = InstantField(null=True)
    first_viewed_at = InstantField(null=True)
    first_viewed_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    binned_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "created_at"), False),)

    def concerns(self):
        return {"account_id": self.account_id}

    @property
    def caption(self) -> str:
        return self.name

    @property
    def new(self) -> bool:
        """Uploaded by the client and not viewed by anyone at the firm."""
        return self.uploaded_by_contact_id is not None and self.first_viewed_at is None

    @classmethod
    def for_account(cls, account: Account, viewer: User):
        """The account's documents, newest first; `my_view` is the viewer's own view of each, or None."""
        seer, mine = User.alias(), DocumentView.alias()
        return (
            cls.select(
                cls,
                *User.named(),
                *Contact.named(),
                *(seer.id, seer.name),
                mine.viewed_at,
            )
            .join(User, JOIN.LEFT_OUTER, on=cls.uploaded_by_user)
            .join_from(cls, Contact, JOIN.LEFT_OUTER)
            .join_from(cls, seer, JOIN.LEFT_OUTER, on=cls.first_viewed_by, attr="first_viewed_by")
            .join_from(
                cls,
                mine,
                JOIN.LEFT_OUTER,
                on=((mine.document == cls.id) & (mine.user == viewer)),
                attr="my_view",
            )
            .where(cls.account == account, cls.binned_at.is_null())
            .order_by(cls.created_at.desc(), cls.id.desc())
        )

    @classmethod
    def exchanged(cls, account: Account, viewer: User):
        """Those of for_account() that the client uploaded or was given."""
        return cls.for_account(account, viewer).where(
            cls.uploaded_by_contact.is_null(False) | cls.shared_at.is_null(False)
        )

    @classmethod
    def for_client(cls, account: Account):
        """What the client sees of an account, newest first: what they sent and what is shared, outside private folders."""
        hidden = Folder.hidden_ids(account)
        return (
            cls.select(cls, *User.named(), *Contact.named())
            .join(User, JOIN.LEFT_OUTER, on=cls.uploaded_by_user)
            .join_from(cls, Contact, JOIN.LEFT_OUTER)
            .where(
                cls.account == account,
                cls.binned_at.is_null(),
                cls.uploaded_by_contact.is_null(False) | cls.shared_at.is_null(False),
                cls.folder.is_null() | cls.folder.not_in(hidden),
            )
            .order_by(cls.created_at.desc(), cls.id.desc())
        )

    @classmethod
    def client_counts(cls, accounts) -> dict[int, int]:
        """How many documents the client sees, by the id of the account."""
        return {account.id: cls.for_client(account).count() for account in accounts}

    @classmethod
    def receive(cls, account: Account, contact: Contact, name: str, mime_type: str, kept) -> "Document":
        """Take in a file that the client uploaded; it is new to the firm until somebody there looks at it."""
        return cls._keep(contact, account, name, mime_type, kept, uploaded_by_contact=contact)

    @classmethod
    def share(cls, account: Account, user: User, name: str, mime_type: str, kept) -> "Document":
        """Give the client a file of the firm's."""
        return cls._keep(user, account, name, mime_type, kept, uploaded_by_user=user, shared_at=now())

    @classmethod
    def _keep(cls, actor, account, name, mime_type, kept, **fields):
        with transaction():
            hold_concerned(account.id)
            made = cls.create(
                account=account,
                name=name,
                mime_type=mime_type,
                size=kept.size,
                file=kept.name,
                sha256=kept.sha256,
                **fields,
            )
            Event.record("document.uploaded", "created", made, actor, {"name": [None, name]})
        return made

    def mark_viewed(self, user: User):
        """Note that `user` has seen it; only the first time counts, also of two at once."""
        if not DocumentView.get_or_none(document=self, user=user):
            note(partial(self._keep_view, user))

    def _keep_view(self, user):
        DocumentView.insert(document=self, user=user).on_conflict_ignore().execute()
        first = {"first_viewed_at": now(), "first_viewed_by": user}
        Document.update(first).where(Document.id == self.id, Document.first_viewed_at.is_null()).execute()


class DocumentView(BaseModel):
    """When a member of staff first saw a document."""

    document = ForeignKeyField(Document, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, on_delete="CASCADE")
    viewed_at = InstantField(default=now)

    class Meta:
        indexes = ((("document", "user"), True),)
