# Invitations of staff, who is on every new account, holiday cover, break-glass, and which requests were granted.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class User(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'user'

    class Assignment(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'assignment'

    class DefaultMember(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE', unique=True)
        class Meta:
            database = db
            table_name = 'default_member'

    class StaffInvitation(Model):
        id = IdField()
        email = CharField(max_length=254)
        created_at = InstantField()
        expires_at = InstantField()
        opened_at = InstantField(null=True)
        accepted_at = InstantField(null=True)
        revoked_at = InstantField(null=True)
        name = CharField()
        role = CharField()
        rights_text = TextField()
        invited_by = ForeignKeyField(User, on_delete='CASCADE')
        user = ForeignKeyField(User, null=True, on_delete='SET NULL')
        class Meta:
            database = db
            table_name = 'staff_invitation'

    class Cover(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE')
        colleague = ForeignKeyField(User, on_delete='CASCADE')
        until_at = InstantField()
        created_at = InstantField()
        ended_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'cover'

    class CoverPlace(Model):
        id = IdField()
        cover = ForeignKeyField(Cover, on_delete='CASCADE')
        assignment = ForeignKeyField(Assignment, on_delete='CASCADE')
        until_at = InstantField()
        before_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'cover_place'
    db.create_tables([DefaultMember, StaffInvitation, Cover, CoverPlace])
    migrator.migrate(migrator.add_column('firm', 'break_glass_at', InstantField(null=True)))
    migrator.migrate(migrator.add_column('access_request', 'granted_at', InstantField(null=True)))


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column('access_request', 'granted_at'),
        migrator.drop_column('firm', 'break_glass_at'),
        migrator.drop_table('cover_place'),
        migrator.drop_table('cover'),
        migrator.drop_table('staff_invitation'),
        migrator.drop_table('default_member'),
    )
