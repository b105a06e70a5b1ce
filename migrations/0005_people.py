# Names of contacts by their parts and by last name, and what duplicates are found by.
from peewee import *
from models.clients.contact import name_keys
from models.base.fields import IdField

BATCH = 1000


def up(migrator, db):
    class Contact(Model):
        id = IdField()
        first_name = CharField()
        last_name = CharField()
        last_name_key = TextField(default='')
        folded_name = TextField(default='')
        class Meta:
            database = db
            table_name = 'contact'

    # Written out: the migrator would copy the whole table, and SQLite forget which ids were handed out.
    for column in ('last_name_key', 'folded_name'):
        db.execute_sql(f"ALTER TABLE contact ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    names = Contact.select(Contact.id, Contact.first_name, Contact.last_name).order_by(Contact.id).tuples()
    for rows in chunked(list(names), BATCH):
        for contact_id, first_name, last_name in rows:
            keys = name_keys(first_name, last_name)
            keys = {name: keys[name] for name in ('last_name_key', 'folded_name')}
            Contact.update(keys).where(Contact.id == contact_id).execute()
    migrator.migrate(
        migrator.add_index('contact', ('last_name_key',)),
        migrator.add_index('phone', ('number',)),
        migrator.add_index('account', ('phone',)),
        migrator.add_index('account', ('registration_number',)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index('account', 'account_registration_number'),
        migrator.drop_index('account', 'account_phone'),
        migrator.drop_index('phone', 'phone_number'),
        migrator.drop_index('contact', 'contact_last_name_key'),
        migrator.drop_column('contact', 'folded_name'),
        migrator.drop_column('contact', 'last_name_key'),
    )
