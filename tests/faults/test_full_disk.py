"""A disk that is really full, a database that may not be written: the watcher is told, reads go on, later all is well."""

import ctypes
import os
import shutil
from contextlib import closing, contextmanager
from datetime import timedelta
from io import BytesIO

import peewee
import pytest
from peewee import OperationalError

import search_index
import worker
from models.base import file_store
from models.base.clock import now
from models.base.database import db, note, open_database
from models.clients.portal_user import PortalSession
from models.clients.recent_account import RecentAccount
from models.clients.tag import Tag
from models.documents.document import Document, DocumentView
from models.staff.sign_in import SignIn
from tests.support.privileges import as_anybody
from tests.support.visiting import enter, give_access
from web import health_checks

pytestmark = pytest.mark.knows_no_engine

SIZE = "16m"

_libc = ctypes.CDLL(None, use_errno=True)


def mount(place):
    options = f"size={SIZE},mode=0700".encode()
    if _libc.mount(b"tmpfs", str(place).encode(), b"tmpfs", 0, options) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@pytest.fixture
def disk(tmp_path):
    """A small file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        mount(place)
    except PermissionError:
        pytest.skip("Only root mounts a file system, and outside a container that forbids it.")
    yield place
    _libc.umount2(str(place).encode(), 2)  # also where something is open still


@pytest.fixture
def small(app, cast, databases, disk, monkeypatch):
    """The installation with everything that it keeps on that disk."""
    db.obj.close_all()
    source = db.obj.database
    shutil.copyfile(source, disk / "app.db")
    opened = open_database(f"sqlite:///{disk / 'app.db'}", disk / "write.lock")
    search_index.configure(disk / "search")
    file_store.configure(disk / "files")
    app.config["SETTINGS"] = app.config["SETTINGS"]._replace(data_dir=disk)
    worker.work(disk)
    for trial in health_checks.TRIALS.values():
        monkeypatch.setattr(trial, "_about", None)
        monkeypatch.setattr(trial, "_kept", 0.0)
    yield disk
    opened.close_all()


@contextmanager
def filled(disk):
    """Inside there is not a byte left, and no file that could be written over."""
    assert db.obj.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    yield
    ballast.unlink()


def told(browser) -> dict:
    response = browser.get("/readyz")
    assert response.status_code == (200 if all(response.json.values()) else 503)
    return response.json


def test_a_full_disk_is_told_and_reads_go_on(small, browse, cast):
    row = give_access(cast.address("bent@b.example"))
    in_portal, staff = enter(browse(), row.address.email), browse(cast.olga)
    kept = file_store.keep(BytesIO(b"Hej"))
    document = Document.receive(cast.b, row.link.contact, "bilag.txt", "text/plain", kept)
    for sessions in (SignIn, PortalSession):
        sessions.update(seen_at=now() - timedelta(minutes=7)).execute()
    worker.work(small)
    assert told(staff) == {"database": True, "index": True, "worker": True}
    paths = (f"/accounts/{cast.b.id}", f"/accounts/{cast.b.id}/documents/{document.id}", "/search?q=byg")
    with filled(small):
        with pytest.raises(OperationalError):
            Tag.add(cast.olga, name="for meget")
        assert told(staff)["database"] is False
        for path in paths:
            assert staff.get(path).status_code == 200, path
        shown = in_portal.get(f"/portal/accounts/{cast.b.id}/documents/{document.id}")
        assert (shown.status_code, shown.data) == (200, b"Hej")
        assert not RecentAccount.select().exists()
    assert told(staff) == {"database": True, "index": True, "worker": True}
    for path in paths:
        assert staff.get(path).status_code == 200
    assert RecentAccount.select().exists()
    assert DocumentView.select().exists()
    assert db.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_is_told_also_where_the_database_has_room_for_itself(small, client):
    """Its log is written over from the start, which needs no more room: a note says nothing of the next document."""
    assert note(Tag.select().exists)
    ballast = small / "ballast"
    ballast.write_bytes(b"x" * (shutil.disk_usage(small).free - 100_000))
    assert told(client)["database"] is False
    ballast.unlink()
    assert told(client)["database"] is True


def test_a_database_that_may_not_be_written_is_told_and_reads_go_on(small, browse, cast):
    browser = browse(cast.olga)
    path = db.obj.database
    with closing(peewee.sqlite3.connect(path)) as keeper:  # with which the files beside the database stay
        keeper.execute("SELECT COUNT(*) FROM firm").fetchone()
        db.obj.close_all()
        files = [small / f"app.db{ending}" for ending in ("", "-wal", "-shm")]
        for each in files:
            each.chmod(0o400)
        with as_anybody():
            assert told(browser)["database"] is False
            assert browser.get(f"/accounts/{cast.b.id}").status_code == 200
            db.obj.close_all()
        for each in files:
            each.chmod(0o600)
    assert told(browser)["database"] is True
    assert not RecentAccount.select().exists()
