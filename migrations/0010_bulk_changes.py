# What somebody did to many accounts at once.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class User(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'user'

    class BulkChange(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE', index=False)
        asked = TextField()
        told = TextField()
        digest = CharField(max_length=64)
        created_at = InstantField()
        action = CharField(null=True, max_length=16)
        applied_at = InstantField(null=True)
        undone_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'bulk_change'
            indexes = ((('user', 'id'), False),)
    db.create_tables([BulkChange])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('bulk_change'))
