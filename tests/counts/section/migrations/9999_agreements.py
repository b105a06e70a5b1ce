from peewee import *
from models.base.fields import IdField, InstantField


def up(migrator, db):
    class Account(Model):
        id = IdField()

        class Meta:
            database = db
            table_name = "account"

    class Agreement(Model):
        id = IdField()
        account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
        title = CharField(max_length=255)
        ended_on = DateField(null=True)
        created_at = InstantField()

        class Meta:
            database = db
            table_name = "agreement"
            indexes = ((("account", "created_at"), False),)

    Agreement.create_table()


def down(migrator, db):
    db.execute_sql('DROP TABLE "agreement"')
