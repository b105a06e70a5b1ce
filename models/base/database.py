"""The one database of an installation, SQLite or PostgreSQL, and how to write to it."""

import fcntl
import logging
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path

import peewee
from peewee import DatabaseError, DatabaseProxy, OperationalError, SqliteDatabase
from playhouse.db_url import connect
from playhouse.migrations import Runner, template
from playhouse.pool import PooledSqliteDatabase
from playhouse.schema_diff import diff_models

MIGRATIONS = Path(__file__).parents[2] / "migrations"

# The WAL-reset bug lost committed writes before these (sqlite.org/wal.html#walresetbug).
FIXED_SQLITE = ((3, 44, 6), (3, 50, 7), (3, 51, 3))

# Connections live in the pool, never in a thread: the server ends idle threads, and a connection that dies with one
# takes the process along.
POOL = {"max_connections": 16, "timeout": 10}

BUSY_MILLISECONDS = 10_000  # that SQLite waits for a writer who does not queue, as another program
NOTE_SECONDS = 0.2  # that a note waits for its turn
HURRY_SECONDS = 5.0  # in which, after one that waited in vain, the next ones do not wait at all
POLL_SECONDS = 0.01

db = DatabaseProxy()

log = logging.getLogger(__name__)

_action = ContextVar("action", default=None)
_collected = ContextVar("collected", default=None)
_found_out = ContextVar("found_out", default=None)
_in_one_piece = ContextVar("in_one_piece", default=False)
_hurried_until = 0.0
_turn = threading.RLock()
_turn_file = None


class UnsafeSqlite(Exception):
    """The SQLite library that Python uses may lose committed writes."""


def is_safe_sqlite(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug, on its own branch or as 3.51.3 and later."""
    return version >= FIXED_SQLITE[-1] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in FIXED_SQLITE
    )


def open_database(url: str, turn_path: Path):
    """Bind the models to the database at `url` (sqlite:///path or postgresql://…).

    `turn_path` is the file on which SQLite writers of several processes queue. Raises UnsafeSqlite.
    """
    global _turn_file
    if url.startswith("sqlite:"):
        version = peewee.sqlite3.sqlite_version_info
        if not is_safe_sqlite(version):
            raise UnsafeSqlite(".".join(map(str, version)))
        database = PooledSqliteDatabase(
            url.removeprefix("sqlite:///"),
            lock_type="IMMEDIATE",
            check_same_thread=False,
            pragmas={
                "journal_mode": "wal",
                "synchronous": "full",
                "busy_timeout": BUSY_MILLISECONDS,
                "foreign_keys": 1,
                "cache_size": -64_000,
                "temp_store": "memory",
            },
            **POOL,
        )
        _turn_file = turn_path.open("a")
    else:
        rest = url.removeprefix("postgresql://")
        database = connect(
            f"psycopg3+pool://{rest}", stale_timeout=300, unquote_user=True, unquote_password=True, **POOL
        )
        _turn_file = None
    db.initialize(database)
    return database


def migrate() -> list[str]:
    """Bring the schema up to date and return the names of the migrations that were applied."""
    return Runner(db.obj, str(MIGRATIONS)).up()


@contextmanager
def transaction(in_one_piece: bool = False):
    """All or nothing, and one action of somebody, whose name it gives: the events of the outermost one share it.

    A transaction inside is a part that can fail alone, but `in_one_piece`, where any error ends the whole: so a story is told.
    """
    if _in_one_piece.get():
        yield current_action()
        return
    if db.in_transaction():
        with _part(), db.atomic():
            yield current_action()
        return
    with action(secrets.token_hex(8)), _turn_to_write(), db.atomic(), _finding_out(), _collecting():
        token = _in_one_piece.set(in_one_piece)
        try:
            yield current_action()
        finally:
            _in_one_piece.reset(token)


def note(write: Callable, seconds: float | None = None) -> bool:
    """Let `write()` keep what a read leaves behind, as when somebody was last there; whether that was possible.

    A read neither fails for its note nor waits for it longer than a moment, or the given `seconds`: while others write
    for long, on a full disk and in a database that is only read, the note is left out.
    """
    global _hurried_until
    if seconds is None:
        seconds = 0 if time.monotonic() < _hurried_until else NOTE_SECONDS
    try:
        if db.in_transaction():
            with db.atomic():
                write()
        else:
            deadline = time.monotonic() + seconds
            with (
                action(secrets.token_hex(8)),
                _turn_to_write(deadline),
                _impatient(deadline),
                _finding_out(),
                _collecting(),
            ):
                write()
    except DatabaseError as error:
        _hurried_until = time.monotonic() + HURRY_SECONDS
        log.debug("A note is left out: %r", error)
        return False
    return True


@contextmanager
def action(name: str):
    """Let the events inside share `name`; a story tells many actions in one transaction."""
    token = _action.set(name)
    try:
        yield
    finally:
        _action.reset(token)


def current_action() -> str | None:
    """The name of the action whose transaction is open."""
    return _action.get()


@contextmanager
def _collecting():
    token = _collected.set({})
    try:
        yield
        for write, items in _collected.get().items():
            write(items)
    finally:
        _collected.reset(token)


def collect(write, items):
    """Let `write(all of them)` be called once, before the open transaction commits, with a set of what was collected."""
    with nullcontext() if db.in_transaction() else transaction():
        _collected.get().setdefault(write, set()).update(items)


@contextmanager
def _finding_out():
    token = _found_out.set({})
    try:
        yield
    finally:
        _found_out.reset(token)


@contextmanager
def _part():
    """Of a part that is rolled back nothing is collected, and what it found out is forgotten: PostgreSQL gives its locks
    back with it.
    """
    token = _collected.set({})
    try:
        yield
        collected = _collected.get()
    except BaseException:
        found_out().clear()
        raise
    finally:
        _collected.reset(token)
    for write, items in collected.items():
        collect(write, items)


def found_out() -> dict | None:
    """What the open transaction has read and holds, for whoever would read it again; None outside of one."""
    return _found_out.get()


@contextmanager
def _turn_to_write(deadline: float | None = None):
    """Writers of SQLite queue here, since SQLite itself only polls with sleeps.

    Raises OperationalError when the turn has not come at `deadline`, a moment of time.monotonic().
    """
    if _turn_file is None:
        yield
        return
    if not _turn.acquire(timeout=-1 if deadline is None else max(deadline - time.monotonic(), 0)):
        raise OperationalError("database is locked")
    try:
        _take_turn(deadline)
        try:
            yield
        finally:
            fcntl.flock(_turn_file, fcntl.LOCK_UN)
    finally:
        _turn.release()


def _take_turn(deadline):
    if deadline is None:
        fcntl.flock(_turn_file, fcntl.LOCK_EX)
        return
    while True:
        try:
            fcntl.flock(_turn_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise OperationalError("database is locked") from error
            time.sleep(POLL_SECONDS)
        else:
            return


@contextmanager
def _impatient(deadline: float):
    """A transaction in which the engine waits for nobody beyond `deadline`, where it raises OperationalError."""
    milliseconds = max(round((deadline - time.monotonic()) * 1000), 1)
    if not isinstance(db.obj, SqliteDatabase):
        with db.atomic():
            db.execute_sql(f"SET LOCAL lock_timeout = {milliseconds}")
            yield
        return
    db.execute_sql(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        with db.atomic():
            yield
    finally:
        db.execute_sql(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")


def locked(query):
    """The same query, holding its rows until the transaction ends. SQLite's one writer holds everything anyway."""
    return query if isinstance(db.obj, SqliteDatabase) else query.for_update()


def new_migration(name: str) -> str | None:
    """Write the step from the schema as it is to the models, and return its path; None when they are equal."""
    from models import TABLES

    step = diff_models(db.obj, list(TABLES))
    return Runner(db.obj, str(MIGRATIONS)).create(name, body=template(step)) if step else None
