# Numbers that are never given twice, and papers that outlive their client (models/clients/evidence.py).
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField

# Table → column → (what it refers to, what happened to the row when that went). From now on it may not go.
FASTENED = {
    'invoice': {'account_id': ('account', 'CASCADE')},
    'invoice_line': {'invoice_id': ('invoice', 'CASCADE')},
    'payment': {'account_id': ('account', 'CASCADE'), 'invoice_id': ('invoice', 'SET NULL')},
    'credit': {'account_id': ('account', 'CASCADE')},
    'signature_request': {'account_id': ('account', 'CASCADE'), 'document_id': ('document', 'CASCADE')},
    'signer': {'request_id': ('signature_request', 'CASCADE'), 'contact_id': ('contact', 'CASCADE')},
    'proposal': {'account_id': ('account', 'CASCADE')},
    'proposal_service': {'proposal_id': ('proposal', 'CASCADE')},
    'proposal_signer': {'proposal_id': ('proposal', 'CASCADE'), 'contact_id': ('contact', 'CASCADE')},
}

# Evidence → the moment or day that it is of.
DATED = {
    'invoice': 'issued_on',
    'payment': 'received_on',
    'credit': 'created_at',
    'signature_request': 'COALESCE(signed_at, declined_at, voided_at, requested_at)',
    'proposal': 'COALESCE(signed_at, declined_at, sent_at)',
}

PERIODS = (
    ('bookkeeping', '1999-07-01', 5, 'Bogføringsloven, lov nr. 1006 af 23/12/1998, § 10'),
    ('bookkeeping', '2022-07-01', 5, 'Bogføringsloven, lov nr. 700 af 24/05/2022, § 12'),
)

# What is true of an account whose invoices stand: neither in the bin nor a part of another one.
STANDS = 'binned_at IS NULL AND merged_into_id IS NULL'
SAYS = ('number', 'total_minor', 'currency', 'issued_on')
COUNTS = ('invoice_id', 'quantity_hundredths', 'price_minor', 'vat_percent')

TRIGGERS_SQLITE = (
    f"""
CREATE TRIGGER invoice_rewritten BEFORE UPDATE OF {', '.join(SAYS)} ON invoice
WHEN {' OR '.join(f'NEW.{name} IS NOT OLD.{name}' for name in SAYS)}
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not rewritten'); END
""",
    f"""
CREATE TRIGGER invoice_deleted BEFORE DELETE ON invoice
WHEN EXISTS (SELECT 1 FROM account WHERE id = OLD.account_id AND {STANDS})
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not rewritten'); END
""",
    f"""
CREATE TRIGGER invoice_line_rewritten BEFORE UPDATE OF {', '.join(COUNTS)} ON invoice_line
WHEN {' OR '.join(f'NEW.{name} IS NOT OLD.{name}' for name in COUNTS)}
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not rewritten'); END
""",
    f"""
CREATE TRIGGER invoice_line_deleted BEFORE DELETE ON invoice_line
WHEN EXISTS (SELECT 1 FROM account WHERE {STANDS}
  AND id = (SELECT account_id FROM invoice WHERE id = OLD.invoice_id))
BEGIN SELECT RAISE(ABORT, 'an issued invoice is not rewritten'); END
""",
    """
CREATE TRIGGER number_series_set_back BEFORE UPDATE OF last_number ON number_series
WHEN NEW.last_number < OLD.last_number
BEGIN SELECT RAISE(ABORT, 'a number is not given twice'); END
""",
    """
CREATE TRIGGER number_series_deleted BEFORE DELETE ON number_series
BEGIN SELECT RAISE(ABORT, 'a number is not given twice'); END
""",
)

TRIGGERS_POSTGRES = f"""
CREATE FUNCTION invoice_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF NOT EXISTS (SELECT 1 FROM account WHERE id = OLD.account_id AND {STANDS}) THEN RETURN OLD; END IF;
  ELSIF {' AND '.join(f'NEW.{name} IS NOT DISTINCT FROM OLD.{name}' for name in SAYS)} THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an issued invoice is not rewritten' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER invoice_rewritten BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_is_kept();
CREATE TRIGGER invoice_deleted BEFORE DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_is_kept();
CREATE FUNCTION invoice_line_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF NOT EXISTS (SELECT 1 FROM account WHERE {STANDS}
      AND id = (SELECT account_id FROM invoice WHERE id = OLD.invoice_id)) THEN RETURN OLD; END IF;
  ELSIF {' AND '.join(f'NEW.{name} IS NOT DISTINCT FROM OLD.{name}' for name in COUNTS)} THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an issued invoice is not rewritten' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER invoice_line_rewritten BEFORE UPDATE ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_is_kept();
CREATE TRIGGER invoice_line_deleted BEFORE DELETE ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_is_kept();
CREATE FUNCTION number_series_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.last_number >= OLD.last_number THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'a number is not given twice' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER number_series_set_back BEFORE UPDATE ON number_series FOR EACH ROW EXECUTE FUNCTION number_series_only_grows();
CREATE TRIGGER number_series_deleted BEFORE DELETE ON number_series FOR EACH ROW EXECUTE FUNCTION number_series_only_grows();
"""

# The last contact of an account stays (0002_links.py), but not where nothing but evidence is left of the account.
KEEP_SQLITE = """
CREATE TRIGGER link_{event} BEFORE {when} ON link
WHEN {moved} EXISTS (SELECT 1 FROM account WHERE id = OLD.account_id AND {has_people})
 AND NOT EXISTS (SELECT 1 FROM link WHERE account_id = OLD.account_id AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'the last contact of an account stays'); END
"""

KEEP_POSTGRES = """
CREATE OR REPLACE FUNCTION link_keeps_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM account WHERE id = OLD.account_id AND {has_people} FOR UPDATE;
  IF FOUND AND NOT EXISTS (SELECT 1 FROM link WHERE account_id = OLD.account_id AND id <> OLD.id) THEN
    RAISE EXCEPTION 'the last contact of an account stays' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
"""


def up(migrator, db):
    class RetentionPeriod(Model):
        id = IdField()
        kind = CharField(max_length=20)
        valid_from = DateField()
        years = IntegerField()
        source = CharField()
        class Meta:
            database = db
            table_name = 'retention_period'
            indexes = ((('kind', 'valid_from'), True),)

    class NumberSeries(Model):
        id = IdField()
        name = CharField(unique=True, max_length=20)
        last_number = IntegerField()
        class Meta:
            database = db
            table_name = 'number_series'
    db.create_tables([RetentionPeriod, NumberSeries])
    RetentionPeriod.insert_many(
        PERIODS, fields=[RetentionPeriod.kind, RetentionPeriod.valid_from, RetentionPeriod.years, RetentionPeriod.source]
    ).execute()
    NumberSeries.create(name='invoice', last_number=given(db))

    migrator.migrate(
        migrator.add_column('account', 'purged_at', InstantField(null=True)),
        migrator.add_column('contact', 'purged_at', InstantField(null=True)),
        *(migrator.add_column(table, 'keep_until', DateField(null=True)) for table in DATED),
    )
    # All rules so far say five years from the end of the year; a year ends an hour before midnight UTC.
    years = PERIODS[0][2]
    for table, day in DATED.items():
        if isinstance(db, SqliteDatabase):
            hour = ", '+1 hours'" if '_at' in day else ''
            until = f"(strftime('%Y', {day}{hour}) + {years}) || '-12-31'"
        else:
            hour = " + INTERVAL '1 hour'" if '_at' in day else ''
            until = f'make_date(EXTRACT(YEAR FROM {day}{hour})::int + {years}, 12, 31)'
        db.execute_sql(f'UPDATE {table} SET keep_until = {until} WHERE {day} IS NOT NULL')

    fasten(db, lambda before: 'RESTRICT', lambda before: before)
    for statement in TRIGGERS_SQLITE if isinstance(db, SqliteDatabase) else (TRIGGERS_POSTGRES,):
        db.execute_sql(statement)
    keep_last(db, 'merged_into_id IS NULL AND purged_at IS NULL')


def down(migrator, db):
    keep_last(db, 'merged_into_id IS NULL')
    let_go(db)
    fasten(db, lambda before: before, lambda before: 'RESTRICT')
    migrator.migrate(
        *(migrator.drop_column(table, 'keep_until') for table in DATED),
        migrator.drop_column('contact', 'purged_at'),
        migrator.drop_column('account', 'purged_at'),
        migrator.drop_table('number_series'),
        migrator.drop_table('retention_period'),
    )


def given(db) -> int:
    """The last number that was given: the highest there is, or, where clients were purged, that their ids tell of.

    Ids are never given twice, and each invoice took one.
    """
    highest = db.execute_sql('SELECT COALESCE(MAX(number), 0) FROM invoice').fetchone()[0]
    if not db.execute_sql("SELECT 1 FROM event WHERE kind = 'account.purged' LIMIT 1").fetchone():
        return highest
    if isinstance(db, SqliteDatabase):
        taken = db.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = 'invoice'").fetchone()
    else:
        taken = db.execute_sql("SELECT pg_sequence_last_value(pg_get_serial_sequence('invoice', 'id'))").fetchone()
    return max(highest, (taken and taken[0]) or 0)


def fasten(db, after, before):
    """Let foreign keys do something else when what they refer to goes; `before` is what they do now."""
    if isinstance(db, SqliteDatabase):
        fasten_sqlite(db, after, before)
        return
    for table, columns in FASTENED.items():
        for column, (other, was) in columns.items():
            db.execute_sql(
                f'ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_fkey, '
                f'ADD CONSTRAINT {table}_{column}_fkey FOREIGN KEY ({column}) REFERENCES {other} (id) '
                f'ON DELETE {after(was)}'
            )


def fasten_sqlite(db, after, before):
    """Written into the schema as it is, which leaves rows, indexes, triggers and counters of ids alone.

    sqlite.org/lang_altertable.html#otheralter names this way for changes of foreign keys. A new table in place of the
    old one would take its rows away meanwhile, and with them what hangs on them.
    """
    version = db.execute_sql('PRAGMA schema_version').fetchone()[0]
    db.execute_sql('PRAGMA writable_schema = ON')
    for table, columns in FASTENED.items():
        sql = db.execute_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()[0]
        for column, (other, was) in columns.items():
            key = f'FOREIGN KEY ("{column}") REFERENCES "{other}" ("id") ON DELETE '
            if sql.count(key + before(was)) != 1:
                raise RuntimeError(f'{table}.{column} is not what 0001_initial made it: {sql}')
            sql = sql.replace(key + before(was), key + after(was))
        db.execute_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (sql, table))
    db.execute_sql(f'PRAGMA schema_version = {version + 1}')
    db.execute_sql('PRAGMA writable_schema = RESET')


def let_go(db):
    """Let invoices be rewritten and numbers be given again, for a step that has to."""
    names = {
        'invoice': ('invoice_rewritten', 'invoice_deleted'),
        'invoice_line': ('invoice_line_rewritten', 'invoice_line_deleted'),
        'number_series': ('number_series_set_back', 'number_series_deleted'),
    }
    for table, triggers in names.items():
        for name in triggers:
            db.execute_sql(f'DROP TRIGGER {name}' + ('' if isinstance(db, SqliteDatabase) else f' ON {table}'))
    if not isinstance(db, SqliteDatabase):
        db.execute_sql('DROP FUNCTION invoice_is_kept, invoice_line_is_kept, number_series_only_grows')


def keep_last(db, has_people: str):
    """Make the triggers anew that keep the last contact of accounts of which something is true."""
    if not isinstance(db, SqliteDatabase):
        db.execute_sql(KEEP_POSTGRES.format(has_people=has_people))
        return
    for event, when, moved in (
        ('deleted', 'DELETE', ''),
        ('moved', 'UPDATE OF account_id', 'NEW.account_id <> OLD.account_id AND'),
    ):
        db.execute_sql(f'DROP TRIGGER link_{event}')
        db.execute_sql(KEEP_SQLITE.format(event=event, when=when, moved=moved, has_people=has_people))
