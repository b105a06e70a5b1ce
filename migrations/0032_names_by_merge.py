# Which merge brought an earlier name: undone, it takes that one along and none that the client had itself.
from peewee import *
from models.base.fields import IdField

# The name was written in the transaction of the merge, after it; of several alike it is the first since.
BROUGHT = """
UPDATE earlier_name SET merge_id = (
  SELECT MAX(merge.id) FROM merge JOIN account ON account.id = merge.gone_id
  WHERE merge.kind = 'account' AND merge.undone_at IS NULL AND merge.kept_id = earlier_name.account_id
    AND account.name = earlier_name.name AND merge.merged_at <= earlier_name.until_at
    AND NOT EXISTS (SELECT 1 FROM earlier_name AS sooner
      WHERE sooner.account_id = earlier_name.account_id AND sooner.name = earlier_name.name
        AND sooner.until_at >= merge.merged_at AND sooner.id < earlier_name.id))
WHERE account_id IN (SELECT kept_id FROM merge WHERE kind = 'account' AND undone_at IS NULL)
"""


def up(migrator, db):
    class Merge(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'merge'
    column = ForeignKeyField(Merge, Merge.id, null=True, on_delete='SET NULL')
    migrator.migrate(migrator.add_column('earlier_name', 'merge_id', column))
    db.execute_sql(BROUGHT)


def down(migrator, db):
    migrator.migrate(migrator.drop_index('earlier_name', 'earlier_name_merge_id'))
    migrator.migrate(migrator.drop_column('earlier_name', 'merge_id'))
