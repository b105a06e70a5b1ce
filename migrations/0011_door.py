# Failures are counted per client address too; a sign-in knows when its person last proved who they are.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class User(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'user'

    class StaffPasswordReset(Model):
        id = IdField()
        email = CharField(max_length=254)
        created_at = InstantField()
        used_at = InstantField(null=True)
        user = ForeignKeyField(User, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'staff_password_reset'

    class SecurityNotice(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE')
        email = CharField(max_length=254)
        about = CharField(max_length=30)
        created_at = InstantField()
        class Meta:
            database = db
            table_name = 'security_notice'
    db.create_tables([StaffPasswordReset, SecurityNotice])
    migrator.migrate(
        migrator.add_column('sign_in_failure', 'address_hash', CharField(default='', max_length=64)),
        migrator.add_index('sign_in_failure', ('address_hash', 'at')),
        migrator.add_column('sign_in', 'proved_at', InstantField(null=True)),
    )
    db.execute_sql('UPDATE sign_in SET proved_at = created_at')
    migrator.migrate(migrator.add_not_null('sign_in', 'proved_at'))


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column('sign_in', 'proved_at'),
        migrator.drop_index('sign_in_failure', 'sign_in_failure_address_hash_at'),
        migrator.drop_column('sign_in_failure', 'address_hash'),
        migrator.drop_table('security_notice'),
        migrator.drop_table('staff_password_reset'),
    )
