"""What every test stands on: a firm with its cast in a database of its own, and browsers that check what they fetch.

OVERBLIK_DATABASE_URL chooses the engine; without it tests run on SQLite in a temporary directory.
"""

import os
import socket

import pytest
from argon2 import PasswordHasher

import search_index
from app import create_app
from config import Settings
from models.base import cipher, file_store, password, tokens
from models.base.database import db, migrate
from tests.support import cast as cast_module
from tests.support.browsing import Browser, sign_in
from tests.support.databases import Postgres, Sqlite
from tests.support.digest import Queries

SECRET_KEY = "a key for tests"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_collection_modifyitems(config, items):
    """What is marked `full` is left out unless -m asks for it."""
    if "full" not in config.getoption("-m"):
        left_out = [item for item in items if item.get_closest_marker("full")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_runtest_setup(item):
    """What knows no engine, as what is tried in the browser, runs once, on the embedded database."""
    once = item.get_closest_marker("knows_no_engine") or "chromium" in item.fixturenames
    if once and os.environ.get("OVERBLIK_DATABASE_URL"):
        pytest.skip("It runs once, on the embedded database.")


@pytest.fixture(scope="session", autouse=True)
def loopback_only():
    """No test reaches another machine."""
    real = socket.socket.connect

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"A test wants to reach {address}: let it talk to a server on the loopback.")
        return real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """argon2 is slow on purpose; tests need not pay for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(password, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(password, "_nobody", password.hash_password("the password of nobody"))
        yield


@pytest.fixture(scope="session", autouse=True)
def known_key():
    """Models that are tested without the application encrypt with its key."""
    cipher.configure(SECRET_KEY)


@pytest.fixture(scope="session")
def databases(tmp_path_factory, worker_id, quick_passwords):
    """The databases `empty` (migrated) and `cast` (with the firm), to be copied."""
    directory = tmp_path_factory.mktemp("databases")
    url = os.environ.get("OVERBLIK_DATABASE_URL", "")
    made = Postgres(url, f"overblik_{worker_id}") if url.startswith("postgresql:") else Sqlite(directory)
    for name, template, fill in (("empty", None, migrate), ("cast", "empty", cast_module.fill)):
        made.make(name, template)
        opened = made.open(name, directory / "write.lock")
        fill()
        opened.close_all()
    yield made
    made.drop("test", "cast", "empty")


@pytest.fixture
def database(request, databases, tmp_path):
    """A database of this test's own, with the cast in it; marked `first_visit`, a test gets it without anybody."""
    empty = request.node.get_closest_marker("first_visit")
    databases.make("test", "empty" if empty else "cast")
    opened = databases.open("test", tmp_path / "write.lock")
    search_index.configure(tmp_path / "search")
    file_store.configure(tmp_path / "files")
    tokens.configure("a key for tests")
    yield db
    opened.close_all()


@pytest.fixture
def cast(database):
    return cast_module.Cast()


@pytest.fixture(scope="session")
def settings(tmp_path_factory, databases):
    return Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        database_url=databases.url("empty"),
        host="127.0.0.1",
        port=8000,
        base_url="http://localhost",
        secret_key=SECRET_KEY,
        web_concurrency=1,
    )


@pytest.fixture(scope="session")
def wired_app(settings):
    """One application for the whole run, so that templates are compiled once."""
    app = create_app(settings)
    db.obj.close_all()
    app.testing = True
    app.test_client_class = Browser
    return app


@pytest.fixture
def app(wired_app, database, settings, tmp_path):
    """The application over this test's database and data directory."""
    wired_app.config["SETTINGS"] = settings._replace(data_dir=tmp_path)
    return wired_app


@pytest.fixture
def browse(app):
    """browse(user): a browser in which that member of staff is signed in, without a user nobody."""

    def open_browser(user=None):
        client = app.test_client()
        if user:
            sign_in(client, user)
        return client

    return open_browser


@pytest.fixture
def client(browse):
    """A browser in which nobody is signed in."""
    return browse()


@pytest.fixture
def queries(database):
    """with queries() as seen: the SQL of every query inside, in order."""
    return Queries
