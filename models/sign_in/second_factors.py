"""What staff sign in with besides the password: an app's codes or passkeys, and recovery codes beside either."""

from peewee import fn

from models.base.clock import now
from models.base.database import transaction
from models.base.one_time_codes import encrypted_secret, step_of_code
from models.sign_in.passkey import MOST, Passkey, RelyingParty
from models.sign_in.recovery_code import RecoveryCode
from models.sign_in.security_notice import SecurityNotice
from models.staff.firm import Firm
from models.staff.sign_in import SignIn
from models.staff.user import User


class Demanded(Exception):
    """The firm demands a second factor of all staff, and this is the person's last."""


class TooMany(Exception):
    """The person has as many passkeys as anybody may have."""


class Unprotected(Exception):
    """Who demands a second factor of others has to have one first."""


# Each change ends the person's other sessions (ASVS 7.4.3) and is told to them by mail at once (ASVS 6.3.7). `session`
# is the id of the one in which it is made.


def add_app(user: User, secret: str, code: str, actor, session: int = 0) -> bool:
    """Ask for codes of this secret from now on, in place of an app before; False when `code` is not its present one."""
    step = step_of_code(secret, code)
    if step is None:
        return False
    with transaction():
        user.hold()
        user.amend(actor, "second_factor_added", totp_secret=encrypted_secret(secret), totp_step=step)
        _settle(user, "app_added", actor, session)
    return True


def remove_app(user: User, actor, session: int = 0):
    """Ask for no codes any more; nothing happens without an app. Raises Demanded."""
    with transaction():
        if not user.hold().has_app:
            return
        _keep_one(Passkey.of(user).count())
        user.amend(actor, "second_factor_removed", totp_secret=None)
        _settle(user, "app_removed", actor, session)


def add_passkey(
    user: User, name: str, credential: str, challenge: bytes, party: RelyingParty, session: int = 0
) -> Passkey:
    """Keep a passkey that the person's browser has made. Raises Unproven and TooMany."""
    with transaction():
        user.hold()
        if Passkey.of(user).count() >= MOST:
            raise TooMany
        passkey = Passkey.keep(user, user, name, credential, challenge, party)
        _settle(user, "passkey_added", user, session)
    return passkey


def remove_passkey(passkey: Passkey, actor, session: int = 0):
    """Let a passkey open nothing any more. Raises Demanded."""
    with transaction():
        user = passkey.user.hold()
        _keep_one(user.has_app + Passkey.of(user).count() - 1)
        passkey.remove(actor)
        _settle(user, "passkey_removed", actor, session)


def reset(user: User, actor):
    """The person has lost them all: none counts any more, nor any session. The next sign-in takes the password alone."""
    with transaction():
        held = user.hold()
        if not held.protected:
            return
        for passkey in Passkey.of(user):
            passkey.remove(actor)
        user.amend(actor, "second_factor_reset", totp_secret=None, second_factor_at=None)
        _settle(user, "factors_reset", actor, 0)


def demand(wanted: bool, actor: User):
    """Ask a second factor of all staff, or leave it to each. Raises Unprotected for an actor without one."""
    with transaction():
        firm = Firm.this().hold()
        held = actor.hold()
        if wanted == (firm.second_factor_required_at is not None):
            return
        if wanted and not held.protected:
            raise Unprotected
        verb = "second_factor_demanded" if wanted else "second_factor_left_open"
        firm.amend(actor, verb, second_factor_required_at=now() if wanted else None)


def of_staff() -> list[User]:
    """Everybody who can sign in, by name, each with `passkeys`: how many."""
    counts = Passkey.select(Passkey.user, fn.COUNT(Passkey.id)).group_by(Passkey.user).tuples()
    held, people = dict(counts), list(User.active())
    for each in people:
        each.passkeys = held.get(each.id, 0)
    return people


def _keep_one(left: int):
    if left == 0 and Firm.this().second_factor_required_at:
        raise Demanded


def _settle(user: User, about: str, actor, session: int):
    """After a change: whether the person has a second factor at all, where they are still signed in, and the mail."""
    held = user.hold()
    protected = held.has_app or Passkey.of(user).exists()
    if protected != held.protected:
        at = now() if protected else None
        User.update(second_factor_at=at).where(User.id == user.id).execute()
        user.second_factor_at = at
    if not protected:
        RecoveryCode.forget(user)
    SignIn.end_all(user, actor, but=session, by="factor")
    SecurityNotice.send(user, about)
