"""What was given to whom on which client until when, kept by hand: the most that anybody may have follows from it.

It knows nothing of the program. At every instant by itself it asks who may be there then: whom somebody gave it who
gives for good, and whom somebody gave it who may be there then too.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

FOREVER = datetime.max.replace(tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
FOR_GOOD, BY_RIGHT = "for good", "by right"


@dataclass(frozen=True)
class Gift:
    """A time for a user; `giver` is FOR_GOOD, BY_RIGHT, or the id of who is there for a time or is covered for.

    `sure` says that it is known to be all there still, so that it has to be there.
    """

    user: int
    until: datetime
    giver: int | str = FOR_GOOD
    cover: int | None = None
    sure: bool = True


class Ledger:
    def __init__(self):
        self.gifts = {}  # account id → the gifts on it
        self.over = set()  # covers that have ended
        self.see_all = set()  # the ids of those who may open every account

    def of(self, account: int, user: int) -> frozenset:
        return frozenset(gift for gift in self.gifts.get(account, ()) if gift.user == user)

    def give(self, account: int, gift: Gift):
        self.gifts[account] = self.gifts.get(account, frozenset()) | {gift}

    def take(self, account: int, user: int):
        self.put(account, user, ())

    def put(self, account: int, user: int, gifts):
        """Let these, and nothing else, be what the user was given."""
        others = (gift for gift in self.gifts.get(account, ()) if gift.user != user)
        self.gifts[account] = frozenset([*others, *(replace(gift, user=user) for gift in gifts)])

    def doubt(self, account: int):
        self.gifts[account] = frozenset(replace(gift, sure=False) for gift in self.gifts.get(account, ()))

    def there(self, account: int, instant: datetime) -> set[int]:
        """Who may be there at an instant."""
        open_gifts = [
            gift
            for gift in self.gifts.get(account, ())
            if gift.until >= instant and gift.cover not in self.over
        ]
        found = {gift.user for gift in open_gifts if gift.giver == FOR_GOOD}
        found |= {gift.user for gift in open_gifts if gift.giver == BY_RIGHT and gift.user in self.see_all}
        for _hand in open_gifts:
            found |= {gift.user for gift in open_gifts if gift.giver in found}
        return found

    def end(self, account: int, user: int, now: datetime) -> datetime | None:
        """Until when a user may be there at most, or None for not at all."""
        instants = sorted(
            {gift.until for gift in self.gifts.get(account, ()) if gift.until > now}, reverse=True
        )
        return next((each for each in instants if user in self.there(account, each)), None)
