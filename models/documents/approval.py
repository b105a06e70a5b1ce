"""Approvals: documents that a client is asked to say yes or no to."""

from peewee import JOIN, CharField, ForeignKeyField, TextField

from models.base.archived import refuse_archived
from models.base.clock import now
from models.base.database import transaction
from models.base.event_handlers import follows
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.clients.contact import Contact
from models.documents.document import Document
from models.staff.user import User

STATUSES = ("pending", "approved", "disapproved", "withdrawn")


class Approval(BaseModel):
    """One request for a decision on a document; it is withdrawn when the document is taken back before the client decides."""

    section = "approvals"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    document = ForeignKeyField(Document, on_delete="CASCADE")
    requested_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    requested_at = InstantField(default=now)
    status = CharField(default="pending", max_length=20)
    comment = TextField(default="")
    decided_by = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    decided_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "requested_at"), False),)

    @classmethod
    def request(cls, document: Document, actor: User):
        """Ask the client to decide on a document."""
        with transaction():
            refuse_archived(document.account_id)
            Document.update(status="pending_approval").where(Document.id == document.id).execute()
            return cls.create(account=document.account_id, document=document, requested_by=actor)

    def decide(self, contact: Contact, approved: bool, comment: str = "") -> bool:
        """Keep the client's answer, on the request and on the document; False when it awaits none any more."""
        with transaction():
            refuse_archived(self.account_id)
            if self.hold().status != "pending":
                return False
            self.status = "approved" if approved else "disapproved"
            self.comment, self.decided_by, self.decided_at = comment, contact, now()
            self.save()
            Document.update(status=self.status).where(Document.id == self.document_id).execute()
        return True

    @classmethod
    def for_account(cls, account: Account):
        """Every request, newest first, with document and decider."""
        return (
            cls.select(cls, Document.id, Document.name, *Contact.named())
            .join(Document)
            .switch(cls)
            .join(Contact, JOIN.LEFT_OUTER)
            .where(cls.account == account)
            .order_by(cls.requested_at.desc(), cls.id.desc())
        )


@follows("document.withdrawn")
def _end(document: Document, _actor):
    """Nobody decides on what they do not see."""
    pending = (Approval.document == document) & (Approval.status == "pending")
    if Approval.update(status="withdrawn").where(pending).execute():
        Document.update(status="").where(Document.id == document.id).execute()
