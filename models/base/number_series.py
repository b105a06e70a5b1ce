"""Number series without gaps, such as of invoices."""

from peewee import CharField, IntegerField

from models.base.database import locked, transaction
from models.base.model import BaseModel


class NumberSeries(BaseModel):
    """The last number that was given of a series. It only grows, whatever becomes of what has the number."""

    name = CharField(unique=True, max_length=20)
    last_number = IntegerField(default=0)

    @classmethod
    def next(cls, name: str) -> int:
        """Take the next number, in the transaction that writes what is to have it: rolled back, it is given again.

        Others who want one wait until that transaction ends.
        """
        return cls.reach(name, None)

    @classmethod
    def reach(cls, name: str, number: int | None) -> int:
        """Go on to `number` (None: by one), unless the series is there already; returns where it stands."""
        with transaction():
            cls.insert(name=name, last_number=0).on_conflict_ignore().execute()
            series = locked(cls.select().where(cls.name == name)).get()
            last = series.last_number + 1 if number is None else max(series.last_number, number)
            cls.update(last_number=last).where(cls.id == series.id).execute()
        return last
