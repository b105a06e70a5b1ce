"""The one worker process: it alone writes the search index and sends mails."""

import fcntl
import logging
import signal
import time
from pathlib import Path
from threading import Event, Thread

from config import Unusable
from models.base.database import db
from worker import bin_expiry, indexing, orphan_files
from worker.sending import Sender

PAUSE_SECONDS = 0.2
REST_SECONDS = 5.0
ALIVE_SECONDS = 10.0
STOP_SECONDS = 5.0
ROUND_SECONDS = 600.0  # more than any round takes, with all waiting for a locked database that is in it

log = logging.getLogger("overblik.worker")

_round_at = time.monotonic()


def run(data_dir: Path, sender: Sender):
    """Work until SIGTERM or SIGINT. Raises Unusable when another worker serves the same data directory."""
    lock = (data_dir / "worker.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Unusable(f"Another worker serves {data_dir}: one is enough.") from error
    stopping = Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: stopping.set())
    # In a thread of its own: a mail server that hangs keeps nothing else waiting.
    sending = Thread(target=sender.run, args=(stopping,), name="sending", daemon=True)
    sending.start()
    while not stopping.is_set():
        time.sleep(PAUSE_SECONDS if work(data_dir) else REST_SECONDS)
    sending.join(STOP_SECONDS)


def work(data_dir: Path) -> bool:
    """One round, with a connection of its own: whether all went well.

    What fails is logged and tried again in a later round: nothing is lost, it waits in the database.
    """
    global _round_at
    _round_at = time.monotonic()
    steps = {
        "indexing": indexing.step,
        "deleting what the bin has kept": bin_expiry.step,
        "deleting orphan files": lambda: orphan_files.step(data_dir / "files"),
    }
    done = [_well(name, step) for name, step in steps.items()]
    if all(done):
        (data_dir / "worker_alive").touch()
    return all(done)


def _well(name: str, step) -> bool:
    try:
        with db.connection_context():
            step()
    except Exception:
        log.exception("%s failed", name)
        return False
    return True


def goes_on() -> bool:
    """Whether this process begins a round now and then, well or not."""
    return time.monotonic() - _round_at < ROUND_SECONDS


def alive(data_dir: Path) -> bool:
    """Whether a worker has finished a round within the last seconds."""
    try:
        return time.time() - (data_dir / "worker_alive").stat().st_mtime < ALIVE_SECONDS
    except OSError:
        return False
