# A request for a new password is kept alike whether or not somebody has the address.
from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.drop_not_null('password_reset', 'portal_user_id'),
        migrator.drop_not_null('staff_password_reset', 'user_id'),
    )


def down(migrator, db):
    db.execute_sql('DELETE FROM password_reset WHERE portal_user_id IS NULL')
    db.execute_sql('DELETE FROM staff_password_reset WHERE user_id IS NULL')
    migrator.migrate(
        migrator.add_not_null('password_reset', 'portal_user_id'),
        migrator.add_not_null('staff_password_reset', 'user_id'),
    )
