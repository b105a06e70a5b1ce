"""What the client sees and sends: only own accounts, only shared folders, nothing internal."""

import re
from io import BytesIO

import pytest

from models.base import file_store
from models.base.clock import now
from models.base.event import Event
from models.documents.document import Document, Folder
from models.merging.portal_view_changes import reach_of
from models.outgoing.outbox import GRACE
from models.portal.consequences import InPortal
from models.work.note import Note
from tests.support.digest import digest
from tests.support.visiting import enter, give_access
from tests.test_conventions import product_files

PDF = b"%PDF-1.7 \xe6\xf8\xe5"


@pytest.fixture
def inside(client, cast):
    """Åse's browser, inside."""
    give_access(cast.address("aase@a.example"))
    return enter(client, "aase@a.example")


def path_of(account) -> str:
    return f"/portal/accounts/{account.id}/documents"


def share(account, name, **fields):
    kept = file_store.keep(BytesIO(PDF))
    return Document.create(
        account=account, name=name, mime_type="application/pdf", size=kept.size, file=kept.name, **fields
    )


def upload(client, path, *files):
    return client.post(path, data={"files": [(BytesIO(content), name) for name, content in files]})


def test_what_is_shared_is_listed_and_downloaded_safely(inside, cast):
    document = share(cast.a, "Årsrapport.pdf", shared_at=now())
    assert "Årsrapport.pdf" in inside.get(path_of(cast.a)).text
    response = inside.get(f"{path_of(cast.a)}/{document.id}")
    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''%C3%85rsrapport.pdf" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_internal_things_never(inside, cast):
    private = Folder.create(account=cast.a, name="Internt", access="private")
    inner = Folder.create(account=cast.a, name="Dybere", access="edit", parent=private)
    hidden = [
        share(cast.a, "Ikke delt.pdf"),
        share(cast.a, "Privat.pdf", shared_at=now(), folder=private),
        share(cast.a, "Indre.pdf", shared_at=now(), folder=inner),
        share(cast.a, "Smidt ud.pdf", shared_at=now(), binned_at=now()),
    ]
    Note.create(account=cast.a, author=cast.alice, body="Hemmelig note")
    page = inside.get(path_of(cast.a)).text
    assert "Hemmelig" not in page
    for document in hidden:
        assert document.name not in page
        assert inside.get(f"{path_of(cast.a)}/{document.id}").status_code == 404


def test_other_accounts_do_not_exist(inside, cast):
    foreign = share(cast.b, "Bagerens.pdf", shared_at=now())
    before = digest()
    for path in (path_of(cast.b), f"{path_of(cast.b)}/{foreign.id}", f"{path_of(cast.a)}/{foreign.id}"):
        answer = inside.get(path)
        assert answer.status_code == 404
        assert cast.b.name not in answer.text
        assert "request-access" not in answer.text
    assert upload(inside, path_of(cast.b), ("bilag.pdf", PDF)).status_code == 404
    assert inside.get("/portal/accounts/99999999999/documents").status_code == 404
    assert digest() == before


def test_an_upload_is_new_on_the_card_and_stands_in_the_history(inside, browse, cast):
    assert upload(inside, path_of(cast.a), ("Bilag æøå.pdf", PDF)).status_code == 303
    document = Document.select().order_by(Document.id.desc()).get()
    assert (document.mime_type, document.size, document.new) == ("application/pdf", len(PDF), True)
    assert file_store.path_of(document.file).read_bytes() == PDF
    staff = browse(cast.alice)
    card = staff.get(f"/accounts/{cast.a.id}/overview/documents?lang=en").text
    assert "NEW" in card
    event = Event.get(Event.kind == "document.uploaded")
    assert (event.account_id, event.actor_name, event.subject_name) == (
        cast.a.id,
        "Åse Lund",
        "Bilag æøå.pdf",
    )
    opened = staff.get(f"/accounts/{cast.a.id}/documents/{document.id}")
    assert opened.data == PDF
    assert "NEW" not in staff.get(f"/accounts/{cast.a.id}/overview/documents?lang=en").text


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("side.pdf.html", b"<script>alert(1)</script>", "text/plain"),
        ("kode.js", b"alert(1)", "text/plain"),
        ("billede.svg", b"<svg xmlns='x' onload='alert(1)'/>", "text/plain"),
        ("bilag.csv", b"a;b\n1;2", "text/csv"),
        ("foto.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("regneark.xlsx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_the_content_says_what_it_is_and_nothing_runs(inside, cast, name, content, kind):
    upload(inside, path_of(cast.a), (name, content))
    document = Document.select().order_by(Document.id.desc()).get()
    assert document.mime_type == kind
    response = inside.get(f"{path_of(cast.a)}/{document.id}")
    assert response.mimetype == kind
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("", b"")],
        [("tom.pdf", b"")],
        [("virus.exe", b"MZ\x90\x00")],
        [("ok.pdf", PDF), ("skalprogram.sh", b"#!/bin/sh")],
        [(f"{n}.pdf", PDF) for n in range(21)],
    ],
)
def test_what_cannot_be_received_is_refused_in_words_and_nothing_kept(inside, cast, files, tmp_path):
    before = digest()
    response = upload(inside, path_of(cast.a), *files)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert digest() == before
    assert not list(tmp_path.glob("files/*"))


def test_too_large_is_told(inside, cast, monkeypatch, tmp_path):
    monkeypatch.setattr(file_store, "LARGEST", 1_000)
    response = upload(inside, path_of(cast.a), ("stor.pdf", PDF + b"x" * 1_000))
    assert response.status_code == 422
    assert not list(tmp_path.glob("files/*"))


def test_files_of_some_megabytes_pass_and_other_forms_stay_small(inside, cast):
    big = PDF + b"x" * 3_000_000
    assert upload(inside, path_of(cast.a), ("stor.pdf", big)).status_code == 303
    assert inside.post("/portal/preferences", data={"language": "x" * 3_000_000}).status_code == 413


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Åse\\bilag.pdf", "bilag.pdf"),
        ("a\u202egpj.exe\u200b.pdf", "agpj.exe.pdf"),
        ("x\r\nSet-Cookie: a.pdf", "xSet-Cookie: a.pdf"),
        ("...", "fil"),
        ("æ" * 300 + ".pdf", "æ" * 180 + ".pdf"),
        ("A\u030arsrapport.pdf", "Årsrapport.pdf"),
    ],
)
def test_names_are_shown_without_paths_and_tricks(name, shown):
    assert file_store.display_name(name) == shown


@pytest.mark.asvs("5.2.2", "5.4.1")
@pytest.mark.parametrize(
    ("name", "content", "left"),
    [
        ("faktura.pdf.js", b"alert(1)", "faktura.pdf.js.txt"),
        ("kald.hta", b"<script>", "kald.hta.txt"),
        ("genvej.url", b"[InternetShortcut]", "genvej.url.txt"),
        ("faktura.exe", PDF, "faktura.exe.pdf"),
        ("FAKTURA.PDF", PDF, "FAKTURA.PDF"),
        ("bilag", PDF, "bilag.pdf"),
        ("saft.xml", b"<AuditFile/>", "saft.xml"),
        ("makro.docm", b"PK\x03\x04", "makro.docm.zip"),
    ],
)
def test_a_file_leaves_under_a_name_that_fits_what_it_is(inside, cast, name, content, left):
    upload(inside, path_of(cast.a), (name, content))
    document = Document.select().order_by(Document.id.desc()).get()
    assert document.name == name
    disposition = inside.get(f"{path_of(cast.a)}/{document.id}").headers["Content-Disposition"]
    assert disposition == f"attachment; filename={left}"


# One query for whatever shows or counts what the client sees


def documents_of(cast) -> set[str]:
    """Documents of every kind on A; the names of those that the client sees."""
    private = Folder.create(account=cast.a, name="Internt", access="private")
    folders = {
        "Privat": private,
        "Indre": Folder.create(account=cast.a, name="I", parent=private, access="edit"),
    }
    folders["Åben"] = Folder.create(account=cast.a, name="Bilag", access="view")
    folders["Åben indre"] = Folder.create(account=cast.a, name="2026", parent=folders["Åben"], access="edit")
    aase = cast.address("aase@a.example").link.contact
    for name, folder in {"Uden": None, **folders}.items():
        share(cast.a, f"{name} delt", folder=folder, shared_at=now())
        share(cast.a, f"{name} sendt", folder=folder, uploaded_by_contact=aase)
        share(cast.a, f"{name} ikke delt", folder=folder)
        share(cast.a, f"{name} venter", folder=folder, shared_at=now() + GRACE)
        share(cast.a, f"{name} smidt ud", folder=folder, shared_at=now(), binned_at=now())
    share(cast.b, "Bagerens", shared_at=now())
    return {f"{name} {kind}" for name in ("Uden", "Åben", "Åben indre") for kind in ("delt", "sendt")}


def test_whatever_tells_of_what_the_client_sees_agrees(inside, browse, cast):
    names, row = documents_of(cast), cast.address("aase@a.example")
    staff = list(Document.for_account(cast.a, cast.olga))
    told = {each.name for each in staff if each.sharing in ("received", "shared") and not each.hidden}
    portal = inside.get(path_of(cast.a)).text
    preview = browse(cast.olga).get(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/preview").text
    assert {each.name for each in Document.visible_to_clients([cast.a.id])} == names
    assert told == names
    for page in (portal, preview):
        assert {each.name for each in staff if f">{each.name}<" in page} == names
    opened = {each.name for each in staff if inside.get(f"{path_of(cast.a)}/{each.id}").status_code == 200}
    assert opened == names
    counts = {
        "portal": Document.client_counts([cast.a.id])[cast.a.id],
        "beside a switch": InPortal([row]).documents(row),
        "dry run of a merge": reach_of([cast.a]).shared[cast.a.id],
    }
    assert counts == dict.fromkeys(counts, len(names))


def test_of_an_archived_client_nothing_is_seen(inside, browse, cast):
    names, row = documents_of(cast), cast.address("aase@a.example")
    cast.a.archive(cast.olga)
    assert inside.get(path_of(cast.a)).status_code in (302, 303, 404)
    preview = browse(cast.olga).get(f"/accounts/{cast.a.id}/linked-addresses/{row.id}/preview").text
    assert not [name for name in names if name in preview]
    reach = reach_of([cast.a])
    assert (reach.now["aase@a.example"], reach.later["aase@a.example"]) == (set(), set())


def test_nothing_else_decides_what_the_client_sees():
    """Whoever asks when a document was shared, or which folders are hidden, would answer it a second time."""
    asks = re.compile(r"\bshared_at\b\s*(<|>|[!=]=|\.is_null)|Folder\.hidden|hidden_folder")
    paths = product_files("*.py", "*/**/*.py")
    found = [
        path.name for path in paths if path.parent.name != "migrations" and asks.search(path.read_text())
    ]
    assert found == ["document.py"]
