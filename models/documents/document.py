"""Documents and their folders."""

from functools import partial
from math import ceil

from peewee import JOIN, BigIntegerField, CharField, ForeignKeyField, fn

from models.base.archived import hold_concerned
from models.base.clock import now
from models.base.database import note, transaction
from models.base.event import Event
from models.base.event_handlers import dispatch
from models.base.fields import InstantField
from models.base.model import BaseModel, attached, plain
from models.base.recorded import MadeUseOf
from models.clients.account import Account
from models.clients.contact import Contact
from models.outgoing.outbox import GRACE
from models.staff.user import User

SHARING = ("shared_at", "shared_by")
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
    def hidden(cls, accounts):
        """The ids of the folders of some accounts that their clients do not see: the private ones with all that is in them."""
        private, inner = cls.alias(), cls.alias()
        found = private.select(private.id).where(private.account.in_(accounts), private.access == "private")
        known = found.cte("hidden_folder", recursive=True, columns=("id",))
        below = inner.select(inner.id).join(known, on=(inner.parent == known.c.id))
        known = found.union(below).cte("hidden_folder", recursive=True, columns=("id",))
        return known.select_from(known.c.id)


class Document(BaseModel):
    """A file of an account, uploaded by the firm or by the client (then `uploaded_by_contact` is set).

    `file` is the name under which its content is kept, if it is. `shared_at` is the instant from which the client sees
    what the firm shares, GRACE after somebody shared it: until then nothing of it stands in the portal.
    """

    kept_through = ("account",)
    noun = "document"
    history_group = "portal"
    section = "documents"
    undoable = ("document.shared",)

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
    shared_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
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

    @property
    def sharing(self) -> str:
        """received (it is the client's own), kept (by the firm), waiting for the minute after it was shared, or shared."""
        if self.uploaded_by_contact_id is not None:
            return "received"
        if self.shared_at is None:
            return "kept"
        return "waiting" if self.shared_at > now() else "shared"

    @property
    def seconds_left(self) -> int:
        """Until the client sees it, of one that waits."""
        return max(ceil((self.shared_at - now()).total_seconds()), 0)

    @classmethod
    def for_account(cls, account: Account, viewer: User):
        """The account's documents, newest first; `my_view` is the viewer's own view of each, or None.

        `hidden` says whether it lies in a folder that the client does not see.
        """
        seer, sharer, mine = User.alias(), User.alias(), DocumentView.alias()
        return (
            cls.select(
                cls,
                *User.named(),
                *Contact.named(),
                *(seer.id, seer.name),
                *(sharer.id, sharer.name),
                mine.viewed_at,
                cls.folder.in_(Folder.hidden([account.id])).alias("hidden"),
            )
            .join(User, JOIN.LEFT_OUTER, on=cls.uploaded_by_user)
            .join_from(cls, Contact, JOIN.LEFT_OUTER)
            .join_from(cls, seer, JOIN.LEFT_OUTER, on=cls.first_viewed_by, attr="first_viewed_by")
            .join_from(cls, sharer, JOIN.LEFT_OUTER, on=cls.shared_by, attr="shared_by")
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
        """Those of for_account() that the client uploaded or is given, also within the minute."""
        return cls.for_account(account, viewer).where(
            cls.uploaded_by_contact.is_null(False) | cls.shared_at.is_null(False)
        )

    @classmethod
    def visible_to_clients(cls, account_ids):
        """The documents of some accounts that their clients see: what they sent and what is shared, the minute over, unless
        it is in the bin or in a private folder, however deep.

        Whatever shows or counts what clients see asks this query. Whether the portal is open to anybody is another
        question (models.portal.portal_access).
        """
        return cls.select().where(
            cls.account.in_(account_ids),
            cls.binned_at.is_null(),
            cls.uploaded_by_contact.is_null(False) | (cls.shared_at <= now()),
            cls.folder.is_null() | cls.folder.not_in(Folder.hidden(account_ids)),
        )

    @classmethod
    def for_client(cls, account: Account):
        """What the client sees of an account, newest first, with who it is from (rule Portal 2)."""
        return (
            cls.visible_to_clients([account.id])
            .select(cls, *User.named(), *Contact.named())
            .join(User, JOIN.LEFT_OUTER, on=cls.uploaded_by_user)
            .join_from(cls, Contact, JOIN.LEFT_OUTER)
            .order_by(cls.created_at.desc(), cls.id.desc())
        )

    @classmethod
    def client_counts(cls, account_ids) -> dict[int, int]:
        """How many documents the client of each of these accounts sees, by the id of the account, in one query."""
        counted = cls.visible_to_clients(account_ids).select(cls.account, fn.COUNT(cls.id))
        return dict.fromkeys(account_ids, 0) | dict(counted.group_by(cls.account).tuples())

    @staticmethod
    def with_openings(documents) -> list:
        """The documents as a list, each with `openings`, who of the client's people opened it, from one query."""
        return attached(documents, "openings", DocumentOpening.of, "document_id")

    @classmethod
    def receive(cls, account: Account, contact: Contact, name: str, mime_type: str, kept) -> "Document":
        """Take in a file that the client uploaded; it is new to the firm until somebody there looks at it."""
        return cls._keep(contact, account, name, mime_type, kept, uploaded_by_contact=contact)

    @classmethod
    def share(cls, account: Account, user: User, name: str, mime_type: str, kept) -> "Document":
        """Take in a file of the firm's and share it: the client sees it after GRACE, unless it is undone until then."""
        with transaction():
            made = cls._keep(user, account, name, mime_type, kept, uploaded_by_user=user)
            made.set_shared(True, user)
        return made

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

    def set_shared(self, on: bool, actor: User) -> str | None:
        """Share it with the client, who sees it after GRACE, or take it back, which closes it at once.

        What was asked of the client about it and is not answered ends with it, also when it is shared again. The answer is
        what was done: shared, sharing_undone (within the minute) or taken_back; None when it stands so already, and of what
        the client sent, which is theirs to see. Raises AccountArchived.
        """
        with transaction():
            hold_concerned(self.account_id)
            row = self.hold()
            if row.sharing == "received" or on == (row.shared_at is not None):
                return None
            verb = "shared" if on else "sharing_undone" if row.sharing == "waiting" else "taken_back"
            values = {"shared_at": now() + GRACE, "shared_by": actor} if on else dict.fromkeys(SHARING)
            changes = {name: [plain(getattr(row, name)), plain(value)] for name, value in values.items()}
            if verb == "taken_back":
                changes["opened_by"] = [None, [each.contact.name for each in DocumentOpening.of([row])]]
            Document.update(values).where(Document.id == self.id).execute()
            self.shared_at, self.shared_by = values["shared_at"], values["shared_by"]
            Event.record(f"document.{verb}", "changed", self, actor, changes)
            if not on:
                dispatch("document.withdrawn", self, actor)
        return verb

    # What undoing asks: models/history/take_back.py

    def values(self) -> dict:
        """What the history tells of how it is shared."""
        return {name: plain(self.__data__.get(name)) for name in SHARING}

    def put_back(self, actor: User, **values) -> bool:
        """Share it as it was shared before an event, from now on, or not. Raises MadeUseOf where the client is asked about it."""
        if values["shared_at"] is None and self.hold().status.startswith("pending_"):
            raise MadeUseOf
        return self.set_shared(values["shared_at"] is not None, actor) is not None

    def mark_opened(self, contact: Contact, email: str):
        """Note that one of the client's people, signed in with `email`, got its content."""
        note(partial(self._keep_opening, contact, email))

    def _keep_opening(self, contact, email):
        moment = now()
        mine = (DocumentOpening.document == self) & (DocumentOpening.contact == contact)
        again = DocumentOpening.update(last_opened_at=moment, email=email).where(mine).execute()
        if not again:
            told = {"email": email, "first_opened_at": moment, "last_opened_at": moment}
            DocumentOpening.insert(document=self, contact=contact, **told).on_conflict_ignore().execute()

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


class DocumentOpening(BaseModel):
    """When one of the client's people first and last got the content of a document, and with which sign-in last.

    It stays when the document is taken back, as proof of who has it.
    """

    document = ForeignKeyField(Document, on_delete="CASCADE", index=False)
    contact = ForeignKeyField(Contact, on_delete="CASCADE")
    email = CharField(max_length=254)
    first_opened_at = InstantField(default=now)
    last_opened_at = InstantField(default=now)

    class Meta:
        indexes = ((("document", "contact"), True),)

    @classmethod
    def of(cls, documents):
        """Who opened these documents, who did first before the others."""
        opened = cls.select(cls, *Contact.named()).join(Contact).where(cls.document.in_(documents))
        return opened.order_by(cls.first_opened_at, cls.id)
