"""Proposals and engagement letters."""

from peewee import BigIntegerField, CharField, DateField, ForeignKeyField, IntegerField, TextField, fn

from models.base.archived import refuse_archived
from models.base.clock import now, today
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.evidence import Evidence
from models.staff.user import User


class Proposal(Evidence):
    """An offer of services at prices. A draft until it is sent; open until signed, declined or past its date.

    A draft is no evidence: nobody was offered anything.
    """

    section = "proposals"

    dated_by = ("sent_at", "signed_at", "declined_at")

    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    title = CharField(max_length=255)
    terms = TextField(default="")
    currency = CharField(default="DKK", max_length=3)
    total_minor = BigIntegerField(default=0)
    created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    created_at = InstantField(default=now)
    sent_at = InstantField(null=True)
    expires_on = DateField(null=True)
    signed_at = InstantField(null=True)
    declined_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "created_at"), False),)

    @property
    def status(self) -> str:
        """draft, pending, partially_signed, signed, declined or expired; needs for_account()'s counts."""
        if self.signed_at:
            return "signed"
        if self.declined_at:
            return "declined"
        if self.sent_at is None:
            return "draft"
        if self.expires_on and self.expires_on < today():
            return "expired"
        return "partially_signed" if self.signature_count else "pending"

    @classmethod
    def draft(cls, actor: User, account: Account, title: str, services, **fields):
        """Write a proposal; `services` are (name, price_minor) pairs."""
        with transaction():
            refuse_archived(account.id)
            total = sum(price for _, price in services)
            proposal = cls.create(account=account, title=title, created_by=actor, total_minor=total, **fields)
            offered = [
                {"proposal": proposal, "position": position, "name": name, "price_minor": price}
                for position, (name, price) in enumerate(services)
            ]
            ProposalService.insert_many(offered).execute()
        return proposal

    def send(self, contacts):
        """Offer it to the contacts who are to sign."""
        with transaction():
            refuse_archived(self.account_id)
            for contact in contacts:
                ProposalSigner.create(proposal=self, contact=contact)
            self.happen(sent_at=now())

    def sign(self, contact: Contact):
        """Keep one signature; the proposal is signed with the last of them."""
        with transaction():
            refuse_archived(self.account_id)
            mine = (ProposalSigner.proposal == self) & (ProposalSigner.contact == contact)
            ProposalSigner.update(signed_at=now()).where(mine).execute()
            if not self.signers.where(ProposalSigner.signed_at.is_null()).exists():
                self.happen(signed_at=now())

    def decline(self):
        with transaction():
            refuse_archived(self.account_id)
            self.happen(declined_at=now())

    @classmethod
    def for_account(cls, account: Account):
        """Every proposal, newest first, with signer_count and signature_count."""
        signers = ProposalSigner.select(fn.COUNT(ProposalSigner.id)).where(ProposalSigner.proposal == cls.id)
        return (
            cls.select(
                cls,
                signers.alias("signer_count"),
                signers.where(ProposalSigner.signed_at.is_null(False)).alias("signature_count"),
            )
            .where(cls.account == account)
            .order_by(cls.created_at.desc(), cls.id.desc())
        )


class ProposalService(BaseModel):
    """One service offered, at a price without VAT."""

    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT", backref="services")
    position = IntegerField()
    name = CharField(max_length=255)
    price_minor = BigIntegerField()


class ProposalSigner(BaseModel):
    """One person who is to sign a proposal."""

    kept_through = ("proposal", "account")

    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT", index=False, backref="signers")
    contact = ForeignKeyField(Contact, on_delete="RESTRICT")
    signed_at = InstantField(null=True)

    class Meta:
        indexes = ((("proposal", "contact"), True),)
