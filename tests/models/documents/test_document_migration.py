"""What the step that tells who shared a document made of those that were shared, and back."""

import importlib

from playhouse.migrate import SchemaMigrator

from models.base.clock import now
from models.base.database import db
from models.documents.document import Document, DocumentOpening

STEP = importlib.import_module("migrations.0030_document_openings")


def run(direction):
    with db.atomic():
        direction(SchemaMigrator.from_database(db.obj), db.obj)


def test_who_uploaded_a_shared_document_has_shared_it(cast):
    fields = {"account": cast.a, "name": "Brev.pdf", "mime_type": "application/pdf", "size": 1}
    shared = Document.create(uploaded_by_user=cast.alice, shared_at=now(), **fields)
    kept = Document.create(uploaded_by_user=cast.alice, **fields)
    run(STEP.down)
    assert not db.obj.table_exists("document_opening")
    run(STEP.up)
    assert [Document.get_by_id(each.id).shared_by for each in (shared, kept)] == [cast.alice, None]
    shared.mark_opened(cast.address("anna@a.example").link.contact, "anna@a.example")
    assert DocumentOpening.select().count() == 1
