"""The base class of every model."""

from collections import defaultdict
from datetime import date, datetime
from functools import cache

from peewee import OP, Expression, Model, SqliteDatabase

from models.base.database import db
from models.base.fields import IdField


class BaseModel(Model):
    """A row. The statements that read one by its id and write a new one are built once and kept: building takes longer.

    A model says here what goes through all of them; what is derived from it is in no other list.
    """

    noun = ""  # names its events; without one the history tells nothing of it
    # The columns that people are told of, in the order of its form, each a models.base.recorded.Field.
    fields: dict = {}
    history_group: str | None = None  # where a client's history tells of it; None: on no client's
    undoable: tuple[str, ...] = ()  # effects or kinds of its events that whoever did them may undo
    section: str | None = None  # of a client, where its rows stand (web/sections.py)
    # How its rows go along with a client or a contact that becomes a part of another: "at_once", in one statement;
    # "row_by_row", each with an event; "apart", by a verb of its own.
    on_merge = "at_once"
    # Combinations of columns that one owner has only once, besides the unique indexes; a merge keeps one of two alike.
    stands_once: tuple[tuple[str, ...], ...] = ()
    held_through: str | None = None  # the key to the work that its `user` is on, which goes to a successor
    # When a client is deleted for good: what goes with the person, and what is kept for the evidence, by the keys that lead
    # to the client; it keeps no more of people than the name.
    part_of_person = False
    kept_through: tuple[str, ...] = ()

    id = IdField()

    def hold(self):
        """The row as it is now; nobody else changes it until the transaction ends. Raises DoesNotExist."""
        return self._read(self.id, held=True)

    @classmethod
    def get(cls, *query, **filters):
        """As in peewee."""
        asked = query[0] if len(query) == 1 and not filters else None
        by_id = isinstance(asked, Expression) and asked.op == OP.EQ and asked.lhs is cls.id
        if by_id and isinstance(asked.rhs, int):
            return cls._read(asked.rhs)
        return super().get(*query, **filters)

    @classmethod
    def _read(cls, row_id: int, held: bool = False):
        for found in cls.raw(_reading(cls, type(db.obj), held), row_id):
            return found
        raise cls.DoesNotExist(f"There is no {cls.__name__} {row_id}.")

    def save(self, force_insert=False, only=None):
        """As in peewee."""
        if only is not None or (self.id is not None and not force_insert):
            return super().save(force_insert, only)
        row = {name: value for name, value in self.__data__.items() if name != "id" or value is not None}
        self._populate_unsaved_relations(row)
        fields = self._meta.fields
        kept = [fields[name].db_value(value) for name, value in row.items()]
        cursor = db.execute_sql(_writing(type(self), type(db.obj), tuple(row)), kept)
        if "id" not in row:
            self.id = cursor.fetchone()[0] if db.returning_clause else db.last_insert_id(cursor)
        self._dirty.clear()
        return 1

    class Meta:
        database = db
        legacy_table_names = False


def all_models(base: type = BaseModel) -> list[type]:
    """Every model below a base."""
    return [each for below in base.__subclasses__() for each in (below, *all_models(below))]


@cache
def models_by_noun() -> dict[str, type]:
    """Every model whose rows the history tells of, by its noun."""
    return {model.noun: model for model in all_models() if model.noun}


@cache
def _reading(model, engine, held: bool) -> str:
    """The statement that reads a row by its id, and holds it; SQLite's one writer holds everything anyway."""
    text, _values = model.select().where(model.id == 0).sql()
    return text if issubclass(engine, SqliteDatabase) or not held else f"{text} FOR UPDATE"


@cache
def _writing(model, engine, names: tuple[str, ...]) -> str:
    """The statement that writes a new row with these fields."""
    columns = ", ".join(f'"{model._meta.fields[name].column_name}"' for name in names)
    marks = ", ".join([engine.param] * len(names))
    told = ' RETURNING "id"' if db.returning_clause else ""
    return f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({marks}){told}'  # noqa: S608


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
