"""A client of the story: an account, its people and the staff who act on it."""

from datetime import UTC, datetime, timedelta
from random import Random

from demo.cast import CAST
from demo.office import Office
from demo.parts import Part
from demo.story import CLOSES, COPENHAGEN, Story
from models import Contact, LinkedAddress
from models.base import clock


class Client:
    """An account of the story with the people and the staff who act on it."""

    def __init__(self, story: Story, office: Office, number: int, part: Part):
        self.story, self.office, self.number, self.part = story, office, number, part
        self.opened_at = clock.now()
        self.team = _team(story.dice("team", number), office, number)
        # A client who leaves has nothing more to do with the firm for some weeks before.
        self.left_on = story.today - timedelta(days=14 + number % 60) if self.shows("archived") else None
        self.last_on = self.left_on - timedelta(days=30) if self.left_on else story.today
        self.account = None
        self.contacts = []
        self.synced = []  # contact and address of those whose mail is kept, once it is
        self._login_addresses, self._login_addresses_as_of = (), None

    @property
    def type(self) -> str:
        return self.account.type

    @property
    def named(self) -> bool:
        return self.number <= len(CAST)

    @property
    def active_people(self) -> list[tuple[Contact, str]]:
        """Contact and address of everybody who logs in, sooner or later."""
        return [
            (contact, email)
            for contact, place in zip(self.contacts, self.part.places, strict=True)
            for email, words in zip(place.person.emails, place.switches, strict=False)
            if words.startswith("active")
        ]

    @property
    def login_addresses(self) -> list[LinkedAddress]:
        """The linked addresses with which somebody can log in by now."""
        turns = sum(self.story.turns[contact.id] for contact in self.contacts)
        if self._login_addresses_as_of != turns:
            self._login_addresses = [
                row for row in LinkedAddress.on(self.account) if row.login_state == "active"
            ]
            self._login_addresses_as_of = turns
        return self._login_addresses

    @property
    def inside(self) -> list[Contact]:
        """The people who can log in by now, and so do something in the portal."""
        ids = {row.link.contact_id for row in self.login_addresses}
        return [contact for contact in self.contacts if contact.id in ids]

    @property
    def signers(self) -> list[Contact]:
        """Those of them who may sign."""
        ids = {row.link.contact_id for row in self.login_addresses if row.is_on("signing-authority")}
        return [contact for contact in self.contacts if contact.id in ids]

    def dice(self, chapter: str) -> Random:
        return self.story.dice(chapter, self.number)

    def moment(self, dice: Random, lean: float = 1.6) -> datetime:
        """An office hour since the account was opened; more has happened lately with the named."""
        return self.story.since(dice, self.opened_at, self.last_on, max(lean, 2.6) if self.named else lean)

    def lately(self, dice: Random, days: int) -> datetime:
        """An office hour so many days ago on the average, for what is not done yet."""
        return self.story.lately(dice, self.opened_at, self.last_on, days)

    def in_time(self, instant: datetime) -> datetime:
        """That instant, but not before the client came, nor after the last day on which one who has left was there."""
        last = datetime.combine(self.last_on, CLOSES, COPENHAGEN).astimezone(UTC)
        return max(min(instant, last) if self.left_on else instant, self.opened_at + timedelta(hours=1))

    def shows(self, what: str) -> bool:
        return what in self.part.shows

    def has(self, dice: Random) -> bool:
        """Whether a card of this account has rows: always for the named, mostly for the others."""
        return dice.random() < 0.8 or self.named

    def some(self, dice: Random, *counts: int) -> range:
        """One of `counts` rows, and two more for the named."""
        return range(dice.choice(counts) + 2 * self.named)


def _team(dice: Random, office: Office, number: int) -> list:
    """Who works for the client; every sixth one also belongs to the employee who has no rights."""
    team = dice.sample(office.caseworkers, dice.choice((1, 2, 2, 3)))
    return [*team, office.employee] if number % 6 == 1 else team
