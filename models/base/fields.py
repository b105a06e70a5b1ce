"""Column types that SQLite and PostgreSQL store alike."""

from datetime import UTC, datetime

from peewee import SQL, AutoField, DateTimeField, NodeList, SqliteDatabase

LARGEST_ID = 2**31 - 1  # that PostgreSQL's integers hold; a larger number in an address is nobody's


class IdField(AutoField):
    """A primary key that is never handed out twice, also after the newest row is deleted (CVE-2021-25961)."""

    def ddl(self, ctx):
        nodes = super().ddl(ctx)
        database = self.model._meta.database
        if isinstance(getattr(database, "obj", database), SqliteDatabase):
            return NodeList((nodes, SQL("AUTOINCREMENT")))
        return nodes


class InstantField(DateTimeField):
    """A moment: aware in Python, UTC without offset in the database, always with microseconds so that text sorts."""

    def db_value(self, value):
        if isinstance(value, datetime):
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        return value

    def python_value(self, value):
        if value is None:
            return None
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value.replace(tzinfo=UTC)
