"""A firm of its own for the search tests: an empty database and an empty index directory."""

import os

import pytest

import search_index
from models.base.database import open_database
from tests.search_index.world import World


@pytest.fixture
def index_world(databases, tmp_path):
    """An empty world whose database and index the models and search_index use until the test ends."""
    databases.make("test", "empty")
    opened = open_database(databases.url("test"), tmp_path / "write.lock")
    if "postgresql" not in os.environ.get("OVERBLIK_DATABASE_URL", ""):
        opened.execute_sql("PRAGMA synchronous = off")  # these tests fear for the index, not for the disk
    search_index.configure(tmp_path / "search")
    yield World(tmp_path / "search")
    opened.close_all()
