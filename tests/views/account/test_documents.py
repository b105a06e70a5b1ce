"""The documents of a client."""

from models.base.clock import now
from models.documents.document import Document

PDF = {"mime_type": "application/pdf", "size": 2_000}


def upload(account, name, **fields):
    return Document.create(account=account, name=name, **PDF, **fields)


def test_the_page_lists_every_document_newest_first(browse, cast):
    upload(cast.a, "første.pdf")
    upload(cast.a, "anden.pdf")
    upload(cast.b, "fremmed.pdf")
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/documents").text
    assert page.index("anden.pdf") < page.index("første.pdf")
    assert "fremmed.pdf" not in page


def test_the_card_shows_only_what_was_exchanged_with_the_client(browse, cast):
    upload(cast.a, "delt.pdf", shared_at=now())
    upload(cast.a, "internt.pdf")
    card = browse(cast.alice).get(f"/accounts/{cast.a.id}/overview/documents").text
    assert "delt.pdf" in card
    assert "internt.pdf" not in card


def test_a_document_is_new_until_anybody_at_the_firm_has_seen_it(browse, cast):
    sent = upload(cast.a, "bilag.pdf", uploaded_by_contact=cast.address("anna@a.example").address.contact)
    path = f"/accounts/{cast.a.id}/overview/documents?lang=en"
    assert "NEW" in browse(cast.alice).get(path).text
    sent.mark_viewed(cast.olga)
    assert "New to you" in browse(cast.alice).get(path).text
    assert "New to you" not in browse(cast.olga).get(path).text
    assert "seen by Olga Ågesen" in browse(cast.olga).get(path).text


def test_what_is_in_the_bin_is_not_listed(browse, cast):
    upload(cast.a, "slettet.pdf", shared_at=now(), binned_at=now())
    for end in ("documents", "overview/documents"):
        assert "slettet.pdf" not in browse(cast.olga).get(f"/accounts/{cast.a.id}/{end}").text
