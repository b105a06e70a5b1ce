"""The demo firm in databases of its own, told once for all tests of this folder."""

import re
from contextlib import contextmanager

import pytest

import demo
from models import TABLES
from models.base import file_store
from models.base.database import db, migrate, open_database

ACCOUNTS = 600
RANDOM = ("password_hash", "file")
ENCRYPTED = re.compile(r"gAAAA[\w=-]+")


@contextmanager
def bound(directory, name: str):
    """Bind the models to an SQLite database of `directory`, and to the one before afterwards."""
    before = db.obj
    file_store.configure(directory / "files")
    opened = open_database(f"sqlite:///{directory / name}.db", directory / "write.lock")
    try:
        yield opened
    finally:
        opened.close_all()
        db.initialize(before)


@pytest.fixture(scope="session")
def story_directory(tmp_path_factory, quick_passwords):
    """Where the demo firm lies, with copies."""
    directory = tmp_path_factory.mktemp("demo")
    with bound(directory, "firm"):
        migrate()
        demo.fill(ACCOUNTS)
    return directory


@pytest.fixture(scope="module")
def firm(story_directory):
    """The demo firm with copies."""
    with bound(story_directory, "firm"):
        yield


@pytest.fixture
def short_story(monkeypatch, tmp_path, quick_passwords):
    """short_story(name, seed): the rows of a small firm, most of it told, some of it copied."""
    monkeypatch.setattr(demo, "TOLD", 34)

    def tell(name: str, seed: int) -> dict[str, list]:
        with bound(tmp_path, name):
            migrate()
            demo.fill(40, seed)
            return {table._meta.table_name: _rows(table) for table in TABLES}

    return tell


def _rows(table) -> list[tuple]:
    fields = [field for field in table._meta.sorted_fields if field.name not in RANDOM]
    return [tuple(map(_readable, row)) for row in table.select(*fields).order_by(table.id).tuples()]


def _readable(value):
    """What is encrypted comes out differently each time."""
    return ENCRYPTED.sub("…", value) if isinstance(value, str) else value
