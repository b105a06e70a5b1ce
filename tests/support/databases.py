"""Databases for tests, on either engine: one is made by the real migrations, each test gets a copy of one."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from models.base.database import open_database


class Sqlite:
    """Databases as files of one directory."""

    def __init__(self, directory: Path):
        self._directory = directory

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def make(self, name: str, template: str | None = None):
        """Make a database, empty or a copy of a closed one; an earlier one of that name goes."""
        path = self._path(name)
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        if template:
            shutil.copyfile(self._path(template), path)

    def open(self, name: str, turn_path: Path):
        """Bind the models to a database and return it. It lives no longer than its test, so no disk is waited for."""
        opened = open_database(self.url(name), turn_path)
        opened.pragma("synchronous", "off", permanent=True)
        return opened

    def drop(self, *names: str):
        pass  # the directory goes by itself

    def _path(self, name: str) -> Path:
        return self._directory / f"{name}.db"


class Postgres:
    """Databases on the server of a URL, whose user may make databases; `prefix` keeps processes apart."""

    def __init__(self, url: str, prefix: str):
        import psycopg

        self._parts = urlsplit(url)
        self._prefix = prefix
        self._server = psycopg.connect(url, autocommit=True)

    def url(self, name: str) -> str:
        return urlunsplit(self._parts._replace(path=f"/{self._prefix}_{name}"))

    def make(self, name: str, template: str | None = None):
        """Make a database, empty or a copy of a closed one; an earlier one of that name goes."""
        self.drop(name)
        source = f"{self._prefix}_{template}" if template else "template0"
        self._server.execute(f'CREATE DATABASE "{self._prefix}_{name}" TEMPLATE "{source}"')

    def open(self, name: str, turn_path: Path):
        """Bind the models to a database and return it."""
        return open_database(self.url(name), turn_path)

    def drop(self, *names: str):
        for name in names:
            self._server.execute(f'DROP DATABASE IF EXISTS "{self._prefix}_{name}" WITH (FORCE)')
