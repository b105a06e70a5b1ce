# Who shared a document, and who of the client's people opened it: what is to be told when it is taken back.
from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField


def up(migrator, db):
    class User(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'user'

    class Contact(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'contact'

    class Document(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'document'

    class DocumentOpening(Model):
        id = IdField()
        document = ForeignKeyField(Document, on_delete='CASCADE', index=False)
        contact = ForeignKeyField(Contact, on_delete='CASCADE')
        email = CharField(max_length=254)
        first_opened_at = InstantField()
        last_opened_at = InstantField()
        class Meta:
            database = db
            table_name = 'document_opening'
            indexes = ((('document', 'contact'), True),)
    db.create_tables([DocumentOpening])

    shared_by = ForeignKeyField(User, field=User.id, null=True, on_delete='SET NULL')
    migrator.migrate(migrator.add_column('document', 'shared_by_id', shared_by))
    # Until now nothing was shared but by uploading it.
    db.execute_sql('UPDATE document SET shared_by_id = uploaded_by_user_id WHERE shared_at IS NOT NULL')


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index('document', 'document_shared_by_id'),
        migrator.drop_column('document', 'shared_by_id'),
        migrator.drop_table('document_opening'),
    )
