"""A read leaves notes behind: who was last there, who saw a document, which link was opened. It neither fails for a note
that cannot be written nor waits for it, and the note is made the next time.
"""

import fcntl
import time
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import peewee
import pytest
from peewee import SqliteDatabase

from models.base import database as database_module
from models.base import file_store
from models.base.clock import now
from models.base.database import NOTE_SECONDS, db, note, transaction
from models.clients.portal_user import PortalSession
from models.clients.recent_account import RecentAccount
from models.clients.tag import Tag
from models.documents.document import Document, DocumentView
from models.outgoing.outbox import AT_ONCE
from models.portal.invitation import Invitation
from models.staff.sign_in import SignIn
from models.teams.staff_invitation import StaffInvitation
from tests.support import digest
from tests.support.holding import holding
from tests.support.visiting import enter, give_access
from tests.test_conventions_requests import furnish, paths
from web import denial_log

LONG_AGO = timedelta(
    minutes=7
)  # longer than a session's last visit is kept without a note, shorter than idle
GUARD_SECONDS = 5 * NOTE_SECONDS + 2  # that one read may take on a busy machine


@contextmanager
def another_program(_databases, _tmp_path):
    with holding(_databases):
        yield


@contextmanager
def another_process(_databases, tmp_path):
    """Which has the turn to write, as in a long import."""
    with (tmp_path / "write.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        yield


@contextmanager
def read_only(_databases, _tmp_path):
    """As on a disk that was mounted so after an error, or a standby of PostgreSQL."""
    sqlite = isinstance(db.obj, SqliteDatabase)
    db.execute_sql("PRAGMA query_only = on" if sqlite else "SET default_transaction_read_only = on")
    yield
    db.execute_sql("PRAGMA query_only = off" if sqlite else "SET default_transaction_read_only = off")


@pytest.fixture(params=[another_program, another_process, read_only])
def hindrance(request, databases, tmp_path, database):
    """A context in which nothing can be written."""
    if request.param is another_process and not isinstance(db.obj, SqliteDatabase):
        pytest.skip("On PostgreSQL writers do not queue at a file.")
    return lambda: request.param(databases, tmp_path)


@pytest.fixture
def visited(browse, cast):
    """Somebody of the firm, somebody of a client, and what they look at, with every note still to be made."""
    row = give_access(cast.address("bent@b.example"))
    in_portal = enter(browse(), row.address.email)
    kept = file_store.keep(BytesIO(b"Hej"))
    document = Document.receive(cast.b, row.link.contact, "bilag.txt", "text/plain", kept)
    other = cast.address("aase@a.example")
    other.turn("login", True, cast.olga)
    invitation = Invitation.send(other, cast.olga, grace=AT_ONCE)
    offer = StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="employee")
    staff = browse(cast.olga)
    for sessions in (SignIn, PortalSession):
        sessions.update(seen_at=now() - LONG_AGO).execute()
    return SimpleNamespace(
        document=document,
        reads=[
            (staff, f"/accounts/{cast.b.id}/documents/{document.id}", 200),
            (staff, f"/accounts/{cast.b.id}", 200),
            (in_portal, f"/portal/accounts/{cast.b.id}/documents", 200),
            (in_portal, f"/portal/accounts/{cast.b.id}/documents/{document.id}", 200),
            (browse(), f"/portal/invitations/{invitation.id}?token={invitation.token}", 200),
            (browse(), f"/staff-invitations/{offer.id}?token={offer.token}", 200),
        ],
    )


def notes() -> list[bool]:
    """Which notes are there: of documents, clients, invitations, sessions."""
    young = now() - LONG_AGO / 2
    return [
        DocumentView.select().exists(),
        Document.select().where(Document.first_viewed_at.is_null(False)).exists(),
        RecentAccount.select().exists(),
        Invitation.select().where(Invitation.opened_at.is_null(False)).exists(),
        StaffInvitation.select().where(StaffInvitation.opened_at.is_null(False)).exists(),
        SignIn.select().where(SignIn.seen_at > young).exists(),
        PortalSession.select().where(PortalSession.seen_at > young).exists(),
    ]


def read_all(visited):
    for browser, path, status in visited.reads:
        started = time.monotonic()
        response = browser.get(path)
        assert response.status_code == status, path
        assert time.monotonic() - started < GUARD_SECONDS, path
        if path.endswith(f"documents/{visited.document.id}"):
            assert response.data == b"Hej"


def test_reads_do_without_their_notes_and_make_them_the_next_time(visited, hindrance):
    before = digest.digest()
    with hindrance():
        read_all(visited)
        assert digest.digest() == before
    assert notes() == [False] * 7
    read_all(visited)
    assert notes() == [True] * 7


def test_every_page_is_read_while_somebody_else_writes_for_long(app, browse, cast, databases):
    furnish(app, cast.a, cast.olga)
    browser = browse(cast.olga)
    plain = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    asked = [each for each in plain if each != "/readyz"] + [path for _, path in paths(app, cast.a, "GET")]
    assert len(asked) > 80
    SignIn.update(seen_at=now() - LONG_AGO).execute()
    RecentAccount.delete().execute()
    DocumentView.delete().execute()
    with holding(databases):
        answers = {path: browser.get(path).status_code for path in asked}
    assert {path: status for path, status in answers.items() if status >= 400} == {
        "/setup": 404,
        "/logo": 404,
    }


def test_somebody_whose_access_is_gone_is_led_to_the_door_also_then(browse, cast, hindrance):
    row = give_access(cast.address("bent@b.example"))
    browser = enter(browse(), row.address.email)
    row.turn("login", False, cast.olga)
    with hindrance():
        assert browser.get("/portal").location == "/portal/sign-in"
    assert browser.get("/portal").location == "/portal/sign-in"


def test_what_is_refused_is_refused_also_then(browse, cast, hindrance, monkeypatch, caplog):
    monkeypatch.setattr(denial_log, "PATIENCE_SECONDS", 0.1)
    browser, before = browse(cast.bob), digest.digest()
    with hindrance():
        assert browser.get(f"/accounts/{cast.a.id}").status_code == 404
        assert digest.digest() == before
    assert f"denial not logged: GET /accounts/{cast.a.id}" in caplog.text


# The mechanism


def test_a_note_is_one_transaction(cast):
    def half():
        Tag.create(name="halv")
        raise peewee.IntegrityError("and no further")

    assert not note(half)
    assert not Tag.select().exists()
    assert note(lambda: Tag.create(name="hel"))
    assert [tag.name for tag in Tag.select()] == ["hel"]


def test_a_note_within_a_transaction_leaves_the_transaction_whole(cast):
    def impossible():
        Tag.create(name="VIP")

    with transaction():
        Tag.create(name="VIP")
        assert not note(impossible)
        Tag.create(name="moms")
    assert {tag.name for tag in Tag.select()} == {"VIP", "moms"}


def test_a_mistake_of_the_program_is_not_hidden(cast):
    def mistaken():
        raise TypeError("a mistake")

    with pytest.raises(TypeError):
        note(mistaken)


def test_after_one_that_waited_in_vain_the_next_ones_do_not_wait(cast, databases, monkeypatch):
    waits = []
    real = database_module._turn_to_write
    monkeypatch.setattr(database_module, "_hurried_until", 0.0)
    monkeypatch.setattr(
        database_module, "_turn_to_write", lambda until: waits.append(until - time.monotonic()) or real(until)
    )
    with holding(databases):
        for _ in range(3):
            assert not note(lambda: Tag.create(name="nej"))
    assert [wait > NOTE_SECONDS / 2 for wait in waits] == [True, False, False]
    assert note(lambda: Tag.create(name="ja"))


def test_after_a_note_that_had_no_turn_writers_are_patient_again(cast, hindrance):
    with hindrance():
        assert not note(lambda: Tag.create(name="nej"))
    if isinstance(db.obj, SqliteDatabase):
        assert db.obj.pragma("busy_timeout") == 10_000
    else:
        assert db.execute_sql("SHOW lock_timeout").fetchone() == ("0",)
    Tag.add(cast.olga, name="ja")
