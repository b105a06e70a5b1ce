# Second factors of staff: an app's codes, passkeys, recovery codes, and the firm's demand for one of them.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class User(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'user'

    class Passkey(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE')
        name = CharField(max_length=60)
        credential_id = CharField(max_length=1400, unique=True)
        public_key = TextField()
        sign_count = IntegerField()
        created_at = InstantField()
        last_used_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'passkey'

    class UsedChallenge(Model):
        id = IdField()
        challenge_hash = CharField(max_length=64, unique=True)
        at = InstantField(index=True)
        class Meta:
            database = db
            table_name = 'used_challenge'

    class RecoveryCode(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE')
        code_hash = CharField(max_length=255)
        used_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'recovery_code'
    db.create_tables([Passkey, UsedChallenge, RecoveryCode])
    migrator.migrate(
        migrator.add_column('user', 'totp_secret', TextField(null=True)),
        migrator.add_column('user', 'totp_step', IntegerField(default=0)),
        migrator.add_column('user', 'second_factor_at', InstantField(null=True)),
        migrator.add_column('firm', 'second_factor_required_at', InstantField(null=True)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column('firm', 'second_factor_required_at'),
        migrator.drop_column('user', 'second_factor_at'),
        migrator.drop_column('user', 'totp_step'),
        migrator.drop_column('user', 'totp_secret'),
        migrator.drop_table('recovery_code'),
        migrator.drop_table('used_challenge'),
        migrator.drop_table('passkey'),
    )
