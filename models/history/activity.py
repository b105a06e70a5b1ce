"""The log of the firm: who came in, who was turned away, and what was done to staff, rights and secrets."""

from functools import reduce
from operator import or_

from models.base.event import Event
from models.base.paging import Page, page_of
from models.history.account_history import HistoryFilter

# What owners look for → the nouns of its events, or single kinds of a noun that the log tells of for these alone.
GROUPS = {
    "sign_ins": ("sign_in.succeeded", "sign_in.ended"),
    "failures": ("sign_in.failed", "sign_in.throttled"),
    "denials": ("refusal",),
    "factors": (
        *("passkey", "user.password_changed", "user.email_changed", "user.recovery_codes_made"),
        "user.password_link_made",
        *("user.second_factor_added", "user.second_factor_removed", "user.second_factor_reset"),
        *("user.recovery_code_used", "firm.second_factor_demanded", "firm.second_factor_left_open"),
    ),
    "staff": ("user", "right", "staff_invitation", "staff_mail", "cover", "default_member"),
    "access": ("access_request", "access"),
    "exports": ("export",),
    "reveals": ("custom_value.revealed",),
    "portal": ("portal_login", "portal_user"),
    "firm": ("firm",),
}
# Settings of which everyday pages tell enough.
UNWATCHED = ("tag", "role", "custom_field")


def events(asked: HistoryFilter):
    """A query of the events that are wanted.

    `asked.group` is a key of GROUPS; to the actor that is asked for belongs also what others did to that user.
    """
    told = GROUPS.get(asked.group) or [each for group in GROUPS.values() for each in group]
    kinds = [each for each in told if "." in each]
    nouns = [each for each in told if "." not in each]
    # Their ids first: for the sake of the order SQLite would look through the whole history.
    own = Event.alias()
    either = [column.in_(some) for column, some in ((own.kind, kinds), (own.noun, nouns)) if some]
    ids = own.select(own.id).where(reduce(or_, either))
    found = Event.select().where(Event.id.in_(ids), *asked.during())
    if asked.actor is None:
        return found
    kind, actor_id = asked.actor
    return found.where(asked.by() | (Event.user_id == actor_id) if kind == "user" else asked.by())


def page(asked: HistoryFilter, after: str | None = None) -> Page:
    """The events that are wanted, newest first."""
    return page_of(events(asked).order_by(Event.id.desc()), after)
