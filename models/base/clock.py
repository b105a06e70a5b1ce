"""The time, as the models see it. Instants are aware and in UTC."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TIME_ZONE = "Europe/Copenhagen"

_instant = ContextVar("told_instant", default=None)


def now() -> datetime:
    """The present instant in UTC, or the one a story is being told at."""
    return _instant.get() or datetime.now(UTC)


def today() -> date:
    """The civil date now where the firm is; due dates are compared with it."""
    return now().astimezone(ZoneInfo(TIME_ZONE)).date()


def start_of(day: date) -> datetime:
    """The instant at which a civil day begins where the firm is."""
    return datetime.combine(day, time(), ZoneInfo(TIME_ZONE)).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last instant of a civil day where the firm is."""
    return start_of(day + timedelta(days=1)) - timedelta(microseconds=1)


def day_of(instant: datetime) -> date:
    """The civil day of an instant where the firm is."""
    return instant.astimezone(ZoneInfo(TIME_ZONE)).date()


@contextmanager
def at(instant: datetime):
    """Let everything inside happen at `instant`, so that the demo tells a past through the same verbs."""
    token = _instant.set(instant)
    try:
        yield
    finally:
        _instant.reset(token)
