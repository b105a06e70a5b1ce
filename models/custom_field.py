"""Custom fields: what a firm wants to know beyond the fixed fields."""

from peewee import CharField, IntegerField, TextField

from models.fields import InstantField
from models.recorded import Recorded

SETS = ("account", "contact")
TYPES = (
    "text",
    "long_text",
    "number",
    "date",
    "single_choice",
    "multiple_choice",
    "checkbox",
    "email",
    "url",
    "phone",
    "sensitive",
)


class CustomField(Recorded):
    """One field of the set for accounts or of the set for contacts. `choices` holds one choice a line."""

    noun = "custom_field"

    set = CharField(max_length=10)
    label = CharField(max_length=100)
    type = CharField(max_length=20)
    choices = TextField(default="")
    position = IntegerField(default=0)
    required_at = InstantField(null=True)
    archived_at = InstantField(null=True)

    def concerns(self):
        return {}

    @property
    def caption(self):
        return self.label
