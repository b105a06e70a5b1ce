"""What every model is."""

from collections import defaultdict
from datetime import date, datetime

from peewee import Model

from models.database import db, locked
from models.fields import IdField


class BaseModel(Model):
    id = IdField()

    def hold(self):
        """The row as it is now; nobody else changes it until the transaction ends. Raises DoesNotExist."""
        return locked(type(self).select().where(type(self).id == self.id)).get()

    class Meta:
        database = db
        legacy_table_names = False


def plain(value):
    """A column's value as the history keeps it: text, number or None; a related record by its id."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value.id if isinstance(value, Model) else value


def grouped(rows, key: str, value: str | None = None) -> dict[int, list]:
    """Rows, or one attribute of each, by another attribute; in their order, and an empty list for what is missing."""
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(getattr(row, value) if value else row)
    return found


def attached(rows, name: str, related, key: str, value: str | None = None) -> list:
    """The rows as a list, each with `name`: its related rows (or one attribute of each), found by their `key`.

    `related(rows)` is the one query that reads them for all the rows.
    """
    rows = list(rows)
    found = grouped(related(rows), key, value)
    for row in rows:
        setattr(row, name, found[row.id])
    return rows
