# Merged records, addresses kept in custom fields, and the last contact of an account, whatever the path.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField

KEEP_SQLITE = """
CREATE TRIGGER link_{event} BEFORE {when} ON link
WHEN {moved} EXISTS (SELECT 1 FROM account WHERE id = OLD.account_id AND merged_into_id IS NULL)
 AND NOT EXISTS (SELECT 1 FROM link WHERE account_id = OLD.account_id AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'the last contact of an account stays'); END
"""

# The lock makes the second of two people wait for the first and then see what is left.
KEEP_POSTGRES = """
CREATE FUNCTION link_keeps_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM account WHERE id = OLD.account_id AND merged_into_id IS NULL FOR UPDATE;
  IF FOUND AND NOT EXISTS (SELECT 1 FROM link WHERE account_id = OLD.account_id AND id <> OLD.id) THEN
    RAISE EXCEPTION 'the last contact of an account stays' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER link_deleted BEFORE DELETE ON link FOR EACH ROW EXECUTE FUNCTION link_keeps_last();
CREATE TRIGGER link_moved BEFORE UPDATE OF account_id ON link FOR EACH ROW
  WHEN (NEW.account_id <> OLD.account_id) EXECUTE FUNCTION link_keeps_last();
"""


def up(migrator, db):
    class Account(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'account'

    class Contact(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'contact'

    class CustomField(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'custom_field'

    class User(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'user'

    migrator.migrate(
        migrator.add_column('account', 'merged_into_id', ForeignKeyField(Account, Account.id, null=True, on_delete='SET NULL')),
        migrator.add_column('contact', 'merged_into_id', ForeignKeyField(Contact, Contact.id, null=True, on_delete='SET NULL')),
        migrator.add_column('address', 'field_id', ForeignKeyField(CustomField, CustomField.id, null=True, on_delete='SET NULL')),
    )

    class Merge(Model):
        id = IdField()
        kind = CharField(max_length=10)
        kept_id = IntegerField(index=True)
        gone_id = IntegerField(index=True)
        action = CharField(max_length=16)
        merged_by = ForeignKeyField(User, null=True, on_delete='SET NULL')
        merged_at = InstantField()
        undone_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'merge'

    class MovedRow(Model):
        id = IdField()
        merge = ForeignKeyField(Merge, on_delete='CASCADE')
        table = CharField(max_length=40)
        column = CharField(max_length=40)
        row_id = IntegerField()
        class Meta:
            database = db
            table_name = 'moved_row'
    db.create_tables([Merge, MovedRow])

    if isinstance(db, SqliteDatabase):
        for event, when, moved in (
            ('deleted', 'DELETE', ''),
            ('moved', 'UPDATE OF account_id', 'NEW.account_id <> OLD.account_id AND'),
        ):
            db.execute_sql(KEEP_SQLITE.format(event=event, when=when, moved=moved))
    else:
        db.execute_sql(KEEP_POSTGRES)


def down(migrator, db):
    if isinstance(db, SqliteDatabase):
        db.execute_sql('DROP TRIGGER link_deleted')
        db.execute_sql('DROP TRIGGER link_moved')
    else:
        db.execute_sql('DROP TRIGGER link_deleted ON link; DROP TRIGGER link_moved ON link; DROP FUNCTION link_keeps_last')
    migrator.migrate(
        migrator.drop_table('moved_row'),
        migrator.drop_table('merge'),
        migrator.drop_column('address', 'field_id'),
        migrator.drop_column('contact', 'merged_into_id'),
        migrator.drop_column('account', 'merged_into_id'),
    )
