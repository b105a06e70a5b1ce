"""Looking at the database from outside: what is in it, what changed, what was asked."""

from contextlib import nullcontext
from functools import cache
from hashlib import sha256

from models.base.database import db

# Written by merely being there; whoever adds a line here tells why.
# sign_in: seen_at is moved every few minutes by any request.
NOT_COUNTED = {"sign_in": ("seen_at",)}

# Rows that do not count, by what the others fulfil; whoever adds a line here tells why.
# event: each denial leaves its line in the log (ASVS 16.3.2), which tests/web/test_denial_log.py asks for; else it writes nothing.
COUNTED_ROWS = {"event": "noun <> 'refusal'"}


def digests() -> dict[str, str]:
    """Table → digest of all its rows."""
    # PostgreSQL is asked for all tables at once: to wait for each of them takes five times as long.
    pipeline = getattr(db.obj.connection(), "pipeline", nullcontext)
    with pipeline():
        cursors = {table: db.execute_sql(_select(columns, table)) for table, columns in _columns().items()}
    return {table: sha256(repr(each.fetchall()).encode()).hexdigest() for table, each in cursors.items()}


def digest() -> str:
    """One digest of the whole database: equal before and after means that nothing was written."""
    return repr(digests())


def changed_tables(before: dict[str, str]) -> set[str]:
    return {table for table, value in digests().items() if value != before.get(table)}


@cache
def _columns() -> dict[str, str]:
    """Table → the columns that count, quoted; the schema is the same in every test."""
    return {
        table: ", ".join(
            f'"{each.name}"'
            for each in db.obj.get_columns(table)
            if each.name not in NOT_COUNTED.get(table, ())
        )
        for table in sorted(db.obj.get_tables())
        if not table.startswith("sqlite_")  # its counters
    }


def _select(columns: str, table: str) -> str:
    counted = COUNTED_ROWS.get(table, "1 = 1")
    return f'SELECT {columns} FROM "{table}" WHERE {counted} ORDER BY 1'  # noqa: S608


class Queries:
    """A context in which every query's SQL is kept in a list."""

    def __enter__(self) -> list[str]:
        self.seen = []
        db.obj.query_hooks.append(self._note)
        return self.seen

    def __exit__(self, *_error):
        db.obj.query_hooks.remove(self._note)

    def _note(self, event):
        self.seen.append(event.sql)
