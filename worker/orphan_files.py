"""The part of the worker that deletes files which no row tells of any more."""

import time
from pathlib import Path

from models.processes.orphan_files import delete_orphans, old_files

REST_SECONDS = 3600.0

_rests_until = 0.0
_under_way = None


def step(files: Path):
    """A little of one round through all files, so that nothing else waits; rests after each round. Safe to repeat."""
    global _rests_until, _under_way
    if time.monotonic() < _rests_until:
        return
    _under_way = _under_way or old_files(files)
    some = next(_under_way, None)
    if some:
        delete_orphans(*some)
    else:
        _under_way, _rests_until = None, time.monotonic() + REST_SECONDS
