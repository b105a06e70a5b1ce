"""The practice that runs this installation."""

from peewee import CharField

from models.base.clock import now
from models.base.database import locked
from models.base.fields import InstantField
from models.base.photo import Photographed
from models.base.recorded import Field, Recorded


class Firm(Photographed, Recorded):
    """One row: one installation, one firm."""

    noun = "firm"
    fields = {"name": Field(), "language": Field("language")}
    picture = "logo"
    unrecorded = frozenset({"logo"})
    THE_ONLY = 1  # its id: two at once collide on the primary key, also on PostgreSQL

    name = CharField()
    language = CharField(default="da", max_length=5)
    currency = CharField(default="DKK", max_length=3)
    logo = CharField(null=True)
    demo_at = InstantField(null=True)
    second_factor_required_at = InstantField(null=True)  # of all staff
    break_glass_at = InstantField(null=True)  # since when staff may open any client for a day
    created_at = InstantField(default=now)

    @classmethod
    def this(cls):
        """This installation's firm, or None before the first visit."""
        return cls.select().first()

    @classmethod
    def hold_this(cls):
        """Let one at a time do what only one may, until the transaction ends; before the first visit there is nothing."""
        list(locked(cls.select()))

    def concerns(self):
        return {}
