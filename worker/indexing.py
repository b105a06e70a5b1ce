"""The part of the worker that keeps the search index: the only writer of it besides the command `reindex`."""

import threading
from concurrent.futures import Future
from datetime import timedelta

import search_index
from models.base.clock import now
from models.base.database import db
from models.base.search_change import SearchChange

PATIENCE_SECONDS = 0.5
FEED_KEPT = timedelta(days=7)
PRUNED_EVERY = timedelta(hours=1)

_running: Future | None = None
_pruned_at = None


def step():
    """Take in what changed since the last step; quick when nothing has. Safe to repeat.

    A rebuild takes minutes in a large firm: it goes on in a thread of its own while the worker does its other duties.
    Raises what went wrong in the thread.
    """
    global _running
    if _running is None:
        _running = _begin(_follow)
    try:
        _running.result(PATIENCE_SECONDS)
    except TimeoutError:
        if not _running.done():
            return
        raise
    finally:
        if _running.done():
            _running = None
    _prune()


def _begin(work) -> Future:
    """`work` in a thread that ends with the process, however long it would still take."""
    future = Future()

    def run():
        try:
            with db.connection_context():
                future.set_result(work())
        except BaseException as error:  # noqa: BLE001 (raised again by whoever asks for the result)
            future.set_exception(error)

    threading.Thread(target=run, name="indexing", daemon=True).start()
    return future


def _follow():
    return search_index.follow()


def _prune():
    """Forget old changes now and then. An index that has not come so far is built anew."""
    global _pruned_at
    if _pruned_at is None or now() - _pruned_at > PRUNED_EVERY:
        SearchChange.prune(now() - FEED_KEPT)
        _pruned_at = now()
