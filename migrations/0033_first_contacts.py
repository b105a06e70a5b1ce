# When a place came from an account that became a part of another: who was there before stays the first contact.
# Of an individual without a photo theirs is that of the first contact.
from peewee import *
from models.base.fields import InstantField

# Only rows that may change are written, since of each one written PostgreSQL keeps another.
# Places that an undone merge has brought back are where they were.
MOVED = """
UPDATE link SET moved_at = (
  SELECT MAX(merge.merged_at) FROM merge JOIN event ON event.action = merge.action
  WHERE merge.kind = 'account' AND merge.undone_at IS NULL AND merge.kept_id = link.account_id
    AND event.kind = 'link.moved' AND event.subject_id = link.id AND event.account_id = merge.gone_id)
WHERE account_id IN (SELECT kept_id FROM merge WHERE kind = 'account' AND undone_at IS NULL)
"""

PHOTO = """
UPDATE account SET photo = (
  SELECT contact.photo FROM link JOIN contact ON contact.id = link.contact_id WHERE link.account_id = account.id
  ORDER BY link.moved_at IS NOT NULL, link.moved_at, link.id LIMIT 1)
WHERE type = 'individual' AND photo IS NULL AND purged_at IS NULL
  AND id IN (SELECT link.account_id FROM link JOIN contact ON contact.id = link.contact_id WHERE contact.photo IS NOT NULL)
"""


def up(migrator, db):
    migrator.migrate(migrator.add_column('link', 'moved_at', InstantField(null=True)))
    db.execute_sql(MOVED)
    db.execute_sql(PHOTO)


def down(migrator, db):
    migrator.migrate(migrator.drop_column('link', 'moved_at'))
