"""Somebody's places on many accounts at once: few queries, however many there are."""

from datetime import datetime

from models.account import Account, Assignment
from models.base import grouped
from models.user import User


def places_of(user: User):
    """A query of the places that somebody has now on accounts that stand or are in the bin, each with its account."""
    return (
        Assignment.select(Assignment, Account)
        .join(Account)
        .where(Assignment.user == user, Assignment.is_current(), Account.merged_into.is_null())
        .order_by(Account.id)
    )


def needed_among(places) -> list[Assignment]:
    """Those of the places without which a team would lack somebody, as Assignment.is_needed() says."""
    here = Assignment.account.in_([place.account_id for place in places])
    teams = grouped(Assignment.current().where(here), "account_id")
    return [place for place in places if place.is_needed(teams[place.account_id])]


def admit(user: User, until: dict[int, datetime | None], actor) -> list[tuple[Assignment, datetime | None]]:
    """Account.admit() on every account of `until`, by id; they are held. What was given, each with its end before."""
    mine = Assignment.select().where(Assignment.user == user, Assignment.account.in_(list(until)))
    held, given = {place.account_id: place for place in mine}, []
    for account_id, until_at in until.items():
        place = held.get(account_id)
        if place is None:
            given.append((Assignment.add(actor, account=account_id, user=user, until_at=until_at), None))
        elif place.until_at and (until_at is None or place.until_at < until_at):
            given.append((place, place.until_at))
            place.user = user
            place.amend(actor, until_at=until_at)
    return given


def take_off(user: User, places, actor):
    """Take `user` off the teams of these places of theirs, which are held, but where they are needed."""
    needed = {place.id for place in needed_among(places)}
    for place in places:
        if place.id not in needed:
            place.user = user
            super(Assignment, place).remove(actor)  # asked already, for all of them at once
