"""Health checks of database, disk and search index, each with a time limit.

Anybody may ask, so what is written for it is little and written about once a second, however often it is asked for.
"""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from tempfile import TemporaryFile

from peewee import SqliteDatabase

import search_index
import worker
from models.base.database import db
from models.base.write_probe import Probe

ANSWER_SECONDS = 2.0  # after which what has not answered does not work
TURN_SECONDS = 1.5  # that the database may keep a writer waiting
KEPT_SECONDS = 1.0  # that a trial which writes counts
ROOM = 1_000_000  # bytes that the disk must have for what comes next


class Trial:
    """Something that is tried in a thread of its own, once at a time; what came out counts for `kept` seconds."""

    def __init__(self, attempt: Callable[[Path], bool], kept: float = 0.0):
        self._attempt, self._kept = attempt, kept
        self._lock = threading.Lock()
        self._about = self._outcome = None
        self._begun_at = 0.0

    def begin(self, data_dir: Path):
        """Try it, unless that is being done or was done a moment ago."""
        about = db.obj, data_dir
        with self._lock:
            young = time.monotonic() - self._begun_at < self._kept
            if self._about == about and (young or not self._outcome.done()):
                return
            self._about, self._outcome, self._begun_at = about, Future(), time.monotonic()
            thread = threading.Thread(target=self._run, args=(data_dir, self._outcome), daemon=True)
        thread.start()

    def _run(self, data_dir, outcome: Future):
        try:
            with db.connection_context():
                outcome.set_result(self._attempt(data_dir))
        except Exception:  # noqa: BLE001 (whatever it is, it does not work)
            outcome.set_result(False)

    def went_well(self) -> bool:
        """Whether it worked; what takes too long did not."""
        try:
            return self._outcome.result(max(self._begun_at + ANSWER_SECONDS - time.monotonic(), 0))
        except TimeoutError:
            return False


def takes_writes(data_dir: Path) -> bool:
    """Whether the database does, and will take the next one: it writes its log over where the disk is full."""
    return has_room(data_dir) and Probe.write(TURN_SECONDS)


def has_room(data_dir: Path) -> bool:
    """Whether there is room for another file in the data directory, and in that of an embedded database."""
    places = {data_dir}
    if isinstance(db.obj, SqliteDatabase):
        places.add(Path(db.obj.database).parent)
    for place in places:
        with TemporaryFile(dir=place) as file:  # of no name, so that nothing is left of it
            os.posix_fallocate(file.fileno(), 0, ROOM)
            file.write(b"room")
            file.flush()
            os.fsync(file.fileno())
    return True


def index_ready(_data_dir: Path) -> bool:
    return search_index.status().ready


TRIALS = {
    "database": Trial(takes_writes, KEPT_SECONDS),
    "index": Trial(index_ready),
    "worker": Trial(worker.alive),
}


def parts(data_dir: Path) -> dict[str, bool]:
    """Part → whether it works."""
    for trial in TRIALS.values():
        trial.begin(data_dir)
    return {name: trial.went_well() for name, trial in TRIALS.items()}
