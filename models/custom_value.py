"""The values of custom fields on accounts and contacts."""

from peewee import ForeignKeyField, TextField

from models.account import Account
from models.contact import Contact
from models.custom_field import CustomField
from models.recorded import Recorded


class CustomValue(Recorded):
    """The value of one custom field on one account or contact, as text (dates ISO, numbers with a point)."""

    noun = "custom_value"

    field = ForeignKeyField(CustomField, on_delete="CASCADE", index=False)
    account = ForeignKeyField(Account, null=True, on_delete="CASCADE")
    contact = ForeignKeyField(Contact, null=True, on_delete="CASCADE")
    value = TextField()

    class Meta:
        indexes = ((("field", "account"), True), (("field", "contact"), True))

    def concerns(self):
        return {"account_id": self.account_id, "contact_id": self.contact_id}

    @property
    def caption(self):
        return self.field.label

    @classmethod
    def of_account(cls, account: Account):
        """The account's values with their fields, in the firm's order."""
        return (
            cls.select(cls, CustomField)
            .join(CustomField)
            .where(cls.account == account, CustomField.archived_at.is_null())
            .order_by(CustomField.position, CustomField.id)
        )

    @classmethod
    def of_contacts(cls, contacts):
        """The values of these contacts with their fields, in the firm's order."""
        return (
            cls.select(cls, CustomField)
            .join(CustomField)
            .where(cls.contact.in_(contacts), CustomField.archived_at.is_null())
            .order_by(CustomField.position, CustomField.id)
        )
