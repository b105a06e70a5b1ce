"""Dry runs: what a piece of work would do, found out by doing it in a transaction that is rolled back."""

from peewee import fn

from models.base.database import current_action, transaction
from models.base.event import Event


class _Enough(Exception):
    pass


def dry_run(work, also=lambda done: None) -> tuple[list[Event], object]:
    """(the events that `work()` would record, oldest first; what `also(its result)` read while they stood).

    Nothing of it stays. What `work` raises is raised.
    """
    try:
        with transaction():
            last = Event.select(fn.MAX(Event.id)).scalar() or 0
            read = also(work())
            events = list(Event.select().where(Event.id > last, Event.action == current_action()))
            raise _Enough
    except _Enough:
        return events, read
