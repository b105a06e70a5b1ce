# The row that is written to find out whether the database takes writes.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class Probe(Model):
        id = IdField()
        at = InstantField()
        class Meta:
            database = db
            table_name = 'probe'
    db.create_tables([Probe])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('probe'))
