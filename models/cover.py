"""Holiday cover: a colleague has somebody's accounts until a day, and then no more."""

from datetime import date

from peewee import ForeignKeyField

from models.account import Account, Assignment, LastMember
from models.appointing import NotTheirs, hold_roles
from models.base import BaseModel, attached
from models.clock import end_of, now
from models.database import locked, transaction
from models.fields import InstantField
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
        with transaction():
            hold_roles()
            row = self.hold()
            if row.ended_at is None and row.until_at > now():
                self.amend(actor, "ended", ended_at=now())
                for place in CoverPlace.of([self]):
                    place.take_back(actor)

    def _give(self, actor: User):
        own = (
            Assignment.select(Assignment, Account)
            .join(Account)
            .where(Assignment.user == self.user, Assignment.is_current())
            .where(Account.stands(), Account.archived_at.is_null())
            .order_by(Account.id)
        )
        for place in own:
            CoverPlace.give(self, place, actor)


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
    def give(cls, cover: Cover, own: Assignment, actor: User):
        """Put the colleague on the account of somebody's place: until the cover ends, or that place does before."""
        until_at = min(cover.until_at, own.until_at or cover.until_at)
        list(locked(Account.select(Account.id).where(Account.id == own.account_id)))
        held = Assignment.get_or_none(account=own.account, user=cover.colleague)
        before_at = held.until_at if held else None
        if own.account.admit(cover.colleague, actor, until_at):
            place = held or Assignment.get(account=own.account, user=cover.colleague)
            earlier = cls.live().where(cls.assignment == place).first()
            cls.create(
                cover=cover,
                assignment=place,
                until_at=until_at,
                before_at=earlier.before_at if earlier else before_at,
            )

    def take_back(self, actor: User):
        """Let the place be as it would be without this; not where somebody has decided about it meanwhile."""
        others = [each.until_at for each in CoverPlace.live().where(CoverPlace.assignment == self.assignment)]
        if self.assignment.until_at != max([self.until_at, *others]):
            return
        left = [*others, self.before_at] if self.before_at else others
        try:
            if left:
                self.assignment.amend(actor, until_at=max(left))
            else:
                self.assignment.remove(actor)
        except LastMember:
            pass  # nobody else is there by now

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
