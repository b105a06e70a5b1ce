"""E-mail addresses of contacts."""

from peewee import CharField, ForeignKeyField, IntegerField

from models.base import Recorded
from models.contact import Contact


class Address(Recorded):
    """One e-mail address of a contact: at position 0 the primary one, after it those of e-mail-typed custom fields."""

    noun = "address"
    unrecorded = frozenset({"email_folded"})

    contact = ForeignKeyField(Contact, on_delete="CASCADE", index=False, backref="addresses")
    email = CharField(max_length=254)
    email_folded = CharField(max_length=254, index=True)
    position = IntegerField(default=0)

    class Meta:
        indexes = ((("contact", "email_folded"), True),)

    def concerns(self):
        return {"contact_id": self.contact_id}

    @property
    def caption(self):
        return self.email

    @classmethod
    def add(cls, actor, verb="created", *, email: str, **values):
        return super().add(actor, verb, email=email, email_folded=email.casefold(), **values)
