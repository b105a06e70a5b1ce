"""The values of custom fields on accounts and contacts."""

from peewee import ForeignKeyField, TextField

from models.base.recorded import Field, Recorded
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.custom_field import CustomField


class CustomValue(Recorded):
    """The value of one custom field on one account or contact, as field_type keeps it; emptied, its row stays.

    The value of a sensitive field is encrypted, here and in the history (rule Clients 12). FieldValue.fill() and FieldValue.reveal() know how.
    """

    noun = "custom_value"
    history_group = "tags"
    fields = {"value": Field("custom", restorable=True)}
    untold = frozenset({"field", "account", "contact"})
    undoable = True
    part_of_person = True

    field = ForeignKeyField(CustomField, on_delete="CASCADE", index=False, backref="held")
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
