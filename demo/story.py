"""The thread of the story: what happens when, told in the order of time."""

import heapq
import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from models.base import clock
from models.base.database import action, transaction

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DAYS = 545  # how far back the telling begins
OPENS, CLOSES = time(8), time(17)
OFFICE_SHARE = 9 / 24
SATURDAY = 5

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)


class Story:
    """What is to happen, sorted by time, and the dice that decide it.

    It ends with yesterday, so that it is the same at every hour of a day. What would happen later never does: an
    invitation whose answer lies after the end stays unanswered.
    """

    def __init__(self, seed: int):
        self.present = clock.now().replace(second=0, microsecond=0)
        self.today = clock.today()
        self.begun_on = self.today - timedelta(days=DAYS)
        self.end = datetime.combine(self.today, time(0), COPENHAGEN).astimezone(UTC)
        self._seed = seed
        self.turns = Counter()  # id of a contact → how often whether they can log in has changed so far
        self._coming = []
        self._order = count()

    def dice(self, *about) -> random.Random:
        """Dice of their own for each subject, so that a new chapter changes nothing in the others."""
        return random.Random(":".join(map(str, (self._seed, *about))))  # noqa: S311 (a story, not a secret)

    def at(self, instant: datetime, act, *args):
        """Let `act(*args)` happen at `instant`, or never when that is after the end."""
        if instant < self.end:
            heapq.heappush(self._coming, (instant, next(self._order), act, args))

    def play(self):
        """Let everything happen, and what follows from it; a month is a transaction."""
        while self._coming:
            month = _month(self._coming[0][0])
            with transaction(in_one_piece=True):
                while self._coming and _month(self._coming[0][0]) <= month:
                    instant, number, act, args = heapq.heappop(self._coming)
                    with clock.at(instant), action(f"{number:016x}"):
                        act(*args)

    def since(self, dice: random.Random, earliest: datetime, latest: date, lean: float) -> datetime:
        """An office hour between `earliest` and the day before `latest`; the greater `lean`, the later."""
        span = max((latest - earliest.date()).days - 1, 0)
        return self._between(dice, earliest, latest, span * dice.random() ** lean)

    def lately(self, dice: random.Random, earliest: datetime, latest: date, days: int) -> datetime:
        """An office hour between the two, on the average so many days before `latest`."""
        return self._between(dice, earliest, latest, dice.expovariate(1 / days))

    @staticmethod
    def _between(dice, earliest: datetime, latest: date, days_back: float) -> datetime:
        moment = office_hour(dice, latest - timedelta(days=1 + int(days_back)))
        return max(moment, earliest + timedelta(minutes=10))

    def is_recent(self, days: int = 21) -> bool:
        """Whether what is being told now happened in the last days, so that it may still wait for somebody."""
        return (self.today - clock.today()).days <= days

    def days_ago(self, dice: random.Random, days: int) -> datetime:
        """An office hour of the working day that many days ago."""
        return office_hour(dice, self.today - timedelta(days=days))


def _month(instant: datetime) -> tuple[int, int]:
    return instant.year, instant.month


def office_hour(dice: random.Random, day: date) -> datetime:
    """Some moment of `day` at the office, or of one of the three days before a weekend."""
    if day.weekday() >= SATURDAY:
        day -= timedelta(days=day.weekday() - SATURDAY + 1 + dice.randrange(3))
    moment = datetime.combine(day, OPENS, COPENHAGEN)
    return (moment + timedelta(minutes=dice.randrange(500), seconds=dice.randrange(60))).astimezone(UTC)


def later(instant: datetime, **duration) -> datetime:
    """So much later as the office counts, where a day and a night are the hours from opening to closing."""
    left, local = timedelta(**duration) * OFFICE_SHARE, instant.astimezone(COPENHAGEN)
    while True:
        until_closing = max(datetime.combine(local.date(), CLOSES, COPENHAGEN) - local, timedelta())
        if left < until_closing:
            return (local + left).astimezone(UTC)
        left -= until_closing
        day = local.date() + timedelta(days=1)
        local = datetime.combine(
            day + timedelta(days=(7 - day.weekday()) * (day.weekday() >= SATURDAY)), OPENS, COPENHAGEN
        )


def dated(text: str, on: date) -> str:
    """`text` with {year}, {last}, {next}, {quarter} (the one that ended) and {month} (the one that ended) filled in."""
    quarter, before = (on.month - 1) // 3, on.replace(day=1) - timedelta(days=1)
    return text.format(
        year=on.year,
        last=on.year - 1,
        next=on.year + 1,
        quarter=f"{quarter or 4}. kvartal {on.year if quarter else on.year - 1}",
        month=f"{MONTHS[before.month - 1]} {before.year}",
    )
