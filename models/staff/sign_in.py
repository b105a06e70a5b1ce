"""Sessions of staff as rows, so that signing out, a new password or deactivation ends them at once."""

from datetime import timedelta

from peewee import CharField, ForeignKeyField

from models.base.browser_session import BrowserSession, hash_token, new_token
from models.base.clock import now
from models.base.database import db, transaction
from models.base.event import Event
from models.base.event_handlers import follows
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.staff.user import User

IDLE = timedelta(hours=12)  # ASVS 7.3.1: OVERBLIK_IDLE_HOURS
FRESH = timedelta(
    minutes=15
)  # how long a password counts before what is dangerous (rule Signing in 3, ASVS 7.5.1)

# Every request begins with this, and peewee composes it ten times as long as the database answers: so written out.
_USER = ("id", "name", "email", "role", "language", "theme", "rights_version")
_UNPROVEN = (
    "u.second_factor_at IS NULL AND EXISTS (SELECT 1 FROM firm WHERE second_factor_required_at IS NOT NULL)"
)
_LIVE = f"""
SELECT s.id, s.seen_at, s.proved_at, {_UNPROVEN}, {", ".join(f"u.{column}" for column in _USER)}, r.name
FROM sign_in AS s JOIN "user" AS u ON u.id = s.user_id LEFT JOIN "right" AS r ON r.user_id = u.id
WHERE s.token_hash = ? AND s.expires_at > ? AND s.seen_at > ? AND u.deactivated_at IS NULL
"""  # noqa: S608 (only our own words)


class SignIn(BrowserSession, BaseModel):
    """One browser in which one member of staff is signed in. The cookie holds the token, the row only its hash."""

    idle = IDLE

    user = ForeignKeyField(User, on_delete="CASCADE")
    token_hash = CharField(unique=True, max_length=64)
    created_at = InstantField(default=now)
    expires_at = InstantField()
    proved_at = InstantField(default=now)
    seen_at = InstantField(default=now)
    user_agent = CharField(default="")
    address = CharField(default="")

    @classmethod
    def start(cls, user: User, user_agent: str = "", address: str = "") -> str:
        """Sign `user` in and return the token for the cookie."""
        return cls.begin(user_agent, address, user=user)

    @classmethod
    def find(cls, token: str):
        """The live sign-in of a token with its active user and `rights`, those granted now; or None.

        `unproven` says that the firm demands a second factor of the user, who has none.
        """
        moments = [cls.seen_at.db_value(moment) for moment in (now(), now() - cls.idle)]
        sql = _LIVE.replace("?", db.obj.param)
        rows = db.execute_sql(sql, (hash_token(token), *moments)).fetchall()
        if not rows:
            return None
        sign_in_id, *moments, unproven = rows[0][:4]
        seen_at, proved_at = map(cls.seen_at.python_value, moments)
        found = cls(id=sign_in_id, seen_at=seen_at, proved_at=proved_at, __no_default__=True)
        found.user = User(**dict(zip(_USER, rows[0][4:-1], strict=True)), __no_default__=True)
        found.unproven = bool(unproven)
        found.rights = frozenset(right for *_, right in rows if right)
        return found

    @property
    def fresh(self) -> bool:
        """Whether the person has proved lately who they are, here; signing in counts."""
        return now() - self.proved_at < FRESH

    def prove(self) -> str:
        """The person has proved once more who they are. The token for the cookie; the one before is dead (ASVS 7.2.4)."""
        token = new_token()
        with transaction():
            renewed = {"token_hash": hash_token(token), "proved_at": now(), "seen_at": now()}
            SignIn.update(renewed).where(SignIn.id == self.id).execute()
        return token

    @classmethod
    def live_of(cls, user: User):
        """Where a user is signed in now, the latest seen first."""
        return cls.select().where(cls.user == user, cls.is_live()).order_by(cls.seen_at.desc(), cls.id.desc())

    @classmethod
    def end_all(cls, user: User, actor, but: int = 0, by: str = "administrator"):
        """End every session of `user`, except the one with the id `but`; one line of the log for each."""
        with transaction():
            for each in cls.live_of(user).where(cls.id != but):
                each.end(actor, by)
            cls.delete().where(cls.user == user, cls.id != but).execute()

    def end(self, actor, by: str):
        """Let this browser be signed in no longer; nothing happens when it is not.

        `by`: sign_out, replaced (somebody signs in here), elsewhere (its owner in another browser), password or
        administrator.
        """
        with transaction():
            if SignIn.delete().where(SignIn.id == self.id).execute():
                Event.log("sign_in.ended", actor, self.user.name, by=by, address=self.address)


@follows("user.password_changed")
def _end_sessions(user: User, actor):
    SignIn.end_all(user, actor, by="password")
