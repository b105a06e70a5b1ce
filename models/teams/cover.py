"""Holiday cover: a colleague has somebody's accounts until a day, and then no more (rule Staff 5)."""

from copy import copy
from datetime import date

from peewee import ForeignKeyField

from models.base.alphabet import danish_sort_key
from models.base.archived import hold_accounts, still_done
from models.base.clock import end_of, now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import attached
from models.base.recorded import Recorded
from models.clients.account import Account, Assignment
from models.staff.staff_rights import NotTheirs, hold_roles
from models.staff.stay import Stay, own_end
from models.staff.user import User
from models.teams.bulk_assignments import assignments_of, held_by


class Unfit(Exception):
    """Who is to take over does not work here, or is the one who is away."""


class Cover(Recorded):
    """What `user` handed to `colleague` for a time. It ends by itself, or early; either way only what it gave goes."""

    noun = "cover"
    revivable = False

    user = ForeignKeyField(User, on_delete="CASCADE")
    colleague = ForeignKeyField(User, on_delete="CASCADE")
    until_at = InstantField()
    created_at = InstantField(default=now)
    ended_at = InstantField(null=True)

    def concerns(self):
        return {"user_id": self.user_id}

    @property
    def caption(self):
        return f"{self.user.name} → {self.colleague.name}"

    @classmethod
    def begin(cls, user: User, colleague: User, until_on: date, actor: User) -> "Cover":
        """Let `colleague` have the active accounts of `user` until the end of a day; one place of theirs for longer stays.

        Asked again nothing happens; another day takes the place of the one before. Raises NotTheirs and Unfit.
        """
        with transaction():
            hold_roles()
            user, colleague, actor = (User.get_by_id(each.id) for each in (user, colleague, actor))
            if actor != user and not actor.may_manage(user):
                raise NotTheirs
            if colleague == user or colleague.deactivated_at or user.deactivated_at:
                raise Unfit
            for each in cls.live().where(cls.user == user, cls.colleague == colleague):
                if each.until_at == end_of(until_on):
                    return each
                each.end(actor)
            cover = cls.add(actor, user=user, colleague=colleague, until_at=end_of(until_on))
            cover._give(actor)
        return cover

    @classmethod
    def live(cls):
        """Those that last, the first to end first."""
        return cls.select().where(cls.ended_at.is_null(), cls.until_at > now()).order_by(cls.until_at, cls.id)

    @classmethod
    def concerning(cls, user: User) -> list:
        """The live ones from or to somebody, each with both people and `places`, what it gave."""
        away, colleague = User.alias(), User.alias()
        rows = (
            cls.live()
            .select(cls, away.id, away.name, colleague.id, colleague.name)
            .join(away, on=(cls.user == away.id), attr="user")
            .switch(cls)
            .join(colleague, on=(cls.colleague == colleague.id), attr="colleague")
            .where((cls.user == user) | (cls.colleague == user))
        )
        return attached(rows, "places", cls.assignments_given, "cover_id")

    def may_be_ended_by(self, actor: User) -> bool:
        """Whoever is away, and those who manage them."""
        return actor.id == self.user_id or actor.may_manage(self.user)

    def end(self, actor: User):
        """Take back what it gave and nothing else; nothing happens when it has ended."""
        with transaction(), still_done("end of a cover"):
            hold_roles()
            row = self.hold()
            if row.ended_at is None and row.until_at > now():
                self.amend(actor, "ended", ended_at=now())
                self._take_back(actor)

    def _give(self, actor: User):
        """Until it ends, or the place that is covered does before; not where the colleague is for as long anyway."""
        own = assignments_of(self.user).where(Account.stands(), Account.archived_at.is_null())
        ids = [place.account_id for place in own]
        hold_accounts(ids)
        theirs, stay = held_by(self.colleague, ids), Stay(self.until_at, self.user_id, self.id)
        for place in own.where(Account.id.in_(ids)):  # as they are while held
            other = theirs.get(place.account_id)
            if other is None or (own_end(other.stays) or now()) < self.until_at:
                end = min(self.until_at, place.end)
                Assignment.add_time(place.account_id, self.colleague, other, stay, actor, end)
        Assignment.settle(ids, actor)

    def _take_back(self, actor: User):
        """Let what stands on it go; not where somebody has decided about it meanwhile."""
        ids = [place.account_id for place in self.assignments_given([self])]
        hold_accounts(ids)
        Assignment.settle(ids, actor)

    @classmethod
    def assignments_given(cls, covers) -> list[Assignment]:
        """The places that stand on these covers, each with `cover_id`; one that stands on two of them twice."""
        known, found = {each.id for each in covers}, []
        held = Assignment.select().where(Assignment.stands_on.is_null(False), Assignment.is_current())
        for place in held.order_by(Assignment.id):
            for stay in place.stays:
                if stay.cover in known:
                    each = copy(place)
                    each.cover_id = stay.cover
                    found.append(each)
        return found

    @classmethod
    def explain(cls, assignments) -> list:
        """The assignments as a list, each with `covers_for`: the names of those for whom somebody is there."""
        rows = list(assignments)
        stays = {row.id: [stay for stay in row.stays if stay.cover] for row in rows}
        givers = {stay.giver for given in stays.values() for stay in given}
        names = dict(User.select(*User.named()).where(User.id.in_(list(givers))).tuples()) if givers else {}
        for row in rows:
            row.covers_for = sorted({names[stay.giver] for stay in stays[row.id]}, key=danish_sort_key)
        return rows
