"""Stays: the times for which somebody was given a place on a team, by whom, and how long each lasts.

Who is there for a time hands on no more than that, and what was handed on falls with what it stands on: a time with a
giver lasts no longer than the giver's own place on the same account, through however many hands it went (rule Access 3).
"""

import json
from datetime import UTC, datetime
from typing import NamedTuple

FOREVER = datetime.max.replace(tzinfo=UTC)


class Stay(NamedTuple):
    """One time on a team: until an instant, or for good.

    `giver` is the id of the colleague on whose place it stands; without one it stands by itself. The person's own id
    says that it stands on their right to open every account. `cover` is the id of the holiday cover that gave it.
    """

    until: datetime | None = None
    giver: int | None = None
    cover: int | None = None

    @property
    def end(self) -> datetime:
        return self.until or FOREVER


def instant(end: datetime) -> datetime | None:
    """An end as a column keeps it: None for good."""
    return None if end == FOREVER else end


def read(text: str) -> list[Stay]:
    """The times that written() kept."""
    return [Stay(until and datetime.fromisoformat(until), *rest) for until, *rest in json.loads(text)]


def written(stays: list[Stay]) -> str | None:
    """The times as a column keeps them; None for one that stands by itself, which the place's own end tells."""
    if all(stay.giver is None for stay in stays):
        return None
    return json.dumps([[stay.until and stay.until.isoformat(), stay.giver, stay.cover] for stay in stays])


def own_end(stays) -> datetime | None:
    """The end of what stands by itself among the times, or None where nothing does."""
    return max((stay.end for stay in stays if stay.giver is None), default=None)


def essential(stays) -> list[Stay]:
    """The times without those that end no later than what stands by itself, in one order."""
    longest = own_end(stays)
    kept = {stay for stay in stays if stay.giver is not None and (longest is None or stay.end > longest)}
    own = [] if longest is None else [Stay(instant(longest))]
    return own + sorted(kept, key=lambda stay: (stay.end, stay.giver, stay.cover or 0))


def shortened(stays, until: datetime) -> list[Stay]:
    """The times, none of which ends after `until`."""
    return [stay._replace(until=instant(min(stay.end, until))) for stay in stays]


def ends(stays: dict[int, list[Stay]], open_to=frozenset(), over=frozenset()) -> dict[int, datetime]:
    """User id → until when everybody on one account is there, by the times that each was given.

    `open_to` are the ids of those who may open every account, `over` those of covers that have ended. Whom nothing
    holds is missing: those who stand on each other alone hold nobody.
    """
    found = {}
    changed = True
    while changed:
        changed = False
        for user, given in stays.items():
            reached = [end_of(stay, user, found, open_to, over) for stay in given]
            latest = max((end for end in reached if end), default=None)
            if latest and (user not in found or latest > found[user]):
                found[user], changed = latest, True
    return found


def end_of(stay: Stay, user: int, found: dict, open_to=frozenset(), over=frozenset()) -> datetime | None:
    """Until when one time of a user lasts, where the others are there until what ends() `found`; None: not at all."""
    if stay.cover in over:
        return None
    if stay.giver is None:
        return stay.end
    if stay.giver == user:
        return stay.end if user in open_to and stay.cover is None else None
    return min(stay.end, found[stay.giver]) if stay.giver in found else None
