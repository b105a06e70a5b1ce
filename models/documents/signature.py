"""Signatures: documents sent for signing."""

from peewee import CharField, ForeignKeyField, IntegerField

from models.base.archived import refuse_archived
from models.base.clock import now
from models.base.database import transaction
from models.base.event_handlers import follows
from models.base.fields import InstantField
from models.base.model import BaseModel, attached
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.evidence import Evidence
from models.documents.document import Document
from models.staff.user import User

ORDERS = ("priority", "all_at_once")


class SignatureRequest(Evidence):
    """One document sent to its signers; the document is kept with it. It is void when the document is taken back before."""

    section = "signatures"

    dated_by = ("requested_at", "signed_at", "declined_at", "voided_at")

    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    document = ForeignKeyField(Document, on_delete="RESTRICT")
    requested_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    requested_at = InstantField(default=now)
    order = CharField(default="all_at_once", max_length=20)
    signed_at = InstantField(null=True)
    declined_at = InstantField(null=True)
    voided_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "requested_at"), False),)

    @property
    def status(self) -> str:
        """pending, signed, declined or voided."""
        ended = (("voided", self.voided_at), ("declined", self.declined_at), ("signed", self.signed_at))
        return next((name for name, at in ended if at), "pending")

    @classmethod
    def send(cls, document: Document, contacts, actor: User, order: str = "all_at_once"):
        """Ask these contacts to sign, in the order given."""
        with transaction():
            refuse_archived(document.account_id)
            Document.update(status="pending_signature").where(Document.id == document.id).execute()
            request = cls.create(
                account=document.account_id, document=document, requested_by=actor, order=order
            )
            for position, contact in enumerate(contacts, 1):
                Signer.create(request=request, contact=contact, position=position)
        return request

    def sign(self, contact: Contact) -> bool:
        """Keep one signature; the request is signed with the last of them. False when it awaits none any more."""
        with transaction():
            refuse_archived(self.account_id)
            if self.hold().status != "pending":
                return False
            Signer.update(signed_at=now()).where(Signer.request == self, Signer.contact == contact).execute()
            if not Signer.select().where(Signer.request == self, Signer.signed_at.is_null()).exists():
                self._end("signed_at", "signed")
        return True

    def decline(self, contact: Contact) -> bool:
        """One signer's no ends the request. False when it has ended before."""
        with transaction():
            refuse_archived(self.account_id)
            if self.hold().status != "pending":
                return False
            Signer.update(declined_at=now()).where(
                Signer.request == self, Signer.contact == contact
            ).execute()
            self._end("declined_at", "declined")
        return True

    def _end(self, column: str, document_status: str):
        self.happen(**{column: now()})
        Document.update(status=document_status).where(Document.id == self.document_id).execute()

    @staticmethod
    def with_signers(requests) -> list:
        """The requests as a list, each with `signers`, its Signers with their contacts in order, from one query."""
        return attached(requests, "signers", Signer.of, "request_id")

    @classmethod
    def for_account(cls, account: Account):
        """Every request, newest first, with its document."""
        return (
            cls.select(cls, Document.id, Document.name)
            .join(Document)
            .where(cls.account == account)
            .order_by(cls.requested_at.desc(), cls.id.desc())
        )


class Signer(BaseModel):
    """One person's part of a signature request."""

    kept_through = ("request", "account")

    request = ForeignKeyField(SignatureRequest, on_delete="RESTRICT", index=False)
    contact = ForeignKeyField(Contact, on_delete="RESTRICT")
    position = IntegerField()
    signed_at = InstantField(null=True)
    declined_at = InstantField(null=True)

    class Meta:
        indexes = ((("request", "contact"), True),)

    @classmethod
    def of(cls, requests):
        """The signers of these requests, in their order."""
        return (
            cls.select(cls, *Contact.named())
            .join(Contact)
            .where(cls.request.in_(requests))
            .order_by(cls.position)
        )


@follows("document.withdrawn")
def _void(document: Document, _actor):
    """Nobody signs what they do not see; who has signed already signed nothing that holds."""
    for request in SignatureRequest.select().where(SignatureRequest.document == document):
        if request.status == "pending":
            request.happen(voided_at=now())
            Document.update(status="").where(Document.id == document.id).execute()
