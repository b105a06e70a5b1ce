"""Invitations to the portal."""

from datetime import timedelta

from peewee import CharField, ForeignKeyField, TextField

from models.clock import now
from models.database import transaction
from models.fields import InstantField
from models.linked_address import LinkedAddress
from models.outbox import Outbox
from models.recorded import Recorded
from models.user import User

LIFETIME = timedelta(days=14)


class Invitation(Recorded):
    """An offer to one address to use the portal for one account. A newer one revokes those before it."""

    noun = "invitation"
    revivable = False  # its link has died

    linked_address = ForeignKeyField(LinkedAddress, on_delete="CASCADE", backref="invitations")
    email = CharField(max_length=254)
    message = TextField(default="")
    invited_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    created_at = InstantField(default=now)
    expires_at = InstantField()
    opened_at = InstantField(null=True)
    accepted_at = InstantField(null=True)
    revoked_at = InstantField(null=True)

    def concerns(self):
        return self.linked_address.concerns()

    @property
    def caption(self):
        return self.email

    @classmethod
    def send(cls, linked_address: LinkedAddress, actor, message: str = ""):
        """Invite an address whose LOGIN is on; the mail leaves by the outbox."""
        with transaction():
            for earlier in cls.select().where(cls.linked_address == linked_address, cls.revoked_at.is_null()):
                earlier.amend(actor, "revoked", revoked_at=now())
            invitation = cls.add(
                actor,
                "sent",
                linked_address=linked_address,
                email=linked_address.address.email,
                message=message,
                invited_by=actor,
                expires_at=now() + LIFETIME,
            )
            invited = LinkedAddress.invited_until_at
            LinkedAddress.update({invited: invitation.expires_at}).where(
                LinkedAddress.id == linked_address.id
            ).execute()
            Outbox.put("invitation", invitation.id, linked_address.link.account_id)
        return invitation

    def accept(self):
        """The invited person has set a password: the address is active from now."""
        with transaction():
            contact = self.linked_address.link.contact
            self.amend(contact, "accepted", accepted_at=now())
            self.linked_address.amend(contact, "activated", activated_at=now())
