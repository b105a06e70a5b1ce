"""The part of the worker that deletes for good what the bin has kept for its time."""

import time

from models.purging import due, purge_some

REST_SECONDS = 600.0

_rests_until = 0.0


def step():
    """A little of what there is to delete, so that nothing else waits; rests when there is nothing. Safe to repeat."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    account = due()
    if account:
        purge_some(account)
    else:
        _rests_until = time.monotonic() + REST_SECONDS
