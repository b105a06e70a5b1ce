"""Accounts: the clients that the firm works for and bills."""

from datetime import timedelta

from peewee import CharField, ForeignKeyField, Table, TextField

from models.base.alphabet import danish_sort_key
from models.base.archived import note_archived, still_done
from models.base.clock import now
from models.base.database import db, locked, transaction
from models.base.event import Event, events_from
from models.base.event_handlers import follows
from models.base.fields import InstantField
from models.base.model import BaseModel, plain
from models.base.photo import Photographed
from models.base.recorded import Field, Recorded
from models.clients.merge import Merge
from models.staff.stay import FOREVER, Stay, end_of, ends, essential, instant, read, shortened, written
from models.staff.user import Right, User, initials

LONGEST_NAME = 255
BIN_DAYS = 30
BIN_TIME = timedelta(days=BIN_DAYS)
UNDOABLE = timedelta(days=1)  # how long what somebody did can be undone by them (rules Staff 6 and Clients 7)
TYPES = ("individual", "company", "other")
# The models of these import this one.
LINKS = Table("link", ("id", "account_id", "contact_id", "moved_at"))
CONTACTS = Table("contact", ("id", "first_name", "last_name", "photo"))
COVERS = Table("cover", ("id", "ended_at"))
QUICKBOOKS_STATUSES = ("synced", "not_synced", "failed", "skipped")


class LastMember(Exception):
    """An account keeps a member of staff for good, whatever is asked and by how many people at once."""


class OwnStay(Exception):
    """Nobody makes their own time on a team longer: it was given until a day, by a cover or by break-glass."""


class BeyondOwnStay(Exception):
    """Who is on a team for a time gives nobody more than that; `until_at` is the end of their own time on `account`.

    It is None where they are not on the team at all.
    """

    def __init__(self, account: "Account", until_at):
        super().__init__(account.name)
        self.account, self.until_at = account, until_at


class BinTimeOver(Exception):
    """The account has been in the bin for BIN_DAYS and is being deleted."""


class NotArchived(Exception):
    """Only what is archived can be put into the bin (rule Clients 4)."""


class Account(Photographed, Recorded):
    """A client. It has a contact and a member of staff at all times."""

    noun = "account"
    history_group = "client"
    fields = {
        "name": Field(restorable=True),
        "type": Field("account_type", restorable=True),
        "street": Field(restorable=True, filled_with="address"),
        "postal_code": Field(restorable=True, filled_with="address"),
        "city": Field(restorable=True, filled_with="address"),
        "country": Field("country", restorable=True),
        "phone": Field("phone", restorable=True, filled_with="phone", on_info=True),
        "website": Field("web_address", restorable=True, filled_with="website", on_info=True),
        "registration_number": Field(
            "registration_number", restorable=True, filled_with="number", on_info=True
        ),
        "quickbooks_status": Field("quickbooks"),
        "quickbooks_error": Field(),
    }
    untold = frozenset(
        {"name_typed_at", "quickbooks_synced_at", "created_at", "archived_at", "binned_at", "merged_into"}
    )
    undoable = ("changed",)
    # What is left as long as evidence is about it.
    left_by_purge = frozenset(
        {"id", "name", "sort_key", "registration_number", "created_at", "archived_at", "binned_at"}
    )
    unrecorded = frozenset({"sort_key", "idempotency_key", "last_login_at", "photo", "purged_at"})
    findable = frozenset({"name", "phone", "registration_number", "archived_at", "binned_at", "merged_into"})

    name = CharField(max_length=LONGEST_NAME)
    name_typed_at = InstantField(null=True)
    sort_key = TextField(index=True)
    type = CharField(max_length=20)
    photo = CharField(null=True)
    street = CharField(default="")
    postal_code = CharField(default="")
    city = CharField(default="")
    country = CharField(default="DK", max_length=2)
    phone = CharField(default="", index=True)
    website = CharField(default="")
    registration_number = CharField(default="", index=True)
    quickbooks_status = CharField(default="not_synced", max_length=20)
    quickbooks_error = CharField(default="")
    quickbooks_synced_at = InstantField(null=True)
    last_login_at = InstantField(null=True)
    created_at = InstantField(default=now)
    archived_at = InstantField(null=True)
    binned_at = InstantField(null=True)
    purged_at = InstantField(null=True)  # since when only its evidence is left; it stays in the bin
    merged_into = ForeignKeyField("self", null=True, on_delete="SET NULL")
    idempotency_key = CharField(null=True, unique=True, max_length=64)

    def concerns(self):
        return {"account_id": self.id}

    def found_at(self):
        return [self.id]

    def derived(self):
        return {"sort_key": danish_sort_key(self.name)}

    def hold(self):
        row = super(Recorded, self).hold()  # it is itself what others hold first
        note_archived(row.id, row.archived)
        return row

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    @classmethod
    def stands(cls):
        """What is true of an account that is neither in the bin nor a part of another by a merge."""
        return cls.binned_at.is_null() & cls.merged_into.is_null()

    @classmethod
    def visible_to(cls, user: User, rights=frozenset(), among=None):
        """The accounts that may exist for `user`, all or those `among` some ids (rule Access 1).

        The bin is open to nobody here.
        """
        query = cls.select().where(cls.stands())
        if among is not None:
            query = query.where(cls.id.in_(among))
        return cls._open_to(query, user, rights, among)

    @classmethod
    def binned_for(cls, user: User, rights=frozenset()):
        """The accounts in the bin that `user` may still bring back."""
        query = cls.select().where(
            cls.binned_at > now() - BIN_TIME, cls.purged_at.is_null(), cls.merged_into.is_null()
        )
        if not user.is_manager and "manage_accounts" not in rights:
            return query.where(cls.id.is_null())
        return cls._open_to(query, user, rights)

    @classmethod
    def _open_to(cls, query, user: User, rights, among=None):
        if user.is_manager or "view_all_accounts" in rights:
            return query
        return query.where(cls.id.in_(Assignment.account_ids_of(user, among)))

    def rename(self, name: str, actor):
        """Give the account another name; the earlier one stays findable."""
        self.change(actor, self.last_event_id, name=name)

    def change(self, actor, seen: int, **values) -> bool:
        """Edit the account's own information as Recorded.edit() does; its former name stays findable. Raises Stale.

        An empty name lets an individual follow its first contact again; ValueError for any other type.
        """
        with transaction():
            row = self.hold()
            if "name" in values:
                values |= row._naming(values["name"], values.get("type", row.type), seen)
            renamed = values.get("name", row.name) != row.name
            edited = self.edit(actor, seen, "renamed" if renamed else "changed", **values)
            return self.follow_name(actor) or edited

    def _naming(self, name: str, type: str, seen: int) -> dict:
        """The columns to write for a name that somebody left in the form, typed or emptied."""
        if name:
            untouched = name in (self.name, self._values_at(seen).get("name"))
            return {} if untouched else {"name_typed_at": now()}
        if type != "individual":
            raise ValueError(f"an account of type {type} needs a name")
        return {"name": self._first_contact_name() or self.name, "name_typed_at": None}

    def amend(self, actor, verb="changed", **values) -> bool:
        with transaction():
            earlier = self.hold().name
            changed = super().amend(actor, verb, **values)
            if "archived_at" in values:
                note_archived(self.id, self.archived)
            if changed and self.name != earlier and "name" in values:
                EarlierName.create(account=self, name=earlier)
        return changed

    @property
    def follows_contact(self) -> bool:
        """Whether the name is the first contact's until a person types one (rule Clients 2)."""
        return self.type == "individual" and self.name_typed_at is None

    def follow_name(self, actor) -> bool:
        """Take the name of the first contact, where the account follows it: of its own the one whose link is oldest.

        An individual takes that one's own photo too, unless the firm has given it another.

        To be called in the transaction that changes who is first. The event tells of it as automatic.
        """
        with transaction(), events_from("automatic"):
            row = self.hold()
            row._follow_photo(actor)
            name = row.follows_contact and row._first_contact_name()
            return bool(name) and self.amend(actor, "renamed", name=name)

    @classmethod
    def follow_contact(cls, contact_id: int, actor):
        """Let the accounts follow a contact who was renamed."""
        linked = LINKS.select(LINKS.account_id).where(LINKS.contact_id == contact_id)
        following = cls.select().where(
            cls.id.in_(linked), cls.type == "individual", cls.name_typed_at.is_null()
        )
        for account in following.order_by(cls.id):
            account.follow_name(actor)

    @classmethod
    def follow_photo(cls, contact_id: int, former: str | None, actor):
        """Let individuals show the photo that their first contact has chosen, in place of the `former` one."""
        linked = LINKS.select(LINKS.account_id).where(LINKS.contact_id == contact_id)
        with events_from("automatic"):
            for account in cls.select().where(cls.id.in_(linked)).order_by(cls.id):
                account.hold()._follow_photo(actor, former)

    def _follow_photo(self, actor, former: str | None = None):
        """`former` is a photo that was a person's own until now."""
        theirs = CONTACTS.select(CONTACTS.id).where(CONTACTS.photo == self.photo)
        if self.photo and self.photo != former and not theirs.limit(1).execute(db):
            return  # the firm's
        photo = self._of_first_contact(CONTACTS.photo)[0] if self.type == "individual" else None
        if photo != self.photo:
            self.change_photo(photo, actor)

    def _first_contact_name(self) -> str:
        return " ".join(self._of_first_contact(CONTACTS.first_name, CONTACTS.last_name)).strip()[
            :LONGEST_NAME
        ]

    def _of_first_contact(self, *columns) -> tuple:
        first = (
            CONTACTS.select(*columns)
            .join(LINKS, on=(LINKS.contact_id == CONTACTS.id))
            .where(LINKS.account_id == self.id)
            .order_by(LINKS.moved_at.is_null(False), LINKS.moved_at, LINKS.id)
            .limit(1)
        )
        return next(iter(first.tuples().execute(db)), ("",) * len(columns))

    def archive(self, actor):
        """Take the account out of the active lists; nothing happens when it is archived already."""
        with transaction(), still_done("archival"):
            if not self.hold().archived:
                self.amend(actor, "archived", archived_at=now())

    def put_back(self, actor, **values) -> bool:
        """Recorded.put_back(); archived once more, what is under way there ends as whenever it is archived."""
        if not values.get("archived_at"):
            return super().put_back(actor, **values)
        with transaction(), still_done("archival"):
            return self.amend(actor, "archived", **values)

    def reactivate(self, actor):
        """Bring an archived account back as it was; nothing happens when it is active already."""
        with still_done("reactivation"):
            self.amend(actor, "reactivated", archived_at=None)

    def bin(self, actor):
        """Put an archived account into the bin for BIN_DAYS; nothing happens when it is there. Raises NotArchived."""
        with transaction(), still_done("bin"):
            row = self.hold()
            if not row.archived:
                raise NotArchived
            if row.binned_at is None:
                self.amend(actor, "binned", binned_at=now())

    def recover(self, actor):
        """Take an account out of the bin, archived as it was; nothing happens when it is not there.

        Raises BinTimeOver.
        """
        with transaction(), still_done("recovery from the bin"):
            row = self.hold()
            if row.bin_time_is_over:
                raise BinTimeOver
            self.amend(actor, "recovered", binned_at=None)

    @property
    def bin_time_is_over(self) -> bool:
        """Whether it has been in the bin for so long that nobody brings it back any more."""
        if self.purged_at is not None:  # whatever the clock says by now
            return True
        return self.binned_at is not None and self.binned_at <= now() - BIN_TIME

    def assign(self, user: User, actor, until_at=None):
        """Put `user` on the team, for good or until an instant; once on it, only `until_at` changes.

        Who is there for a time gives others no more than that, and takes nothing from who is there for longer. Raises
        LastMember when it would end the time of the last one who is there for good, OwnStay and BeyondOwnStay.
        """
        with transaction():
            self.hold()
            place = Assignment.get_or_none(account=self, user=user)
            if place is None and Assignment.come_back(self, user, actor, until_at):
                return
            Assignment.decide(self, user, place, actor, until_at, self.reach_of(actor))
            Assignment.settle([self.id], actor)

    def admit(self, user: User, actor, until_at=None, giver: User | None = None) -> bool:
        """assign() that never shortens a place: who stays for good or for longer stays so. Whether it changed anything.

        It asks nobody whether they may; with a `giver` the time stands on the place of that one.
        """
        with transaction():
            self.hold()
            place = Assignment.get_or_none(account=self, user=user)
            changed = Assignment.add_time(self, user, place, Stay(until_at, giver and giver.id), actor)
            Assignment.settle([self.id], actor)
        return changed

    def unassign(self, user: User, actor):
        """Take `user` off the team; nothing happens when they are off it. Raises LastMember."""
        with transaction(), still_done("end of a place on the team"):
            self.hold()
            held = Assignment.get_or_none(account=self, user=user)
            if held:
                held.remove(actor)
                Assignment.settle([self.id], actor)

    def reach_of(self, actor):
        """Until when somebody may give others a place here, as Assignment.reaches() says. To be asked while it is held."""
        return Assignment.reaches(actor, [self.id])[self.id]

    @property
    def team(self):
        """The members of staff who are on the account now, by name."""
        return (
            User.select(*User.named())
            .join(Assignment)
            .where(Assignment.account == self, Assignment.is_current(), User.deactivated_at.is_null())
            .order_by(User.sort_key, User.id)
        )


class EarlierName(BaseModel):
    """A name that an account had until an instant; search finds it by that name too.

    `merge` is what brought it, where it was the name of another account or came of another person's name.
    """

    on_merge = "apart"

    account = ForeignKeyField(Account, on_delete="CASCADE")
    name = CharField(max_length=255)
    until_at = InstantField(default=now)
    merge = ForeignKeyField(Merge, null=True, on_delete="SET NULL")


class Assignment(Recorded):
    """A member of staff's place on an account; it gives access.

    `stands_on` holds the times that were given for it, as models.staff.stay writes them, where the place depends on that of
    somebody else; without it the place stands by itself. Who writes it calls settle() afterwards.
    """

    noun = "assignment"
    history_group = "team"
    fields = {"until_at": Field("instant")}
    untold = frozenset({"account", "user", "created_at", "stands_on"})
    undoable = ("created", "changed", "removed")

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, on_delete="CASCADE")
    until_at = InstantField(null=True)
    created_at = InstantField(default=now)
    stands_on = TextField(null=True)

    class Meta:
        indexes = ((("account", "user"), True),)

    def concerns(self):
        return {"account_id": self.account_id, "user_id": self.user_id}

    @property
    def caption(self):
        return self.user.name

    @property
    def end(self):
        """`until_at`, or FOREVER."""
        return self.until_at or FOREVER

    @property
    def lasts(self) -> bool:
        return self.end > now()

    @property
    def stays(self) -> list[Stay]:
        """The times that hold it now; none when its time is over."""
        if not self.lasts:
            return []
        return read(self.stands_on) if self.stands_on else [Stay(self.until_at)]

    def record(self, verb, effect, actor, changes, concerns=None):
        User.count_access_change(self.user_id)
        return super().record(verb, effect, actor, changes, concerns)

    def remove(self, actor, verb="removed"):
        """Take the person off the team. Raises LastMember."""
        with transaction(), still_done("end of a place on the team"):
            account = self.account.hold()
            if account.merged_into_id is None and self.is_needed():
                raise LastMember
            self.leave(actor, verb)

    def leave(self, actor, verb="removed"):
        """remove() for who has asked already whether the team can spare the person."""
        super().remove(actor, verb)

    def is_own_to(self, actor) -> bool:
        """Whether it is the actor's own place for a time, and so not theirs to make longer."""
        return self.until_at is not None and actor == self.user and not actor.is_manager

    def is_needed(self, team=None) -> bool:
        """Whether the team would lack somebody without it: who stays for good, or at least who is there now.

        To be asked while the account is held; `team` is current_of() when that is known already.
        """
        team = Assignment.current_of(self.account_id) if team is None else team
        others = [each for each in team if each.user_id != self.user_id]
        if any(other.until_at is None for other in others):
            return False
        me = next((each for each in team if each.user_id == self.user_id), None)
        return me is not None and (me.until_at is None or not others)

    # Giving time, on accounts that are held

    @classmethod
    def reaches(cls, actor, account_ids) -> dict:
        """Account id → until when `actor` may give others a place: FOREVER, the end of their own time, or None.

        For good gives who is there for good or may open every account, and the system itself.
        """
        if actor is None or actor.sees_all():
            return dict.fromkeys(account_ids, FOREVER)
        own = cls.select().where(cls.user == actor, cls.account.in_(account_ids))
        return dict.fromkeys(account_ids) | {place.account_id: place.end for place in own if place.lasts}

    @classmethod
    def decide(cls, account: Account, user: User, place, actor, until_at, reach):
        """Account.assign() for a `place` that is known, or None, by somebody who reaches so far."""
        wanted, had = until_at or FOREVER, place.end if place and place.lasts else None
        own = actor == user and not actor.is_manager
        if own and (wanted > had if had else not actor.sees_all()):
            raise OwnStay
        if until_at and had == FOREVER and place.is_needed():
            raise LastMember
        if own and not had:
            cls.put(account, user, place, [Stay(until_at, actor.id)], wanted, actor)
        elif reach == FOREVER and not own:
            cls.put(account, user, place, [Stay(until_at)], wanted, actor)
        elif had and wanted <= had:
            cls.put(account, user, place, shortened(place.stays, wanted), wanted, actor)
        elif reach is None:
            raise BeyondOwnStay(account, None)
        else:
            end = min(wanted, reach)
            cls.add_time(account, user, place, Stay(instant(end), actor.id), actor)

    @classmethod
    def add_time(cls, account: Account, user: User, place, stay: Stay, actor, end=None) -> bool:
        """Let a place that is known, or None, last for one more time; `end` is when that is over, where sooner."""
        if place and place.lasts and place.stands_on is None and place.end >= stay.end:
            return False
        stays, had = (place.stays, [place.end] if place.lasts else []) if place else ([], [])
        return cls.put(account, user, place, [*stays, stay], max([*had, end or stay.end]), actor)

    @classmethod
    def put(cls, account, user: User, place, stays: list[Stay], end, actor) -> bool:
        """Write what a place stands on and when it ends by that; `place` is None where there is none yet."""
        until_at, stands_on = instant(end), written(essential(stays))
        if place is None:
            cls.add(actor, account=account, user=user, until_at=until_at, stands_on=stands_on)
            return True
        place.user = user
        return place.amend(actor, until_at=until_at, stands_on=stands_on)

    @classmethod
    def come_back(cls, account: Account, user: User, actor, until_at) -> bool:
        """Give back, as it was, a place that `actor` took within the last day and nobody has decided about since."""
        about = (Event.noun == cls.noun) & (Event.account_id == account.id) & (Event.user_id == user.id)
        told = Event.select().where(about).order_by(Event.id.desc()).first()
        if actor is None or told is None or told.effect != "removed" or cls.decided_since([told]):
            return False
        before = {name: old for name, (old, _new) in told.values.items()}
        by_actor = told.actor_kind == "user" and told.actor_id == actor.id and told.at > now() - UNDOABLE
        if not by_actor or before.get("until_at") != plain(until_at):
            return False
        cls.revive(told.subject_id, before, actor)
        cls.settle([account.id], actor)
        return True

    @classmethod
    def decided_since(cls, events: list[Event]) -> set[tuple[int, int]]:
        """The places, (account id, user id), of events of one action that somebody has decided about since.

        Who made another account a part of theirs has decided about all of the team.
        """
        first = {}
        for event in sorted(events, key=lambda event: event.id):
            first.setdefault((event.account_id, event.user_id), event.id)
        if not first:
            return set()
        since = (Event.id > min(first.values())) & (Event.action != events[0].action)
        later = Event.select(Event.id, Event.account_id, Event.user_id).where(
            since,
            Event.noun == cls.noun,
            Event.account_id.in_(list({account_id for account_id, _user in first})),
        )
        last = {
            (account_id, user_id): number for number, account_id, user_id in later.order_by(Event.id).tuples()
        }
        merges = Event.select().where(since, Event.kind == "account.merged").order_by(Event.id)
        into = {event.values["merged_into"][1]: event.id for event in merges}
        return {
            pair for pair, number in first.items() if max(last.get(pair, 0), into.get(pair[0], 0)) > number
        }

    @classmethod
    def ends_on(cls, account_ids) -> dict:
        """(account id, user id) → until when somebody is there, of those who are."""
        rows = cls.select().where(cls.account.in_(list(account_ids)), cls.is_current())
        return {(place.account_id, place.user_id): place.end for place in rows}

    @classmethod
    def settle(cls, account_ids, actor, lost: int | None = None):
        """Let every place on these accounts last as long as what it stands on, and go with it, but the last of a team.

        `lost` is the id of a user who loses the right to open every account.
        """
        ids = cls.select(cls.account).where(cls.account.in_(list(account_ids)), cls.stands_on.is_null(False))
        for account_id in sorted({account_id for (account_id,) in ids.tuples()}):
            cls._settle(list(cls.select(cls, User).join(User).where(cls.account == account_id)), actor, lost)

    @classmethod
    def _settle(cls, places: list, actor, lost):
        stays = {place.user_id: place.stays for place in places}
        every = [stay for given in stays.values() for stay in given]
        over = COVERS.select(COVERS.id).where(
            COVERS.id.in_([stay.cover for stay in every if stay.cover]), COVERS.ended_at.is_null(False)
        )
        rules = {
            "open_to": {user.id for user in _by_right(places) if user.id != lost},
            "over": {cover_id for (cover_id,) in over.tuples().execute(db)},
        }
        found = ends(stays, **rules)
        for place in places:
            if place.stands_on and place.lasts:
                kept = [each for each in place.stays if end_of(each, place.user_id, found, **rules)]
                if kept:
                    cls.put(place.account_id, place.user, place, kept, found[place.user_id], actor)
                elif place.is_needed():
                    place.amend(actor, stands_on=None)
                else:
                    place.leave(actor)

    @classmethod
    def current(cls):
        """The places of those who are on a team now, deactivated users left out, by name."""
        return (
            cls.select(cls, *User.named())
            .join(User)
            .where(cls.is_current(), User.deactivated_at.is_null())
            .order_by(User.sort_key, User.id)
        )

    @classmethod
    def current_of(cls, account):
        """The current() places on one account."""
        return cls.current().where(cls.account == account)

    @classmethod
    def is_current(cls):
        return cls.until_at.is_null() | (cls.until_at > now())

    @classmethod
    def account_ids_of(cls, user: User, among=None):
        """A query of the ids of the accounts that `user` is on the team of now, all or those `among` some ids."""
        query = cls.select(cls.account).where(cls.user == user, cls.is_current())
        return query if among is None else query.where(cls.account.in_(among))


def _by_right(places) -> list[User]:
    """Those among the people of these places who stand on their own right to open every account, and have it."""
    own = [place for place in places if any(stay.giver == place.user_id for stay in place.stays)]
    return [place.user for place in own if place.user.sees_all()]


@follows("right.withdrawn", "user.role_changed")
def _lose_by_right(subject, actor):
    """Places that somebody took by the right to open every account go with it."""
    if isinstance(subject, Right) and subject.name != "view_all_accounts":
        return
    user = subject.user if isinstance(subject, Right) else subject
    if user.is_manager:
        return
    held = Assignment.select(Assignment.account).where(
        Assignment.user == user, Assignment.stands_on.is_null(False)
    )
    ids = {account_id for (account_id,) in held.tuples()}
    list(locked(Account.select(Account.id).where(Account.id.in_(list(ids))).order_by(Account.id)))
    with still_done("end of a place on the team"):
        Assignment.settle(ids, actor, user.id if isinstance(subject, Right) else None)
