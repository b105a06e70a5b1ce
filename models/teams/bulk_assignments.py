"""Assignments of one user on many accounts, read and changed in few queries."""

from models.base.model import grouped
from models.clients.account import Account, Assignment
from models.staff.user import User


def assignments_of(user: User):
    """A query of the places that somebody has now on accounts that stand or are in the bin, each with its account."""
    return (
        Assignment.select(Assignment, Account)
        .join(Account)
        .where(Assignment.user == user, Assignment.is_current(), Account.merged_into.is_null())
        .order_by(Account.id)
    )


def held_by(user: User, account_ids) -> dict[int, Assignment]:
    """Account id → somebody's place on it, also one whose time is over."""
    places = Assignment.select().where(Assignment.user == user, Assignment.account.in_(list(account_ids)))
    return {place.account_id: place for place in places}


def needed_among(places) -> list[Assignment]:
    """Those of the places without which a team would lack somebody, as Assignment.is_needed() says."""
    here = Assignment.account.in_([place.account_id for place in places])
    teams = grouped(Assignment.current().where(here), "account_id")
    return [place for place in places if place.is_needed(teams[place.account_id])]


def hand_over(place: Assignment, successor: User, other: Assignment | None, actor) -> bool:
    """Let `successor`, who has the place `other` or none, be there for all the times that `place` stands on too."""
    stays, end = place.stays, place.end
    if successor == actor and not actor.is_manager:  # who puts themselves on may do so by their right alone
        stays = [stay if stay.giver else stay._replace(giver=actor.id) for stay in stays]
    if other and other.lasts:
        stays, end = [*other.stays, *stays], max(other.end, end)
    return Assignment.put(place.account_id, successor, other, stays, end, actor)


def take_off(user: User, places, actor):
    """Take `user` off the teams of these places of theirs, which are held, but where they are needed."""
    needed = {place.id for place in needed_among(places)}
    for place in places:
        if place.id not in needed:
            place.user = user
            place.leave(actor)  # asked already, for all of them at once
