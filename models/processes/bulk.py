"""Bulk changes: each kind of change, applied to one account after the other, with an outcome for each."""

import json
from hashlib import sha256
from typing import NamedTuple

from peewee import DoesNotExist, fn

from models.base.archived import hold_accounts
from models.base.database import current_action, transaction
from models.base.event import Event
from models.base.model import grouped
from models.clients.account import Account, Assignment, BeyondOwnStay, LastMember, OwnStay
from models.clients.contact import Address
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.tag import AccountTag, Tag
from models.staff.user import User
from models.teams.bulk_assignments import hand_over, held_by

MOST = 1_000  # accounts at once
STATES = ("changed", "refused", "already")
KEPT = ("noun", "kind", "effect", "subject_name")  # of a line of history


class Outdated(Exception):
    """What is asked for is no longer what was seen: somebody has changed something meanwhile."""


class ArchivedAmong(Exception):
    """Archived accounts are read, not changed; `names` are theirs."""

    def __init__(self, names: list[str]):
        super().__init__(", ".join(names))
        self.names = names


class BulkRequest(NamedTuple):
    """What is to be done to which accounts: one of KINDS with what it needs, all by id."""

    kind: str
    accounts: list[int]
    tag: int | None = None
    user: int | None = None
    successor: int | None = None
    type: str | None = None
    switch: str | None = None
    on: bool | None = None
    addresses: tuple[int, ...] = ()


class Outcome(NamedTuple):
    """What became of one account: one of STATES, the reason of a refusal, and the lines of its history as dicts."""

    account_id: int
    name: str
    state: str
    reason: str | None
    lines: list[dict]

    @property
    def events(self) -> list[Event]:
        """The lines as events, none of which was written."""
        return [Event(**line | {"changes": json.dumps(line["changes"])}) for line in self.lines]


class NotOnTeam(Exception):
    """Who is to hand over is not on the team."""


def _tag_on(asked: BulkRequest):
    tag = Tag.get_by_id(asked.tag)
    tagged = _by_account(AccountTag.select().where(AccountTag.tag == tag), AccountTag, asked)

    def put_on(account, actor):
        if account.id not in tagged:
            AccountTag.add(actor, account=account, tag=tag)

    return put_on


def _tag_off(asked: BulkRequest):
    tag = Tag.get_by_id(asked.tag)
    tagged = _by_account(AccountTag.select().where(AccountTag.tag == tag), AccountTag, asked)

    def take_off(account, actor):
        if account.id in tagged:
            tagged[account.id].tag = tag
            tagged[account.id].remove(actor)

    return take_off


def _join(asked: BulkRequest):
    member = _active(asked.user)
    places = _places(member, asked)

    def join(account, actor):
        Assignment.decide(account, member, places.get(account.id), actor, None, account.reach_of(actor))

    return join


def _leave(asked: BulkRequest):
    member = User.get_by_id(asked.user)
    places = _places(member, asked)
    teams = grouped(Assignment.current().where(Assignment.account.in_(asked.accounts)), "account_id")

    def leave(account, actor):
        place = places.get(account.id)
        if place and place.is_needed(teams[account.id]):
            raise LastMember
        if place:
            place.leave(actor)  # asked already, for all of them at once

    return leave


def _hand_over(asked: BulkRequest):
    member, successor = User.get_by_id(asked.user), _active(asked.successor)
    places, others = _places(member, asked), _places(successor, asked)

    def pass_on(account, actor):
        place, other = places.get(account.id), others.get(account.id)
        if place is None or not place.lasts:
            raise NotOnTeam
        own_time = other is not None and other.is_own_to(actor)  # perhaps by the grace of somebody else
        if own_time or other is None or not other.lasts or place.end > other.end:
            _require_reach(account, place, successor, other, actor)
        hand_over(place, successor, other, actor)
        place.leave(actor)  # somebody stays for as long

    return pass_on


def _require_reach(account, place: Assignment, successor: User, other: Assignment | None, actor):
    """Let nobody get more by a hand-over than `actor` may give, and nobody make their own time longer by it."""
    if successor == actor and not actor.is_manager:
        if (other and other.lasts) or not actor.sees_all():
            raise OwnStay
        return
    reach = account.reach_of(actor)
    if reach is None or place.end > reach:
        raise BeyondOwnStay(account, reach)


def _type(asked: BulkRequest):
    def set_type(account, actor):
        if account.amend(actor, type=asked.type):
            account.follow_name(actor)

    return set_type


def _switch(asked: BulkRequest):
    rows = list(
        LinkedAddress.select(LinkedAddress, Link, Address)
        .join(Link)
        .switch(LinkedAddress)
        .join(Address)
        .where(LinkedAddress.id.in_(asked.addresses), Link.account.in_(asked.accounts))
        .order_by(LinkedAddress.id)
    )
    if len(rows) != len(asked.addresses):
        raise Outdated
    chosen = grouped(rows, "account_id")

    def turn(account, actor):
        for row in chosen[account.id]:
            row.turn(asked.switch, asked.on, actor)

    return turn


# Kind → what prepares the work on one account: work(account, actor).
KINDS = {
    "tag_on": _tag_on,
    "tag_off": _tag_off,
    "join": _join,
    "leave": _leave,
    "hand_over": _hand_over,
    "type": _type,
    "archive": lambda asked: Account.archive,
    "reactivate": lambda asked: Account.reactivate,
    "switch": _switch,
}

REFUSALS = {
    LastMember: "last_member",
    NotOnTeam: "not_on_team",
    OwnStay: "own_stay",
    BeyondOwnStay: "beyond_own_stay",
}


def carry_out(asked: BulkRequest, actor) -> list[Outcome]:
    """Do what is asked for in one transaction; an account that refuses stays as it is.

    Raises Outdated and ArchivedAmong, and then nothing is done.
    """
    with transaction():
        accounts = _held(asked)
        last = Event.select(fn.MAX(Event.id)).scalar() or 0
        refused = _work(asked, accounts, actor)
        events = Event.select().where(Event.id > last, Event.action == current_action()).order_by(Event.id)
        told = grouped(events, "account_id")
        return [_outcome(account, refused.get(account.id), told[account.id]) for account in accounts]


def _work(asked: BulkRequest, accounts, actor) -> dict[int, str]:
    """Account id → why it refused."""
    try:
        work = KINDS[asked.kind](asked)
    except DoesNotExist as error:
        raise Outdated from error
    refused = {}
    for account in accounts:
        try:
            with transaction():
                work(account, actor)
        except tuple(REFUSALS) as refusal:
            refused[account.id] = REFUSALS[type(refusal)]
    Assignment.settle([account.id for account in accounts], actor)
    return refused


def _held(asked: BulkRequest) -> list[Account]:
    """The accounts, by name; nobody else changes them until the transaction ends."""
    hold_accounts(asked.accounts)
    accounts = list(Account.select().where(Account.id.in_(asked.accounts), Account.stands()))
    if len(accounts) != len(asked.accounts):
        raise Outdated
    if asked.kind != "reactivate":
        require_active(asked.accounts)
    return sorted(accounts, key=lambda account: (account.sort_key, account.id))


def require_active(account_ids):
    """Hold these accounts. Raises ArchivedAmong when one of them is archived."""
    held = hold_accounts(account_ids)
    archived = Account.select().where(Account.id.in_([each for each in held if held[each]]))
    names = [account.name for account in archived.order_by(Account.sort_key, Account.id)]
    if names:
        raise ArchivedAmong(names)


def _by_account(query, model, asked: BulkRequest) -> dict:
    """Account id → its one row of a query."""
    return {row.account_id: row for row in query.where(model.account.in_(asked.accounts))}


def _places(member: User, asked: BulkRequest) -> dict[int, Assignment]:
    places = held_by(member, asked.accounts)
    for place in places.values():
        place.user = member
    return places


def _active(user_id: int) -> User:
    return User.active().where(User.id == user_id).get()


def _outcome(account: Account, reason: str | None, events) -> Outcome:
    state = "refused" if reason else "changed" if events else "already"
    lines = [{name: getattr(event, name) for name in KEPT} | {"changes": event.values} for event in events]
    return Outcome(account.id, account.name, state, reason, lines)


def fingerprint(outcomes: list[Outcome]) -> str:
    """What must still be true of outcomes when they come about; instants differ each time, so only whether there is one."""
    plain = [
        [
            *outcome[:4],
            [[line["kind"], line["subject_name"], _plain(line["changes"])] for line in outcome.lines],
        ]
        for outcome in outcomes
    ]
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _plain(changes: dict) -> dict:
    return {
        field: [value is not None for value in change] if field.endswith("_at") else change
        for field, change in changes.items()
    }


def primary_addresses(account_ids) -> list[int]:
    """The ids of the linked addresses that are the primary ones of their contacts, on these accounts."""
    rows = (
        LinkedAddress.select(LinkedAddress.id, Link.contact, Link.account, Address.position, Address.id)
        .join(Link)
        .switch(LinkedAddress)
        .join(Address)
        .where(Link.account.in_(account_ids))
        .order_by(Address.position, Address.id)
    )
    first = {}
    for row_id, contact_id, account_id, *_ in rows.tuples():
        first.setdefault((account_id, contact_id), row_id)
    return sorted(first.values())
