"""Forgotten passwords: links by mail, valid for an hour, of which the first that is used ends the others (rule Signing in 4)."""

from datetime import timedelta

from peewee import CharField, ForeignKeyField, IntegerField

from models.base.clock import now
from models.base.database import transaction
from models.base.event_handlers import follows
from models.base.fields import InstantField
from models.base.mailbox import mailbox
from models.base.model import BaseModel
from models.base.sign_in_failure import SignInFailure
from models.base.tokens import TokenHolder
from models.clients.portal_user import PortalUser
from models.outgoing.outbox import AT_ONCE, CLOCK_TOLERANCE, KINDS, Kind, Outbox
from models.portal.portal_access import places_of_mailbox
from models.sign_in.security_notice import SecurityNotice
from models.staff.firm import Firm
from models.staff.staff_rights import NotTheirs, deciding, hold_roles
from models.staff.user import User

LIFETIME = timedelta(hours=1)
MOST_LIVE = 3  # of one mailbox: whoever asks besides the owner neither ends a link of theirs nor floods them
KEPT = timedelta(days=1)


class ResetLink(TokenHolder, BaseModel):
    """One request for a new password as staff or in the portal. A few may live at a time, and the first use ends them all.

    `purpose` names its token and its mail, `owner` is the column of whose password it is.
    """

    purpose = ""
    owner = None

    email = CharField(max_length=254)
    created_at = InstantField(default=now)
    used_at = InstantField(null=True)

    @classmethod
    def owner_of(cls, email: str):
        """Who signs in with this address, or None."""
        raise NotImplementedError

    def settle(self, password_hash: str):
        """Give the owner this password; open sessions end. The result is the owner."""
        raise NotImplementedError

    @classmethod
    def ask(cls, email: str, address: str | None = None, at_place: bool = True):
        """Mail a link to the address if it has a sign-in; `address` is the asker's on the net.

        While as many live as may, they are in the mailbox and nothing is mailed. A place of the net has a number of
        turns an hour, which do not count without `at_place`. Whether the address has a sign-in is seen in nothing that
        the asker gets, not even in the time (ASVS 6.3.8): a request for an address that nobody has is kept alike, and
        the worker finds that there is nobody to write to.
        """
        with transaction():
            Firm.hold_this()
            owner = cls.owner_of(email)
            name = owner.email if owner else mailbox(email)
            if cls._live(owner, name).count() >= MOST_LIVE:
                return
            if at_place and not SignInFailure.spend(cls.purpose, email, address):
                return
            cls._forget_old()
            asked = cls.issue(owner, name)
            Outbox.put(cls.purpose, asked.id, email=name, grace=AT_ONCE)

    @classmethod
    def issue(cls, owner, email: str):
        """A new link, in place of the oldest where as many live as may; the caller brings it to who reads `email`."""
        with transaction():
            Firm.hold_this()
            kept = [each.id for each in cls._live(owner, email).limit(MOST_LIVE - 1)]
            ended = cls.id.in_([each.id for each in cls._live(owner, email) if each.id not in kept])
            cls.update(used_at=now()).where(ended).execute()
            return cls.create(email=email, **{cls.owner: owner})

    @classmethod
    def _live(cls, owner, email: str):
        """The links of a mailbox that still work, the newest first."""
        whose = (cls._meta.fields[cls.owner] == owner) & (cls.email == email)
        fresh = cls.used_at.is_null() & (cls.created_at > now() - LIFETIME)
        return cls.select().where(whose, fresh).order_by(cls.id.desc())

    @classmethod
    def _forget_old(cls):
        """What nobody asks about any more, so that strangers cannot fill the disk."""
        old = now() - KEPT
        cls.delete().where(cls.created_at < old).execute()
        unsent = (Outbox.kind == cls.purpose) & Outbox.state.in_(("waiting", "failed", "cancelled"))
        Outbox.delete().where(unsent, Outbox.created_at < old).execute()

    @classmethod
    def end_all(cls, owner):
        """Let no earlier link work any more."""
        with transaction():
            mine = cls._meta.fields[cls.owner] == owner
            cls.update(used_at=now()).where(mine, cls.used_at.is_null()).execute()

    @property
    def names(self) -> list[str]:
        """What the owner is called, as far as anybody knows."""
        return []

    @property
    def _token_content(self) -> tuple:
        return self.purpose, self.id, self.created_at, self.email

    @property
    def open(self) -> bool:
        """Whether the link still works: unused, young, and of somebody who signs in with this address."""
        age = now() - self.created_at
        return self.used_at is None and -CLOCK_TOLERANCE < age < LIFETIME and self._owner_now is not None

    @property
    def _owner_now(self):
        """Whose password it is, while they sign in with this address; or None."""
        owner = self.owner_of(self.email)
        return owner if owner is not None and owner.id == self.__data__[self.owner] else None

    @property
    def still_wanted(self) -> bool:
        return self.open

    def mail_cancelled(self, actor):
        """Nothing depends on it."""

    def use(self, password_hash: str):
        """Set the new password and return whose it is; None when somebody was quicker or it is too late."""
        model = type(self)
        with transaction():
            owner = self._owner_now
            if owner is None:
                return None
            owner.hold()  # of several links the first one alone
            fresh = (model.id == self.id) & model.used_at.is_null() & (model.created_at > now() - LIFETIME)
            if model.update(used_at=now()).where(fresh).execute() != 1:
                return None
            return self.settle(password_hash)


class PasswordReset(ResetLink):
    """A new password for the portal."""

    purpose = "password_reset"
    owner = "portal_user"

    portal_user = ForeignKeyField(PortalUser, null=True, on_delete="CASCADE")

    @classmethod
    def owner_of(cls, email):
        """Who signs in with this address and reaches something: nobody brings back what has ended, or rests, by a mail."""
        user, reaches = (
            PortalUser.of(email),
            places_of_mailbox(email).exists(),
        )  # both always, so that neither is seen in the time
        return user if reaches else None

    def settle(self, password_hash):
        self.portal_user.change_password(password_hash, None)
        return self.portal_user


class StaffPasswordReset(ResetLink):
    """A new password for a member of staff."""

    purpose = "staff_password_reset"
    owner = "user"

    user = ForeignKeyField(User, null=True, on_delete="CASCADE")
    made_by_id = IntegerField(null=True)  # the colleague who passes it on, where it is not mailed

    @classmethod
    def owner_of(cls, email):
        return User.of(email)

    @classmethod
    def hand_out(cls, member: User, actor: User) -> "StaffPasswordReset":
        """A link for a colleague that the actor passes on; each earlier one dies, and the colleague is told.

        Raises NotTheirs, also for who has left.
        """
        with transaction():
            actor, member = deciding(actor, member)
            if member.deactivated_at:
                raise NotTheirs
            return cls._make(member, actor)

    @classmethod
    def print_out(cls, member: User) -> "StaffPasswordReset":
        """hand_out() by whoever has the machine."""
        with transaction():
            hold_roles()
            return cls._make(member, None)

    @classmethod
    def _make(cls, member: User, actor: User | None):
        cls.end_all(member)
        member.record("password_link_made", "changed", actor, {})
        SecurityNotice.send(member, "password_link_made")
        return cls.create(email=member.email, user=member, made_by_id=actor and actor.id)

    def mail_cancelled(self, actor):
        """The link that nobody gets counts as none, so that its owner can ask for another."""
        StaffPasswordReset.update(used_at=now()).where(
            StaffPasswordReset.id == self.id, StaffPasswordReset.used_at.is_null()
        ).execute()

    @property
    def names(self):
        return [self.user.name]

    def settle(self, password_hash):
        self.user.change_password(password_hash, self.user)
        return self.user


KINDS["password_reset"] = Kind(PasswordReset, listed=False)


def _visible_to(viewer: User):
    """Only of those who sign in: what strangers type is no news."""
    mine = StaffPasswordReset.user.in_(User.managed_by(viewer).select(User.id))
    return StaffPasswordReset.select(StaffPasswordReset.id).where(mine)


KINDS["staff_password_reset"] = Kind(StaffPasswordReset, listed=False, visible_to=_visible_to)


@follows("user.password_changed", "user.role_changed", "user.deactivated")
def _end_links(user: User, actor):
    """Those to the user's own password, and those that the user has made for colleagues who may be theirs no more."""
    StaffPasswordReset.end_all(user)
    made = (StaffPasswordReset.made_by_id == user.id) & StaffPasswordReset.used_at.is_null()
    StaffPasswordReset.update(used_at=now()).where(made).execute()


@follows("portal_user.password_changed")
def _end_links_to_portal(user: PortalUser, actor):
    PasswordReset.end_all(user)


@follows("password_reset.failed", "staff_password_reset.failed")
def _end_unsent(link: ResetLink, actor):
    """Nobody has what the mail server refused: it does not keep the next one from being asked for."""
    type(link).update(used_at=now()).where(type(link).id == link.id).execute()
