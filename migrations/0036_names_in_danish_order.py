# Staff and tags sort by the key that clients and contacts have (models/base/alphabet.py).
from peewee import *

KEYED = ('user', 'tag')


def up(migrator, db):
    from models.base.alphabet import danish_sort_key

    for table in KEYED:
        # Written out: the migrator would copy the whole table, and SQLite forget which ids were handed out.
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN sort_key TEXT NOT NULL DEFAULT \'\'')
        change = f'UPDATE "{table}" SET sort_key = {db.param} WHERE id = {db.param}'
        for row_id, name in db.execute_sql(f'SELECT id, name FROM "{table}"').fetchall():
            db.execute_sql(change, (danish_sort_key(name), row_id))


def down(migrator, db):
    for table in KEYED:
        migrator.migrate(migrator.drop_column(table, 'sort_key'))
