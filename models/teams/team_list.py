"""The list of staff in the settings: one page, with what its rows show."""

from datetime import datetime

from peewee import fn

from models.base.event import Event
from models.base.model import attached
from models.base.paging import Page, page_of
from models.clients.account import Account, Assignment
from models.staff.sign_in import SignIn
from models.staff.user import Right, User


def team_page(after: str | None = None) -> Page:
    """Staff by name, those who left last; each with `rights_held`, `account_count` and `last_sign_in_at`."""
    found = page_of(User.select().order_by(User.deactivated_at, User.sort_key, User.id), after)
    return found._replace(rows=described(found.rows))


def described(users) -> list[User]:
    """The users as a list, with what team_page() tells of each."""
    users = attached(users, "rights_held", _rights_of, "user_id", "name")
    counts, seen = account_counts(users), last_sign_ins(users)
    for user in users:
        user.account_count, user.last_sign_in_at = counts.get(user.id, 0), seen.get(user.id)
    return users


def _rights_of(users):
    return Right.select().where(Right.user.in_(users)).order_by(Right.id)


def account_counts(users) -> dict[int, int]:
    """User id → of how many accounts that are not archived they are on the team."""
    return dict(
        Assignment.select(Assignment.user, fn.COUNT(Assignment.id))
        .join(Account)
        .where(Assignment.user.in_(users), Assignment.is_current())
        .where(Account.stands(), Account.archived_at.is_null())
        .group_by(Assignment.user)
        .tuples()
    )


def last_sign_ins(users) -> dict[int, datetime]:
    """User id → when they last signed in, by the log or by what lives still."""
    ids = [user.id for user in users]
    logged = Event.select(Event.user_id, fn.MAX(Event.at)).where(
        Event.user_id.in_(ids), Event.kind == "sign_in.succeeded"
    )
    living = SignIn.select(SignIn.user, fn.MAX(SignIn.created_at)).where(SignIn.user.in_(ids))
    found = {}
    for query in (logged.group_by(Event.user_id), living.group_by(SignIn.user)):
        for user_id, at in query.tuples():
            found[user_id] = max(at, found.get(user_id, at))
    return found
