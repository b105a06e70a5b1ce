"""Links: contacts' places on accounts."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, fn

from models.account import Account
from models.base import Recorded, transaction
from models.contact import Contact
from models.search_change import SearchChange


class Link(Recorded):
    """A contact's place on an account."""

    noun = "link"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    contact = ForeignKeyField(Contact, on_delete="CASCADE")
    description = CharField(default="", max_length=255)
    signer_priority = IntegerField()
    from_on = DateField(null=True)
    until_on = DateField(null=True)

    class Meta:
        indexes = ((("account", "contact"), True),)

    def concerns(self):
        return {"account_id": self.account_id, "contact_id": self.contact_id}

    @property
    def caption(self):
        return self.contact.name

    @classmethod
    def of_account(cls, account: Account):
        """The links of `account` with their contacts, alphabetically."""
        return (
            cls.select(cls, Contact)
            .join(Contact)
            .where(cls.account == account)
            .order_by(Contact.sort_key, Contact.id)
        )

    @classmethod
    def join(cls, account: Account, contact: Contact, actor, description: str = ""):
        """Put a contact on an account as its last signer, each address with the switches of a newcomer."""
        from models.address import Address
        from models.linked_address import LinkedAddress

        with transaction():
            last = cls.select(fn.MAX(cls.signer_priority)).where(cls.account == account).scalar() or 0
            link = cls.add(
                actor, account=account, contact=contact, description=description, signer_priority=last + 1
            )
            for address in Address.select().where(Address.contact == contact).order_by(Address.position):
                LinkedAddress.add(actor, link=link, address=address)
            SearchChange.note(account.id)
        return link
