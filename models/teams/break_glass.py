"""Break-glass: where the owner allows it, staff open a client that is not theirs for a day, and the owners are told (rule Access 6)."""

from datetime import timedelta

from models.base.clock import now
from models.base.database import locked, transaction
from models.base.event import Event
from models.clients.account import Account
from models.outgoing.outbox import AT_ONCE, KINDS, Kind, Outbox
from models.staff.firm import Firm
from models.staff.staff_rights import NotTheirs, hold_roles
from models.staff.user import User

TIME = timedelta(hours=24)
MOST_A_DAY = 10
USED, TRIED = "access.broke_glass", "access.tried"


class TooOften(Exception):
    """The user has tried MOST_A_DAY times within a day."""


class NotAllowed(Exception):
    """The owner does not allow it (any more)."""


class BrokenGlass:
    """One use of it, as the log tells it; what the mail to the owners is about."""

    still_wanted = True

    def __init__(self, event: Event):
        self.id, self.at = event.id, event.at
        self.who, self.account, self.reason = event.actor_name, event.subject_name, event.details["reason"]
        self.account_id = event.account_id

    @classmethod
    def get_or_none(cls, id: int):
        event = Event.get_or_none(Event.id == id, Event.kind == USED)
        return event and cls(event)

    def mail_cancelled(self, actor):
        """It is told to each of the owners, and none of them decides that for the others. Raises NotTheirs."""
        raise NotTheirs


def _visible_to(viewer: User):
    return Event.select(Event.id).where(Event.kind == USED, viewer.role == "owner")


KINDS["broken_glass"] = Kind(BrokenGlass, listed=False, visible_to=_visible_to)


def break_glass(user: User, account_id: int, reason: str, address: str = ""):
    """Put `user` on the team of an account for a day, tell the log and mail the owners. Raises NotAllowed and TooOften.

    For an account that does not exist, or is archived, only the log gets a line. The answer must be the same; still, whoever looks
    afterwards learns whether there was an account to open. So every try counts, whatever it hits, and is in the log.
    """
    with transaction():
        hold_roles()
        if Firm.this().break_glass_at is None:
            raise NotAllowed
        if tries_of(user) >= MOST_A_DAY:
            raise TooOften
        active = Account.stands() & Account.archived_at.is_null()
        known = Account.select().where(active, Account.id == account_id)
        account = locked(known).first()
        if account is None:
            Event.log("access.tried", user, reason=reason, number=account_id, address=address)
            return
        account.admit(user, user, now() + TIME)
        told = Event.log("access.broke_glass", user, account.name, account.id, reason=reason, address=address)
        for owner in User.active().where(User.role == "owner"):
            Outbox.put("broken_glass", told.id, email=owner.email, grace=AT_ONCE)


def tries_of(user: User) -> int:
    """How often a user has tried within the last day."""
    return (
        Event.select()
        .where(Event.user_id == user.id, Event.kind.in_([USED, TRIED]), Event.at > now() - TIME)
        .count()
    )


def allow(on: bool, actor: User):
    """Let staff use it or no longer; asked twice it is done once."""
    with transaction():
        firm = Firm.this().hold()
        if on != (firm.break_glass_at is not None):
            firm.amend(
                actor, "glass_allowed" if on else "glass_forbidden", break_glass_at=now() if on else None
            )
