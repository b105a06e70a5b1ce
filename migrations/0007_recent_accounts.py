# What each member of staff opened lately.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class User(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'user'

    class RecentAccount(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE', index=False)
        account_id = IntegerField()
        opened_at = InstantField()
        class Meta:
            database = db
            table_name = 'recent_account'
            indexes = ((('user', 'account_id'), True),)
    db.create_tables([RecentAccount])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('recent_account'))
