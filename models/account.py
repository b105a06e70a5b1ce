"""Accounts: the clients that the firm works for and bills."""

from datetime import timedelta

from peewee import CharField, ForeignKeyField, Table, TextField

from models.alphabet import danish_sort_key
from models.archived import note_archived, still_done
from models.base import BaseModel
from models.clock import now
from models.database import db, transaction
from models.event import told_by
from models.fields import InstantField
from models.photo import Photographed
from models.recorded import Recorded
from models.user import User, initials

LONGEST_NAME = 255
BIN_DAYS = 30
BIN_TIME = timedelta(days=BIN_DAYS)
TYPES = ("individual", "company", "other")
# The models of these import this one.
LINKS = Table("link", ("id", "account_id", "contact_id"))
CONTACTS = Table("contact", ("id", "first_name", "last_name"))
QUICKBOOKS_STATUSES = ("synced", "not_synced", "failed", "skipped")


class LastMember(Exception):
    """An account keeps a member of staff for good, whatever is asked and by how many people at once."""


class OwnStay(Exception):
    """Nobody makes their own time on a team longer: it was given until a day, by a cover or by break-glass."""


class BinTimeOver(Exception):
    """The account has been in the bin for BIN_DAYS and is being deleted."""


class NotArchived(Exception):
    """Only what is archived can be put into the bin (product.md §4.4)."""


class Account(Photographed, Recorded):
    """A client. It has a contact and a member of staff at all times."""

    noun = "account"
    unrecorded = frozenset({"sort_key", "idempotency_key", "last_login_at", "photo"})
    findable = frozenset({"name", "phone", "archived_at", "binned_at", "merged_into"})

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
        """The accounts that may exist for `user`, all or those `among` some ids: product.md §3.3.

        The bin is open to nobody here.
        """
        query = cls.select().where(cls.stands())
        if among is not None:
            query = query.where(cls.id.in_(among))
        return cls._open_to(query, user, rights, among)

    @classmethod
    def binned_for(cls, user: User, rights=frozenset()):
        """The accounts in the bin that `user` may still bring back."""
        query = cls.select().where(cls.binned_at > now() - BIN_TIME, cls.merged_into.is_null())
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
        """Whether the name is the first contact's until a person types one (product.md §4.2)."""
        return self.type == "individual" and self.name_typed_at is None

    def follow_name(self, actor) -> bool:
        """Take the name of the first contact, the one whose link is oldest, where the account follows it.

        To be called in the transaction that changes who is first. The event tells of it as automatic.
        """
        with transaction(), told_by("automatic"):
            row = self.hold()
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

    def _first_contact_name(self) -> str:
        first = (
            CONTACTS.select(CONTACTS.first_name, CONTACTS.last_name)
            .join(LINKS, on=(LINKS.contact_id == CONTACTS.id))
            .where(LINKS.account_id == self.id)
            .order_by(LINKS.id)
            .limit(1)
        )
        return next((" ".join(names).strip()[:LONGEST_NAME] for names in first.tuples().execute(db)), "")

    def archive(self, actor):
        """Take the account out of the active lists; nothing happens when it is archived already."""
        with transaction(), still_done("archival"):
            if not self.hold().archived:
                self.amend(actor, "archived", archived_at=now())

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
        return self.binned_at is not None and self.binned_at <= now() - BIN_TIME

    def assign(self, user: User, actor, until_at=None):
        """Put `user` on the team, for good or until an instant; once on it, only `until_at` changes.

        Raises LastMember when it would end the time of the last one who is there for good, and OwnStay.
        """
        with transaction():
            self.hold()
            held = Assignment.get_or_none(account=self, user=user)
            if held:
                if held.is_own_to(actor) and (until_at is None or until_at > held.until_at):
                    raise OwnStay
                if until_at and held.until_at is None and held.is_needed():
                    raise LastMember
                held.amend(actor, until_at=until_at)
            else:
                Assignment.add(actor, account=self, user=user, until_at=until_at)

    def admit(self, user: User, actor, until_at=None) -> bool:
        """assign() that never shortens a place: who stays for good or for longer stays so. Whether it changed anything."""
        with transaction():
            self.hold()
            held = Assignment.get_or_none(account=self, user=user)
            if held and (held.until_at is None or (until_at and held.until_at >= until_at)):
                return False
            if held:
                return held.amend(actor, until_at=until_at)
            Assignment.add(actor, account=self, user=user, until_at=until_at)
        return True

    def unassign(self, user: User, actor):
        """Take `user` off the team; nothing happens when they are off it. Raises LastMember."""
        with transaction():
            self.hold()
            held = Assignment.get_or_none(account=self, user=user)
            if held:
                held.remove(actor)

    @property
    def team(self):
        """The members of staff who are on the account now, by name."""
        return (
            User.select(*User.named())
            .join(Assignment)
            .where(Assignment.account == self, Assignment.is_current(), User.deactivated_at.is_null())
            .order_by(User.name)
        )


class EarlierName(BaseModel):
    """A name that an account had until an instant; search finds it by that name too."""

    account = ForeignKeyField(Account, on_delete="CASCADE")
    name = CharField(max_length=255)
    until_at = InstantField(default=now)


class Assignment(Recorded):
    """A member of staff's place on an account; it gives access."""

    noun = "assignment"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    user = ForeignKeyField(User, on_delete="CASCADE")
    until_at = InstantField(null=True)
    created_at = InstantField(default=now)

    class Meta:
        indexes = ((("account", "user"), True),)

    def concerns(self):
        return {"account_id": self.account_id, "user_id": self.user_id}

    @property
    def caption(self):
        return self.user.name

    def record(self, verb, effect, actor, changes, concerns=None):
        User.count_access_change(self.user_id)
        return super().record(verb, effect, actor, changes, concerns)

    def remove(self, actor, verb="removed"):
        """Take the person off the team. Raises LastMember."""
        with transaction(), still_done("end of a place on the team"):
            account = self.account.hold()
            if account.merged_into_id is None and self.is_needed():
                raise LastMember
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

    @classmethod
    def current(cls):
        """The places of those who are on a team now, deactivated users left out, by name."""
        return (
            cls.select(cls, *User.named())
            .join(User)
            .where(cls.is_current(), User.deactivated_at.is_null())
            .order_by(User.name)
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
