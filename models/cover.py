"""Holiday cover: a colleague has somebody's accounts until a day, and then no more."""

from datetime import date

from peewee import ForeignKeyField

from models.account import Account, Assignment
from models.appointing import NotTheirs, hold_roles
from models.archived import hold_accounts, still_done
from models.base import BaseModel, attached, grouped
from models.clock import end_of, now
from models.database import transaction
from models.fields import InstantField
from models.places import admit, places_of, take_off
from models.recorded import Recorded
from models.user import User


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
        return attached(rows, "places", CoverPlace.of, "cover_id")

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
        """Until it ends, or the place that is covered does before."""
        active = places_of(self.user).where(Account.stands(), Account.archived_at.is_null())
        held = hold_accounts([place.account_id for place in active])
        own = list(active.where(Account.id.in_(list(held))))  # as they are now that nobody archives one
        until = {place.account_id: min(self.until_at, place.until_at or self.until_at) for place in own}
        given = admit(self.colleague, until, actor)
        CoverPlace.keep(self, given)

    def _take_back(self, actor: User):
        """Let each place be as it would be without this; not where somebody has decided about it meanwhile."""
        given = list(CoverPlace.of([self]))
        hold_accounts([each.assignment.account_id for each in given])
        others = grouped(CoverPlace.live().where(CoverPlace.assignment.in_(_of(given))), "assignment_id")
        gone = []
        for each in given:
            place, still = each.assignment, [other.until_at for other in others[each.assignment_id]]
            if place.until_at != max([each.until_at, *still]):
                continue
            left = [*still, each.before_at] if each.before_at else still
            if left:
                place.user = self.colleague
                place.amend(actor, until_at=max(left))
            else:
                gone.append(place)
        take_off(self.colleague, gone, actor)


def _of(places) -> list[int]:
    return [each.assignment_id for each in places]


class CoverPlace(BaseModel):
    """A place on one account that a cover gave, or made longer until an instant.

    `before_at` is until when the colleague had it without any cover, if they had it.
    """

    cover = ForeignKeyField(Cover, on_delete="CASCADE")
    assignment = ForeignKeyField(Assignment, on_delete="CASCADE")
    until_at = InstantField()
    before_at = InstantField(null=True)

    @classmethod
    def of(cls, covers):
        """What these covers gave, each with its assignment."""
        return cls.select(cls, Assignment).join(Assignment).where(cls.cover.in_(covers)).order_by(cls.id)

    @classmethod
    def live(cls):
        """What lasts."""
        return cls.select().join(Cover).where(Cover.ended_at.is_null(), cls.until_at > now())

    @classmethod
    def keep(cls, cover: Cover, given):
        """Keep what places.admit() gave for a cover. What another cover gave before was not there without any."""
        ids = [place.id for place, _before in given]
        earlier = {each.assignment_id: each for each in cls.live().where(cls.assignment.in_(ids))}
        for place, before_at in given:
            known = earlier.get(place.id)
            cls.create(
                cover=cover,
                assignment=place,
                until_at=place.until_at,
                before_at=known.before_at if known else before_at,
            )

    @classmethod
    def explain(cls, assignments) -> list:
        """The assignments as a list, each with `covers_for`: the names of those for whom somebody is there."""
        away = User.alias()
        rows = (
            cls.select(cls.assignment, away.name.alias("covered"))
            .join(Cover)
            .join(away, on=(Cover.user == away.id))
            .where(Cover.ended_at.is_null(), cls.until_at > now())
            .order_by(away.name)
        )
        return attached(
            assignments,
            "covers_for",
            lambda found: rows.where(cls.assignment.in_(found)).objects(),
            "assignment_id",
            "covered",
        )
