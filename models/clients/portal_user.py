"""People of the clients who sign in to the portal: one sign-in per e-mail address."""

from datetime import timedelta

from peewee import CharField, ForeignKeyField, IntegerField

from models.base.browser_session import BrowserSession, hash_token
from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.mailbox import mailbox, written
from models.base.model import BaseModel
from models.base.one_time_codes import CodeHolder, encrypted_secret
from models.base.password import hash_password, having_password, is_outdated

IDLE = timedelta(minutes=30)  # ASVS 7.3.1: OVERBLIK_PORTAL_IDLE_MINUTES


class PortalUser(CodeHolder):
    """An e-mail address with a password.

    Which accounts it reaches is decided at every request, by LOGIN and by who has accepted with it (portal_access).
    `kept_apart` is 0, and a number only where one mailbox had several sign-ins, under forms of its address that were not
    known to be the same: each has its password still, and none reaches what the others do.
    """

    noun = "portal_user"
    unrecorded = CodeHolder.unrecorded | {"email_folded", "kept_apart", "password_hash"}

    email = CharField(max_length=254)
    email_folded = CharField(max_length=254)
    kept_apart = IntegerField(default=0)
    password_hash = CharField()
    password_at = InstantField(default=now)
    second_factor_at = InstantField(null=True)
    created_at = InstantField(default=now)

    class Meta:
        indexes = ((("email_folded", "kept_apart"), True),)

    def concerns(self):
        return {}

    @property
    def caption(self):
        return self.email

    @classmethod
    def of(cls, email: str):
        """The sign-in of an address, or None."""
        return cls.all_of(email).first()

    @classmethod
    def all_of(cls, email: str):
        """All of them: more than one only where some are kept apart."""
        return cls.select().where(cls.email_folded == mailbox(email)).order_by(cls.kept_apart)

    @classmethod
    def begin(cls, email: str, password_hash: str, actor) -> "PortalUser":
        """A sign-in of `email` with this password. An earlier one ends, with its sessions, links and second factor."""
        with transaction():
            for known in cls.all_of(email):
                known.remove(actor, "ended")
            email = written(email)
            return cls.add(actor, email=email, email_folded=mailbox(email), password_hash=password_hash)

    def change_password(self, password_hash: str, actor):
        """Let the person sign in with another password; open sessions end."""
        with transaction():
            self.amend(actor, "password_changed", password_hash=password_hash, password_at=now())
            PortalSession.delete().where(PortalSession.portal_user == self).execute()

    @classmethod
    def with_password(cls, email: str, password: str):
        """The sign-in that e-mail and password name, or None; as slow for an unknown e-mail as for a known one."""
        found = having_password(cls.all_of(email), password)
        if found is None:
            return None
        if is_outdated(found.password_hash):
            cls.update(password_hash=hash_password(password)).where(cls.id == found.id).execute()
        return found

    # The second factor

    def protect(self, secret: str, actor, step: int = 0):
        """Ask for codes of this secret from now on, newer than that of `step`; other open sessions are the caller's to end."""
        self.amend(
            actor,
            "second_factor_added",
            totp_secret=encrypted_secret(secret),
            totp_step=step,
            second_factor_at=now(),
        )

    def unprotect(self, actor):
        """Ask for no codes any more."""
        self.amend(actor, "second_factor_removed", totp_secret=None, second_factor_at=None)

    @property
    def protected(self) -> bool:
        return self.second_factor_at is not None


class PortalSession(BrowserSession, BaseModel):
    """One browser in which somebody is in the portal. The cookie holds the token, the row only its hash."""

    idle = IDLE

    portal_user = ForeignKeyField(PortalUser, on_delete="CASCADE")
    token_hash = CharField(unique=True, max_length=64)
    contact_id = IntegerField(null=True)
    created_at = InstantField(default=now)
    expires_at = InstantField()
    seen_at = InstantField(default=now)
    user_agent = CharField(default="")
    address = CharField(default="")

    @classmethod
    def start(cls, user: PortalUser, user_agent: str = "", address: str = "") -> str:
        """Sign `user` in and return the token for the cookie."""
        return cls.begin(user_agent, address, portal_user=user)

    @classmethod
    def find(cls, token: str):
        """The live session of a token with its user, or None."""
        return (
            cls.select(cls, PortalUser)
            .join(PortalUser)
            .where(cls.token_hash == hash_token(token), cls.is_live())
            .first()
        )

    def act_as(self, contact_id: int):
        """Of several people who share the address, this one is there."""
        with transaction():
            PortalSession.update(contact_id=contact_id).where(PortalSession.id == self.id).execute()

    def end(self):
        with transaction():
            self.delete_instance()

    def end_others(self):
        """Sign the person out everywhere else."""
        with transaction():
            others = (PortalSession.portal_user == self.portal_user_id) & (PortalSession.id != self.id)
            PortalSession.delete().where(others).execute()
