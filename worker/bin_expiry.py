"""The part of the worker that deletes for good what the bin has kept for its time."""

import logging
import time

from models.processes.bin_expiry import clock_is_behind, delete_step, due

REST_SECONDS = 600.0
LARGEST_JUMP = 24 * 3600.0
WATCH = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # the first goes on while the machine sleeps

log = logging.getLogger("overblik.bin_expiry")

_rests_until = 0.0
_ahead = None  # seconds of the clock before a watch that nobody sets, when it was trusted first


def step():
    """A little of what there is to delete, so that nothing else waits; rests when there is nothing. Safe to repeat.

    Rests too while the clock stands before what has happened already, or has jumped: who sets it wrong by years must
    not delete what is to be kept for years.
    """
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    account = due() if _is_trusted() else None
    if account:
        delete_step(account)
    else:
        _rests_until = time.monotonic() + REST_SECONDS


def _is_trusted() -> bool:
    """Whether the clock has gone on as the watch has since it was trusted first; set right again, it is."""
    global _ahead
    if clock_is_behind():
        _ahead = None  # it will be set right, and that is no jump
        log.error("The clock stands before the newest line of history: nothing is deleted for good.")
        return False
    ahead = time.time() - time.clock_gettime(WATCH)
    _ahead = ahead if _ahead is None else _ahead
    if abs(ahead - _ahead) <= LARGEST_JUMP:
        return True
    log.error(
        "The clock has jumped by more than a day: nothing is deleted for good until the worker starts anew."
    )
    return False
