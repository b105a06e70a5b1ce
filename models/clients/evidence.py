"""Evidence: records with a retention period by law, which outlive the client whom they are about (rule Clients 5).

Other records go when their client is deleted for good (models/processes/bin_expiry.py); these and their parts refuse it: what refers
from evidence to what it hangs on, and from its parts to it, is RESTRICT.
"""

from datetime import date, datetime

from peewee import CharField, DateField, IntegerField

from models.base.clock import day_of
from models.base.database import found_out
from models.base.model import BaseModel

BOOKKEEPING = "bookkeeping"


class RetentionPeriod(BaseModel):
    """How many years papers of a kind are kept, counted from the end of the accounting year that they are of.

    A row holds for papers from `valid_from` on, until the next row of its kind. Laws change, so the periods are data.
    """

    kind = CharField(max_length=20)
    valid_from = DateField()
    years = IntegerField()
    source = CharField()

    class Meta:
        indexes = ((("kind", "valid_from"), True),)

    @classmethod
    def holding(cls, kind: str, day: date) -> "RetentionPeriod | None":
        """The row for papers of a day; for those older than any rule the first one."""
        rows = cls._of_kind(kind)
        held = [row for row in rows if row.valid_from <= day]
        return held[-1] if held else next(iter(rows), None)

    @classmethod
    def _of_kind(cls, kind: str) -> list["RetentionPeriod"]:
        """The rows of a kind, the oldest first; a transaction reads them once."""
        known = found_out()
        told = ("retention", kind)
        if known is not None and told in known:
            return known[told]
        rows = list(cls.select().where(cls.kind == kind).order_by(cls.valid_from))
        if known is not None:
            known[told] = rows
        return rows

    @classmethod
    def end(cls, kind: str, day: date) -> date:
        """The last day on which papers of a day are kept: for good where no row says how long."""
        period = cls.holding(kind, day)
        # The accounting year is the calendar year as long as accounts do not tell theirs.
        return date(day.year + period.years, 12, 31) if period else date.max


class Evidence(BaseModel):
    """A record that is kept through `keep_until`, whatever happens to its client; without it, it is no evidence yet.

    `dated_by` names the columns that tell of what day it is: the latest of them counts.
    """

    keep_until = DateField(null=True)

    retention = BOOKKEEPING
    dated_by: tuple[str, ...] = ()

    @classmethod
    def day_among(cls, values: dict) -> date | None:
        """The day of a record with these values, by field name; None as long as it has none."""
        told = [(cls._meta.fields[name], values[name]) for name in cls.dated_by if values.get(name)]
        read = [field.python_value(value) if isinstance(value, str) else value for field, value in told]
        days = [day_of(each) if isinstance(each, datetime) else each for each in read]
        return max(days, default=None)

    @classmethod
    def retention_columns(cls, values: dict) -> dict:
        """The columns to write of a record with these values: through what day it is kept."""
        day = cls.day_among(values)
        return {"keep_until": RetentionPeriod.end(cls.retention, day) if day else None}

    def save(self, force_insert=False, only=None):
        """Write the record; a new one knows how long it is kept."""
        if force_insert or self.id is None:
            self.keep_until = self.keep_until or self.retention_columns(self.__data__)["keep_until"]
        return super().save(force_insert, only)

    def happen(self, **values):
        """Write what happened to it, and how long it is kept after that."""
        for name, value in values.items():
            setattr(self, name, value)
        kept = self.retention_columns(self.hold().__data__ | values)
        self.keep_until = kept["keep_until"]
        type(self).update(values | kept).where(type(self).id == self.id).execute()
