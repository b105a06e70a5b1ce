# When a place came from an account that became a part of another: who was there before stays the first contact.
from peewee import *
from models.fields import InstantField

# Places that an undone merge has brought back are where they were.
MOVED = """
UPDATE link SET moved_at = (
  SELECT MAX(merge.merged_at) FROM merge JOIN event ON event.action = merge.action
  WHERE merge.kind = 'account' AND merge.undone_at IS NULL AND merge.kept_id = link.account_id
    AND event.kind = 'link.moved' AND event.subject_id = link.id AND event.account_id = merge.gone_id)
"""


def up(migrator, db):
    migrator.migrate(migrator.add_column('link', 'moved_at', InstantField(null=True)))
    db.execute_sql(MOVED)


def down(migrator, db):
    migrator.migrate(migrator.drop_column('link', 'moved_at'))
