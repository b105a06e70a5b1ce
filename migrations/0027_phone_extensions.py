# Phone numbers are kept with their extension, as +12125550123;ext=45 (models/base/phone_number.py).
from peewee import *

WAS, IS = 20, 40


def up(migrator, db):
    widen(db, WAS, IS)


def down(migrator, db):
    extended = f'SELECT id, number FROM phone WHERE number LIKE {db.param}'
    for row_id, number in db.execute_sql(extended, ('%;ext=%',)).fetchall():
        change = f'UPDATE phone SET number = {db.param} WHERE id = {db.param}'
        db.execute_sql(change, (number.partition(';')[0], row_id))
    widen(db, IS, WAS)


def widen(db, was: int, wanted: int):
    """On SQLite written into the schema as it is, which leaves rows and counters of ids alone (0020_evidence.py)."""
    if not isinstance(db, SqliteDatabase):
        db.execute_sql(f'ALTER TABLE phone ALTER COLUMN number TYPE VARCHAR({wanted})')
        return
    column = '"number" VARCHAR({})'
    version = db.execute_sql('PRAGMA schema_version').fetchone()[0]
    sql = db.execute_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'phone'").fetchone()[0]
    if sql.count(column.format(was)) != 1:
        raise RuntimeError(f'phone.number is not what 0001_initial made it: {sql}')
    db.execute_sql('PRAGMA writable_schema = ON')
    changed = sql.replace(column.format(was), column.format(wanted))
    db.execute_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = 'phone'", (changed,))
    db.execute_sql(f'PRAGMA schema_version = {version + 1}')
    db.execute_sql('PRAGMA writable_schema = RESET')
