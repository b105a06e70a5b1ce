# Generated from a schema diff on 2026-11-23 23:04.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class PortalUser(Model):
        id = IdField()
        email = CharField(max_length=254)
        email_folded = CharField(unique=True, max_length=254)
        password_hash = CharField()
        password_at = InstantField()
        totp_secret = TextField(null=True)
        totp_step = IntegerField(default=0)
        second_factor_at = InstantField(null=True)
        created_at = InstantField()
        class Meta:
            database = db
            table_name = 'portal_user'
    db.create_tables([PortalUser])

    class PasswordReset(Model):
        id = IdField()
        portal_user = ForeignKeyField(PortalUser, on_delete='CASCADE')
        email = CharField(max_length=254)
        created_at = InstantField()
        used_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'password_reset'
    db.create_tables([PasswordReset])

    class PortalSession(Model):
        id = IdField()
        portal_user = ForeignKeyField(PortalUser, on_delete='CASCADE')
        token_hash = CharField(unique=True, max_length=64)
        contact_id = IntegerField(null=True)
        created_at = InstantField()
        expires_at = InstantField()
        seen_at = InstantField()
        user_agent = CharField(default='')
        address = CharField(default='')
        class Meta:
            database = db
            table_name = 'portal_session'
    db.create_tables([PortalSession])

    class SignInFailure(Model):
        id = IdField()
        name_hash = CharField(max_length=64)
        at = InstantField(index=True)
        class Meta:
            database = db
            table_name = 'sign_in_failure'
            indexes = ((('name_hash', 'at'), False),)
    db.create_tables([SignInFailure])

    migrator.migrate(migrator.drop_index('outbox', 'outbox_account_id'))
    migrator.migrate(migrator.drop_index('outbox', 'outbox_due_at'))
    migrator.migrate(migrator.add_column('document', 'file', CharField(unique=True, null=True, max_length=64)))
    migrator.migrate(migrator.add_column('document', 'sha256', CharField(max_length=64, default='')))
    migrator.migrate(migrator.add_column('outbox', 'email', CharField(max_length=254, default='')))
    migrator.migrate(migrator.add_column('outbox', 'state', CharField(max_length=9, default='waiting')))
    migrator.migrate(migrator.add_column('outbox', 'claimed_at', InstantField(null=True)))
    db.execute_sql("UPDATE outbox SET state = 'sent' WHERE sent_at IS NOT NULL")
    db.execute_sql("UPDATE outbox SET state = 'cancelled' WHERE sent_at IS NULL AND cancelled_at IS NOT NULL")
    migrator.migrate(migrator.add_index('outbox', ('account_id', 'id')))
    migrator.migrate(migrator.add_index('outbox', ('kind', 'subject_id')))
    migrator.migrate(migrator.add_index('outbox', ('state', 'due_at')))


def down(migrator, db):
    migrator.migrate(migrator.drop_index('outbox', 'outbox_state_due_at'))
    migrator.migrate(migrator.drop_index('outbox', 'outbox_kind_subject_id'))
    migrator.migrate(migrator.drop_index('outbox', 'outbox_account_id_id'))
    migrator.migrate(migrator.drop_index('document', 'document_file'))
    migrator.migrate(migrator.drop_column('outbox', 'claimed_at'))
    migrator.migrate(migrator.drop_column('outbox', 'state'))
    migrator.migrate(migrator.drop_column('outbox', 'email'))
    migrator.migrate(migrator.drop_column('document', 'sha256'))
    migrator.migrate(migrator.drop_column('document', 'file'))
    migrator.migrate(migrator.add_index('outbox', ('due_at',)))
    migrator.migrate(migrator.add_index('outbox', ('account_id',)))
    migrator.migrate(migrator.drop_table('sign_in_failure'))
    migrator.migrate(migrator.drop_table('portal_session'))
    migrator.migrate(migrator.drop_table('password_reset'))
    migrator.migrate(migrator.drop_table('portal_user'))
