"""Where the matrix is played: the world's database and files, and who asks for what in them."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

import search_index
from models.base import file_store, tokens
from models.base.database import db
from tests.matrix.personas import Persona
from tests.matrix.world import World
from tests.support import digest

READS = ("SELECT", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET", "SHOW", "WITH")


class Stage:
    """Keeps a world aside, and plays in a copy of it."""

    def __init__(self, databases, app, directory: Path):
        self.app, self.world = app, World()
        self._databases, self._kept, self._played = databases, directory / "kept", directory / "played"
        self._settings = app.config["SETTINGS"]
        databases.make("world", "empty")
        with self._opened("world", self._kept):
            self.world.make(app)
            while search_index.follow():
                pass
            self.digest = digest.digest()
        self.files_kept = self._files_of(self._kept)

    @contextmanager
    def _opened(self, name: str, directory: Path):
        directory.mkdir(exist_ok=True)
        opened = self._databases.open(name, directory.parent / "write.lock")
        search_index.configure(directory / "search")
        file_store.configure(directory / "files")
        tokens.configure("a key for tests")
        self.app.config["SETTINGS"] = self._settings._replace(data_dir=directory)
        try:
            yield
        finally:
            opened.close_all()
            self.app.config["SETTINGS"] = self._settings

    def set_up(self):
        """Let the world stand as it was made."""
        self._databases.make("test", "world")
        if self.files() != self.files_kept:
            shutil.rmtree(self._played, ignore_errors=True)
            shutil.copytree(self._kept, self._played)
        self._open = self._opened("test", self._played)
        self._open.__enter__()

    def clear(self):
        self._open.__exit__(None, None, None)

    def restore(self):
        """After a request that wrote."""
        self.clear()
        self.set_up()

    def files(self) -> dict:
        """Every file that people's uploads could reach, by path: size and time."""
        return self._files_of(self._played)

    @staticmethod
    def _files_of(directory: Path) -> dict:
        return {
            os.path.relpath(entry.path, directory): (entry.stat().st_size, entry.stat().st_mtime_ns)
            for entry in _files_under(directory / "files")
        }

    def browser(self, persona: Persona) -> FlaskClient:
        """A browser with the cookies of a persona."""
        client = FlaskClient(self.app)
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        for name, value in self.world.cookies.get(persona.name, {}).items():
            client.set_cookie(name, value, path="/portal" if name == "portal" else "/")
        return client


def _files_under(directory: Path):
    if not directory.exists():
        return
    for entry in os.scandir(directory):
        if entry.is_dir():
            yield from _files_under(Path(entry.path))
        else:
            yield entry


@contextmanager
def writes():
    """A list of the statements inside that write, as they come."""
    seen = []

    def note(event):
        if not event.sql.lstrip().upper().startswith(READS):
            seen.append(event.sql)

    db.obj.query_hooks.append(note)
    try:
        yield seen
    finally:
        db.obj.query_hooks.remove(note)
