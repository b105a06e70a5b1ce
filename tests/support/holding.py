"""Somebody else who has the writing of the test's database to themselves, as another program or a long transaction may."""

from contextlib import closing, contextmanager

import peewee
from peewee import SqliteDatabase

from models.base.database import db


@contextmanager
def holding(databases):
    """Inside, nobody but a connection of its own can write; whoever reads can."""
    if isinstance(db.obj, SqliteDatabase):
        with closing(peewee.sqlite3.connect(db.obj.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    import psycopg

    with psycopg.connect(databases.url("test")) as other:
        tables = ", ".join(f'"{table}"' for table in db.obj.get_tables())
        other.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        yield
        other.rollback()
