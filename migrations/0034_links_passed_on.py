# A link for a new password can be passed on by a colleague; it ends when that colleague may no longer make one.
from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column('staff_password_reset', 'made_by_id', IntegerField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column('staff_password_reset', 'made_by_id'))
