"""How far somebody has followed the change feed (models/base/search_change.py), and what is newer."""

from dataclasses import dataclass, field, replace
from math import isfinite
from typing import NamedTuple

from models.base.database import db
from models.base.fields import LARGEST_ID

# PostgreSQL hands out ids when rows are written, not when they are committed: an id that is missing below the
# newest one may still appear. It is looked for as long as the longest transaction can take.
LONGEST_TRANSACTION_SECONDS = 3600
MOST_GAPS = 64
MOST_CHANGES = 1_000_000  # that are counted or taken in at once
LAST_CHANGES = 10_000  # of a whole feed, how many are looked through for missing ids


class Change(NamedTuple):
    """A row of the feed; `mark` tells it from one of the same id in another database."""

    id: int
    account_id: int
    mark: str


class Broken(Exception):
    """This position was not reached in this feed: the database is another one, or older, or forgot its past."""


@dataclass(frozen=True)
class Position:
    """Everything up to and with the change `latest` is taken in, except the ids within `gaps`.

    A gap is (first id, last id, epoch seconds when it was noticed). `mark` is that of the change `latest`; it is None
    only at the start of an empty feed.
    """

    latest: int = 0
    mark: str | None = None
    gaps: tuple[tuple[int, int, float], ...] = field(default=())

    @classmethod
    def from_plain(cls, plain: dict) -> "Position":
        """The position of a dictionary of its fields. Raises ValueError, or what Python raises, for what is none."""
        position = cls(**plain | {"gaps": tuple(tuple(gap) for gap in plain["gaps"])})
        if not position._makes_sense:
            raise ValueError("no position")
        return position

    @property
    def _makes_sense(self) -> bool:
        """Whether it may have been reached: it becomes SQL, which must not fail for what somebody wrote."""
        reached = type(self.latest) is int and 0 <= self.latest <= LARGEST_ID
        marked = self.mark is None if self.latest == 0 else isinstance(self.mark, str)
        return reached and marked and len(self.gaps) <= MOST_GAPS and all(map(self._is_gap, self.gaps))

    def _is_gap(self, gap: tuple) -> bool:
        first, last, noticed = gap
        between = type(first) is type(last) is int and 0 < first <= last < self.latest
        return between and type(noticed) in (int, float) and isfinite(noticed)

    def includes(self, change_id: int) -> bool:
        return change_id <= self.latest and not any(
            first <= change_id <= last for first, last, _ in self.gaps
        )

    def after(self, changes, at: float) -> "Position":
        """The position once `changes`, rows of newer(), are taken in, at the epoch second `at`."""
        if not changes:
            return self
        gaps = [gap for gap in self.gaps if at - gap[2] < LONGEST_TRANSACTION_SECONDS]
        here = self
        for change in changes:
            if change.id > here.latest:
                if change.id > here.latest + 1:
                    gaps.append((here.latest + 1, change.id - 1, at))
                here = replace(here, latest=change.id, mark=change.mark)
            else:
                gaps = list(_without(gaps, change.id))
        return replace(here, gaps=tuple(_fewer(gaps)))

    @classmethod
    def now(cls, at: float) -> "Position":
        """The newest position, for somebody who is about to read everything, at the epoch second `at`."""
        last = _changes(f"ORDER BY id DESC LIMIT {LAST_CHANGES}")[::-1]
        return cls(last[0].id, last[0].mark).after(last[1:], at) if last else cls()


def newer(position: Position, limit: int | None = None) -> list[Change]:
    """At most `limit` changes that `position` does not include, oldest first. Raises Broken."""
    limit = limit or MOST_CHANGES
    between = "".join(f" OR id BETWEEN {first:d} AND {last:d}" for first, last, _ in position.gaps)
    changes = _changes(f"WHERE id >= {position.latest:d}{between} ORDER BY id LIMIT {limit + 1:d}")
    reached = len(changes) <= limit or changes[-1].id >= position.latest
    if position.mark is not None and reached:
        marks = [change.mark for change in changes if change.id == position.latest]
        if marks != [position.mark]:
            raise Broken(position.latest)
    return [change for change in changes if not position.includes(change.id)][:limit]


def _changes(condition: str) -> list[Change]:
    # Written out, since peewee would take longer to compose this than the rest of a search does.
    rows = db.execute_sql(f"SELECT id, account_id, at FROM search_change {condition}")  # noqa: S608 (only numbers)
    return [
        Change(change_id, account_id, f"{account_id} {at}") for change_id, account_id, at in rows.fetchall()
    ]


def _without(gaps, change_id):
    for first, last, noticed in gaps:
        if not first <= change_id <= last:
            yield first, last, noticed
            continue
        if first < change_id:
            yield first, change_id - 1, noticed
        if change_id < last:
            yield change_id + 1, last, noticed


def _fewer(gaps):
    """The same gaps; of too many, the oldest ids are joined into one, which is only read again in vain."""
    if len(gaps) <= MOST_GAPS:
        return gaps
    first, *_, last = joined = sorted(gaps)[: len(gaps) - MOST_GAPS + 1]
    return [(first[0], last[1], max(noticed for *_, noticed in joined)), *sorted(gaps)[len(joined) :]]
