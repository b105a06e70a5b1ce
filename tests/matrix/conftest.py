"""The world of the matrix, made once a worker and put back whenever a request has changed it."""

import pytest

from tests.matrix.stage import Stage


@pytest.fixture(scope="session")
def stage(databases, wired_app, tmp_path_factory):
    return Stage(databases, wired_app, tmp_path_factory.mktemp("world"))


@pytest.fixture
def scene(stage):
    """The stage, set: the world stands in the database and in the files."""
    stage.set_up()
    yield stage
    stage.clear()
