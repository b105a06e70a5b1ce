# The firm's logo, by its name in its store.
from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column('firm', 'logo', CharField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column('firm', 'logo'))
