# With a person who is purged goes what the history says of the sign-in that nobody is left to use.
from importlib import import_module

from peewee import *

HISTORY = import_module('migrations.0017_append_only_history')

GOING = f"""{HISTORY.GOING}
  OR (OLD.noun = 'portal_user' AND NOT EXISTS (SELECT 1 FROM portal_user WHERE id = OLD.subject_id)
    AND NOT EXISTS (SELECT 1 FROM address WHERE email_folded = LOWER(OLD.subject_name)))
"""


def up(migrator, db):
    write(db, GOING)


def down(migrator, db):
    write(db, HISTORY.GOING)


def write(db, going):
    """Let purging delete the lines of history of which this is true, and nobody any other."""
    HISTORY.let_go(db)
    statements = HISTORY.SQLITE if isinstance(db, SqliteDatabase) else (HISTORY.POSTGRES,)
    for statement in statements:
        db.execute_sql(statement.replace(HISTORY.GOING, going))
