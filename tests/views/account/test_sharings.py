"""Sharing a document and taking it back, and what the client's portal then is."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine

from models.base import file_store
from models.base.clock import now
from models.base.event import Event
from models.documents.document import Document, DocumentOpening, Folder
from tests.support.digest import digest
from tests.support.visiting import enter, give_access, second_owner_of

PDF = b"%PDF-1.7 Hej"
MINUTE = timedelta(seconds=61)


@pytest.fixture
def inside(browse, cast):
    """Åse's browser, inside."""
    give_access(cast.address("aase@a.example"))
    return enter(browse(), "aase@a.example")


def document_of(account, **fields) -> Document:
    stored = file_store.keep(BytesIO(PDF))
    fixed = {
        "name": "Årsrapport.pdf",
        "mime_type": "application/pdf",
        "size": stored.size,
        "file": stored.name,
    }
    return Document.create(account=account, **{"shared_at": now() - MINUTE} | fixed | fields)


def place(document, end="/sharing") -> str:
    return f"/accounts/{document.account_id}/documents/{document.id}{end}"


def in_portal(inside, document) -> tuple[bool, int]:
    """Whether the portal lists it, and how it answers to its address."""
    listed = inside.get(f"/portal/accounts/{document.account_id}/documents").text
    return document.name in listed, inside.get(f"/portal{place(document, '')}").status_code


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").split())


def test_what_is_uploaded_waits_a_minute_that_counts_down(browse, inside, cast):
    staff = browse(cast.rikke)
    files = {"files": [(BytesIO(PDF), "Årsrapport.pdf")]}
    assert staff.post(f"/accounts/{cast.a.id}/documents", data=files).status_code == 303
    document = Document.get()
    assert in_portal(inside, document) == (False, 404)
    page = staff.get(f"/accounts/{cast.a.id}/documents?lang=en").text
    left = int(re.search(r'data-seconds="(\d+)"', page)[1])
    assert 55 <= left <= 60
    assert "The client can see it in" in page
    assert re.search(rf'id="document-{document.id}-sharing" name="on" value="0"[^>]*>Undo<', page)
    with time_machine.travel(now() + MINUTE):
        assert in_portal(inside, document) == (True, 200)
        row = staff.get(f"{place(document)}?lang=en").text
        assert "data-seconds" not in row
        assert re.search(r'name="on" value="0"[^>]*>Stop sharing<', row)


def test_undone_by_a_plain_form_it_never_was_there(browse, inside, cast):
    document = document_of(cast.a, shared_at=now() + timedelta(seconds=30))
    answer = browse(cast.rikke).post(place(document), data={"on": "0"})
    assert (answer.status_code, answer.location) == (303, f"/accounts/{cast.a.id}/documents")
    with time_machine.travel(now() + MINUTE):
        assert in_portal(inside, document) == (False, 404)
    assert [event.kind for event in Event.select().where(Event.noun == "document")] == [
        "document.sharing_undone"
    ]


def test_taken_back_it_is_closed_at_once_and_who_opened_it_is_told(browse, inside, cast):
    document, staff = document_of(cast.a), browse(cast.rikke)
    assert "Nobody at the client has opened it yet." in staff.get(f"{place(document)}?lang=en").text
    assert in_portal(inside, document) == (True, 200)
    for end in ("documents", "overview/documents"):
        page = words_of(staff.get(f"/accounts/{cast.a.id}/{end}?lang=en").text)
        assert "Opened by Åse Lund" in page
    fragment = staff.htmx("POST", f"{place(document)}?lang=en", data={"on": "0"}).text
    assert "is no longer shared. It was opened by Åse Lund." in fragment
    assert re.search(r'name="on" value="1"[^>]*>Share with the client<', fragment)
    assert in_portal(inside, document) == (False, 404)
    assert "Opened by Åse Lund" in words_of(fragment), "the proof stays"
    history = words_of(staff.get(f"/accounts/{cast.a.id}/history?lang=en").text)
    assert "stopped sharing the document “Årsrapport.pdf”, which was opened by Åse Lund." in history


def test_nobody_had_opened_it(browse, cast):
    document = document_of(cast.a, status="pending_approval")
    fragment = browse(cast.rikke).htmx("POST", f"{place(document)}?lang=en", data={"on": "0"}).text
    assert "is no longer shared. Nobody had opened it." in fragment
    assert "has ended" not in fragment, "nothing was asked about it"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}, "HEAD"],
)
def test_what_nobody_looks_at_is_not_opened(inside, cast, headers):
    document = document_of(cast.a)
    before = digest()
    if headers == "HEAD":
        inside.head(f"/portal{place(document, '')}")
    else:
        inside.get(f"/portal{place(document, '')}", headers=headers)
    assert digest() == before


def test_nobody_reads_it_piece_by_piece_unnoted(inside, cast):
    document = document_of(cast.a)
    answer = inside.get(f"/portal{place(document, '')}", headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.data) == (200, PDF)
    assert DocumentOpening.select().count() == 1


def test_word_that_it_is_unchanged_is_not_opening_it(inside, cast):
    path = f"/portal{place(document_of(cast.a), '')}"
    etag = inside.get(path).headers["ETag"]
    before = digest()
    assert inside.get(path, headers={"If-None-Match": etag}).status_code == 304
    assert digest() == before


def test_lists_cards_and_previews_open_nothing(browse, inside, cast):
    document_of(cast.a)
    row = cast.address("aase@a.example")
    staff, before = browse(cast.olga), digest()
    inside.get(f"/portal/accounts/{cast.a.id}/documents")
    staff.get(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/preview")
    assert digest() == before


def test_in_a_shared_mailbox_the_one_who_acts_has_opened_it(browse, cast):
    row = give_access(cast.address("aase@a.example"))
    give_access(second_owner_of(row.address, cast.address("anna@a.example")))
    inside, document = enter(browse(), "aase@a.example"), document_of(cast.a)
    anna = cast.address("anna@a.example").link.contact
    path = f"/portal{place(document, '')}"
    inside.post("/portal/actor", data={"contact_id": row.link.contact_id})
    etag = inside.get(path).headers["ETag"]
    inside.post("/portal/actor", data={"contact_id": anna.id})
    assert inside.get(path, headers={"If-None-Match": etag}).status_code == 200, (
        "and what the other has got does not hide it"
    )
    opened = {(each.contact, each.email) for each in DocumentOpening.select()}
    assert opened == {(row.link.contact, "aase@a.example"), (anna, "aase@a.example")}


@pytest.mark.parametrize("on", ["1", "0"])
@pytest.mark.parametrize(
    ("name", "status"), [("olga", 303), ("rikke", 303), ("vera", 303), ("alice", 403), ("bob", 404)]
)
def test_who_may(browse, cast, name, status, on):
    document = document_of(cast.a, **({"shared_at": None} if on == "1" else {}))
    browser, before = browse(getattr(cast, name)), digest()
    assert browser.post(place(document), data={"on": on}).status_code == status
    assert (digest() == before) == (status != 303)


def test_a_colleague_without_the_right_reads_and_has_no_button(browse, inside, cast):
    document = document_of(cast.a)
    inside.get(f"/portal{place(document, '')}")
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/documents?lang=en").text
    assert "Opened by" in page
    assert f"document-{document.id}-sharing" not in page


def test_who_manages_clients_may_upload_too(browse, cast):
    files = {"files": [(BytesIO(PDF), "Brev.pdf")]}
    assert browse(cast.mona).post(f"/accounts/{cast.a.id}/documents", data=files).status_code == 303
    files = {"files": [(BytesIO(PDF), "Brev.pdf")]}
    assert browse(cast.alice).post(f"/accounts/{cast.a.id}/documents", data=files).status_code == 403


@pytest.mark.parametrize("on", ["", "2", None])
def test_neither_shared_nor_taken_back_is_refused(browse, cast, on):
    document = document_of(cast.a)
    browser, before = browse(cast.olga), digest()
    data = {} if on is None else {"on": on}
    assert browser.post(place(document), data=data).status_code == 400
    assert digest() == before


@pytest.mark.parametrize("on", ["1", "0"])
def test_of_an_archived_client_it_stays_as_it_is(browse, cast, on):
    document = document_of(cast.old)
    browser, before = browse(cast.olga), digest()
    assert browser.post(place(document), data={"on": on}).status_code == 409
    assert digest() == before
    assert f"document-{document.id}-sharing" not in browser.get(f"/accounts/{cast.old.id}/documents").text


def test_the_document_of_another_client_and_one_in_the_bin_do_not_exist(browse, cast):
    foreign, gone = document_of(cast.b), document_of(cast.a, binned_at=now())
    browser, before = browse(cast.olga), digest()
    for path in (f"/accounts/{cast.a.id}/documents/{foreign.id}/sharing", place(gone)):
        assert browser.post(path, data={"on": "0"}).status_code == 404
        assert browser.get(path).status_code == 404
    assert digest() == before


def test_nobody_is_told_that_the_client_sees_what_lies_in_a_private_folder(browse, cast):
    private = Folder.create(account=cast.a, name="Internt", access="private")
    document = document_of(cast.a, folder=private, shared_at=None)
    staff = browse(cast.rikke)
    fragment = staff.htmx("POST", f"{place(document)}?lang=en", data={"on": "1"}).text
    assert "the client cannot see its folder" in fragment
    assert "data-seconds" not in fragment
    assert "in a private folder, so the client cannot see it" in fragment


def test_it_speaks_danish(browse, cast):
    document = document_of(cast.a)
    fragment = browse(cast.rikke).htmx("POST", f"{place(document)}?lang=da", data={"on": "0"}).text
    assert "er trukket tilbage. Ingen havde åbnet det." in fragment
    waiting = browse(cast.rikke).htmx("POST", f"{place(document)}?lang=da", data={"on": "1"}).text
    assert "Kunden kan se det om" in waiting
    assert ">Fortryd<" in waiting
