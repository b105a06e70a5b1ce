"""The history of one account: what happened to it, to what became a part of it, and to its people while they stood on it."""

from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from peewee import Case, fn

from models.base.alphabet import danish_sort_key
from models.base.event import Event
from models.base.fields import LARGEST_ID
from models.base.model import models_by_noun
from models.base.paging import Page, newest_of
from models.clients.account import Account
from models.clients.link import Link


def groups() -> dict[str, list[str]]:
    """What people look for, as the models name it by `history_group` → the nouns of its events. No other nouns are told."""
    found = defaultdict(list)
    for noun, model in models_by_noun().items():
        if model.history_group:
            found[model.history_group].append(noun)
    return dict(found)


class HistoryFilter(NamedTuple):
    """What of a history is wanted: a key of its groups, who did it, instants from and before.

    `actor` is an Event.actor_kind and actor_id, or None for anybody of that kind.
    """

    group: str | None = None
    actor: tuple[str, int | None] | None = None
    since: datetime | None = None
    before: datetime | None = None

    def during(self) -> list:
        """Conditions of the instants, none without any."""
        since = [Event.at >= self.since] if self.since else []
        return since + ([Event.at < self.before] if self.before else [])

    def by(self):
        """The condition of the actor, who is one."""
        kind, actor_id = self.actor
        of_kind = Event.actor_kind == kind
        return of_kind if actor_id is None else of_kind & (Event.actor_id == actor_id)


class AccountHistory:
    def __init__(self, account: Account):
        self._account = account

    @cached_property
    def account_ids(self) -> list[int]:
        """The account and all that are a part of it by merges."""
        known, wave = [], [self._account.id]
        while wave:
            known += wave
            wave = [row.id for row in Account.select(Account.id).where(Account.merged_into.in_(wave))]
        return known

    def page(self, asked: HistoryFilter, after: str | None = None) -> Page:
        """The events that are wanted, newest first."""
        wanted = _wanted(asked)
        branches = (Event.select().where(each, *wanted) for each in self._branches)
        return newest_of([branch.order_by(Event.id.desc()) for branch in branches], after)

    @property
    def events(self):
        """A query of all its events."""
        here, people = self._branches
        return Event.select().where(here | people, *_wanted(HistoryFilter()))

    def actors(self) -> list[tuple[str, int | None, str]]:
        """(kind, id, name) of everybody who did something here, by name; the system has neither id nor name."""
        who = Event.actor_kind, Event.actor_id
        found = {}
        for branch in self._branches:
            rows = (
                Event.select(*who, fn.MAX(Event.actor_name))
                .where(branch, *_wanted(HistoryFilter()))
                .group_by(*who)
            )
            found |= {(kind, actor_id): name for kind, actor_id, name in rows.tuples()}
        return sorted(
            ((*key, name) for key, name in found.items()), key=lambda each: danish_sort_key(each[2])
        )

    def last_before(self, instant: datetime) -> datetime | None:
        """When the last change before an instant was made."""
        return self._outermost(fn.MAX, Event.at < instant, max)

    def first_from(self, instant: datetime) -> datetime | None:
        """When the first change at an instant or after it was made."""
        return self._outermost(fn.MIN, Event.at >= instant, min)

    def _outermost(self, function, when, choose) -> datetime | None:
        found = [
            Event.select(function(Event.at)).where(each, when, *_wanted(HistoryFilter())).scalar()
            for each in self._branches
        ]
        return choose(filter(None, found), default=None)

    @cached_property
    def _branches(self) -> tuple:
        """Two conditions, each answered by an index, that no event fulfils both of."""
        first, last = self._stays()
        own = Event.alias()
        people = own.contact_id.in_(list(first)) & own.account_id.is_null()
        if first:
            people &= own.id > Case(own.contact_id, list(first.items()), LARGEST_ID)
        if last:
            people &= own.id < Case(own.contact_id, list(last.items()), LARGEST_ID)
        # Their ids first: for the sake of the order SQLite would look among all that stands on no account.
        return Event.account_id.in_(self.account_ids), Event.id.in_(own.select(own.id).where(people))

    def _stays(self) -> tuple[dict, dict]:
        """Contact id → the event with which the stay began, and for those who have left the one with which it ended."""
        first, last = {}, {}
        links = Event.select(Event.id, Event.effect, Event.contact_id, Event.changes)
        here = Event.account_id.in_(self.account_ids)
        for event in links.where(here, Event.noun == Link.noun).order_by(Event.id):
            _left, came = event.values.get("contact", (None, event.contact_id))
            if came:
                first.setdefault(came, event.id)
            last[event.contact_id] = event.id
        standing = Link.select(Link.contact).where(Link.account == self._account).tuples()
        for (contact_id,) in standing:
            last.pop(contact_id, None)
        return first, last


def _wanted(asked: HistoryFilter) -> list:
    nouns = groups().get(asked.group) or [noun for each in groups().values() for noun in each]
    who = [asked.by()] if asked.actor else []
    return [Event.noun.in_(nouns), *who, *asked.during()]
