"""Staff: who they are, what their role is and which rights they hold."""

from functools import lru_cache

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from models.base.alphabet import danish_sort_key
from models.base.clock import now
from models.base.database import collect, locked, transaction
from models.base.fields import InstantField
from models.base.mailbox import mailbox
from models.base.one_time_codes import CodeHolder
from models.base.password import hash_password, having_password, is_outdated
from models.base.recorded import Field, Recorded
from models.staff.firm import Firm

ROLES = ("owner", "admin", "employee")
THEMES = ("auto", "light", "dark")

# In the order of the form; what each is needed for: access/policy/ (rule Access 4).
RIGHTS = (
    "view_all_accounts",
    "manage_accounts",
    "view_all_contacts",
    "manage_contacts",
    "manage_tags",
    "manage_custom_fields",
    "manage_documents",
    "manage_pipelines",
    "manage_organizers",
    "manage_proposals",
    "manage_invoices",
    "manage_payments",
    "manage_time_entries",
    "manage_rates",
    "assign_teammates",
    "manage_templates",
    "export_data",
)


class LastOwner(Exception):
    """At least one owner always exists, whatever is asked and by how many people at once (rule Staff 1)."""


class EmailTaken(Exception):
    """Somebody is or was staff with this e-mail address."""


LEGAL_FORMS = ("aps", "a/s", "i/s", "k/s", "p/s", "ivs")


@lru_cache(2000)  # the same clients are found with every letter that somebody types
def initials(name: str) -> str:
    """One or two capitals for a face that has no photo."""
    words = [word for word in name.split() if word.casefold() not in LEGAL_FORMS] or name.split()
    return (words[0][0] + words[-1][0] * (len(words) > 1)).upper() if words else ""


class User(CodeHolder):
    """A member of staff who signs in. `email` is in the form in which mailboxes are compared.

    `kept_apart` is 0, and a number only where several had one address in forms that were not known to be the same: each
    signs in with their own password still, until somebody gives them another address.
    """

    noun = "user"
    fields = {
        "name": Field(),
        "email": Field(),
        "role": Field("role"),
        "deactivated_at": Field("instant"),
    }
    unrecorded = CodeHolder.unrecorded | {
        *("password_hash", "rights_version", "theme", "language", "kept_apart", "sort_key"),
        "second_factor_at",  # it follows from the app and the passkeys (models.sign_in.second_factors)
    }

    name = CharField()
    sort_key = TextField(default="")
    email = CharField()
    kept_apart = IntegerField(default=0)
    role = CharField()
    password_hash = CharField()
    language = CharField(null=True, max_length=5)
    theme = CharField(default="auto", max_length=5)
    rights_version = IntegerField(default=0)
    created_at = InstantField(default=now)
    deactivated_at = InstantField(null=True)
    second_factor_at = InstantField(null=True)  # since when a password is not enough

    class Meta:
        indexes = ((("email", "kept_apart"), True),)

    # What Flask-Login asks of a user; anonymous people are its own class.
    is_authenticated = True
    is_active = True
    is_anonymous = False
    sign_in_token = None

    def get_id(self):
        return self.sign_in_token

    def concerns(self):
        return {"user_id": self.id}

    def derived(self):
        return {"sort_key": danish_sort_key(self.name)}

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def is_manager(self) -> bool:
        """Owners and admins hold every right (rule Staff 3)."""
        return self.role in ("owner", "admin")

    @property
    def has_app(self) -> bool:
        return self.totp_secret is not None

    @property
    def protected(self) -> bool:
        """Whether the person has a second factor, an app or a passkey."""
        return self.second_factor_at is not None

    def may_assign_role(self, role: str) -> bool:
        """Whether this user may make somebody else a `role`: owners anybody, admins employees (rule Staff 2)."""
        if self.deactivated_at:
            return False
        return self.role == "owner" or (self.role == "admin" and role == "employee")

    def appointable(self) -> list[str]:
        """The roles that this user may give."""
        return [role for role in ROLES if self.may_assign_role(role)]

    def may_manage(self, other: "User") -> bool:
        """Whether another's name, role, rights and place in the firm are this user's to decide; nobody decides their own."""
        return self.id != other.id and self.may_assign_role(other.role)

    def amend(self, actor, verb="changed", **values) -> bool:
        """Recorded.amend(). Raises LastOwner where no active owner would be left."""
        with transaction():
            if values.get("deactivated_at") or values.get("role", "owner") != "owner":
                self._leave_an_owner()
            return super().amend(actor, verb, **values)

    def _leave_an_owner(self):
        owners = User.select(User.id).where(User.role == "owner", User.deactivated_at.is_null())
        if [owner.id for owner in locked(owners.order_by(User.id))] == [self.id]:
            raise LastOwner

    @classmethod
    def hire(cls, actor, name: str, email: str, role: str, password: str, rights=()):
        """Add a member of staff who can sign in with `password`, holding `rights`."""
        return cls.employ(actor, name, email, role, hash_password(password), rights)

    @classmethod
    def employ(cls, actor, name: str, email: str, role: str, password_hash: str, rights=()):
        """hire() with the hash of a password. Both raise EmailTaken."""
        with transaction():
            Firm.hold_this()
            if cls._has_taken(email):
                raise EmailTaken
            user = cls.add(actor, name=name, email=mailbox(email), role=role, password_hash=password_hash)
            for right in rights:
                user.grant(right, actor)
        return user

    @classmethod
    def named(cls) -> tuple:
        """The columns to select where a page only says who somebody is."""
        return cls.id, cls.name

    @classmethod
    def active(cls):
        return cls.select().where(cls.deactivated_at.is_null()).order_by(cls.sort_key, cls.id)

    @classmethod
    def managed_by(cls, actor: "User"):
        """Those whose role is one that `actor` may give: of what concerns their sign-ins the actor is told."""
        return cls.select().where(cls.role.in_(actor.appointable()))

    @classmethod
    def of(cls, email: str):
        """The active user who signs in with this address, or None."""
        return cls.all_of(email).first()

    @classmethod
    def all_of(cls, email: str):
        """All active ones: more than one only where some are kept apart."""
        mine = (cls.email == mailbox(email)) & cls.deactivated_at.is_null()
        return cls.select().where(mine).order_by(cls.kept_apart)

    @classmethod
    def with_password(cls, email: str, password: str):
        """The active user whom e-mail and password name, or None; as slow for an unknown e-mail as for a known one."""
        user = having_password(cls.all_of(email), password)
        if user is None:
            return None
        if is_outdated(user.password_hash):
            cls.update(password_hash=hash_password(password)).where(cls.id == user.id).execute()
        return user

    def change_password(self, password_hash: str, actor):
        """Let the user sign in with another password; whoever is signed in as them is so no longer."""
        self.amend(actor, "password_changed", password_hash=password_hash)

    def change_email(self, email: str, actor) -> bool:
        """Let the user sign in with another address; False when it is theirs already, or somebody else's."""
        with transaction():
            Firm.hold_this()  # so that two cannot take the same one
            return not self._has_taken(email, self.id) and self.amend(
                actor, "email_changed", email=mailbox(email), kept_apart=0
            )

    @classmethod
    def _has_taken(cls, email: str, but: int = 0) -> bool:
        """Whether somebody else is or was staff with this address; to be asked while the firm is held."""
        return cls.select().where(cls.email == mailbox(email), cls.id != but).exists()

    def rights(self) -> frozenset[str]:
        """The rights this user was granted; an owner or admin needs none."""
        return frozenset(row.name for row in Right.select(Right.name).where(Right.user == self))

    def sees_all(self) -> bool:
        """Whether every account is open to this user, by role or by right (rule Access 1)."""
        return self.is_manager or "view_all_accounts" in self.rights()

    def grant(self, right: str, actor):
        """Give a right of RIGHTS; nothing happens when the user holds it."""
        if right not in RIGHTS:
            raise ValueError(right)
        with transaction():
            self.hold()
            if right not in self.rights():
                Right.add(actor, "granted", user=self, name=right)
                self.count_access_change(self.id)

    def withdraw(self, right: str, actor):
        """Take a right away; nothing happens when the user does not hold it."""
        with transaction():
            held = Right.get_or_none(user=self, name=right)
            if held:
                held.remove(actor, "withdrawn")
                self.count_access_change(self.id)

    @classmethod
    def count_access_change(cls, user_id: int):
        """End whatever is kept of what this user may see; `rights_version` is read with every request."""
        collect(cls._count_access_changes, [user_id])

    @classmethod
    def _count_access_changes(cls, user_ids: set[int]):
        cls.update(rights_version=cls.rights_version + 1).where(cls.id.in_(user_ids)).execute()


class Right(Recorded):
    """One right of one employee."""

    noun = "right"

    user = ForeignKeyField(User, on_delete="CASCADE", index=False)
    name = CharField()

    class Meta:
        indexes = ((("user", "name"), True),)

    def concerns(self):
        return {"user_id": self.user_id}
