# The events of a contact that stand on no account, found by an index in the order of their ids.
from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.drop_index('event', 'event_contact_id'),
        migrator.add_index('event', ('contact_id', 'account_id', 'id')),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index('event', 'event_contact_id_account_id_id'),
        migrator.add_index('event', ('contact_id',)),
    )
