# The history is append-only for the program itself (ASVS 16.4.2), and the log of the firm is found by its kinds.
# Whoever changes a column of event on SQLite makes the triggers anew: they go with the table that is copied.
from peewee import *

# What purging deletes: the lines of an account in the bin or of a part of another one, and of a person on no account.
GOING = """
  (OLD.account_id IS NOT NULL AND EXISTS (SELECT 1 FROM account WHERE id = OLD.account_id
    AND (binned_at IS NOT NULL OR merged_into_id IS NOT NULL)))
  OR (OLD.account_id IS NULL AND OLD.contact_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM link WHERE contact_id = OLD.contact_id))
"""

SQLITE = (
    """
CREATE TRIGGER event_rewritten BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the history is not rewritten'); END
""",
    f"""
CREATE TRIGGER event_deleted BEFORE DELETE ON event WHEN NOT ({GOING})
BEGIN SELECT RAISE(ABORT, 'the history is not rewritten'); END
""",
)

POSTGRES = f"""
CREATE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF {GOING} THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'the history is not rewritten' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER event_rewritten BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION event_is_kept();
CREATE TRIGGER event_deleted BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_is_kept();
CREATE TRIGGER event_emptied BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept();
"""


def up(migrator, db):
    migrator.migrate(migrator.add_index('event', ('kind', 'id')))
    for statement in SQLITE if isinstance(db, SqliteDatabase) else (POSTGRES,):
        db.execute_sql(statement)


def down(migrator, db):
    let_go(db)
    migrator.migrate(migrator.drop_index('event', 'event_kind_id'))


def let_go(db):
    """Let the history be rewritten again, for a step that has to."""
    if isinstance(db, SqliteDatabase):
        db.execute_sql('DROP TRIGGER event_rewritten')
        db.execute_sql('DROP TRIGGER event_deleted')
    else:
        db.execute_sql(
            'DROP TRIGGER event_rewritten ON event; DROP TRIGGER event_deleted ON event; '
            'DROP TRIGGER event_emptied ON event; DROP FUNCTION event_is_kept'
        )
