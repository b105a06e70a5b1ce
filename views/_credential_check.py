"""Passwords and codes as they are tried: counted while they are wrong, told to the log, answered in words.

What strangers try at a sign-in page counts under the name that they typed, and at their place of the net. Who is known here
already has a count of their own, which no stranger reaches: in a session, after the password, in a known browser.
"""

from collections.abc import Callable
from typing import NamedTuple

from flask import after_this_request, request
from flask_babel import gettext as _
from wtforms import Field

from access.known_browsers import BY_MAIL, knows_anybody, mark_for
from models.base.database import transaction
from models.base.event import Event
from models.base.one_time_codes import CodeHolder
from models.base.sign_in_failure import WINDOW, SignInFailure
from models.clients.portal_user import PortalUser
from models.staff.user import User

STAFF, PORTAL, PASSKEY = "staff", "portal", "passkey"
# With a passkey nobody says a name before the answer is right: there the name is the place that they are at.
WHO_IS = {STAFF: User.of, PORTAL: PortalUser.of, PASSKEY: lambda place: None}


class Count(NamedTuple):
    """What wrong tries count under; those of strangers count at their place of the net besides."""

    purpose: str
    name: str
    at_place: bool = False

    def begin(self) -> SignInFailure | None:
        return SignInFailure.attempt(self.purpose, self.name, request.remote_addr, self.at_place)

    def full(self) -> bool:
        return SignInFailure.too_many(self.purpose, self.name, request.remote_addr, self.at_place)


def before_sign_in(scope: str, name: str) -> Count:
    """Before anybody is known: under the name, but in a browser that knows the person by that."""
    mark = mark_for(WHO_IS[scope](name)) if knows_anybody() else None
    return Count(f"{scope} known browser", mark) if mark else Count(scope, name, at_place=True)


def after_password(scope: str, user: CodeHolder) -> Count:
    """At the second step, which only the right password leads to: one count for the person, whatever the password, since
    whoever reads the mailbox can have a new one as often as they like (ASVS 6.4.3). A browser in which the second step
    was taken before has its own.
    """
    mark = mark_for(user) or ""
    return Count(f"{scope} second step", f"{user.id} {'' if mark.startswith(BY_MAIL) else mark}")


def in_session(scope: str, session_id: int) -> Count:
    """Where somebody is signed in and proves it once more."""
    return Count(f"{scope} session", str(session_id))


def judged(
    scope: str,
    name: str,
    field: Field,
    judge: Callable,
    wrong: str,
    factor: str = "password",
    count: Count | None = None,
):
    """Let `judge()` say whether what was typed is right: (its result, 200) where that is true, else (None, status).

    Else the field's errors say in words what is wrong, the same for names that nobody has: `wrong` with 422, or with
    429 that there were too many (models/base/sign_in_failure.py) under `count`, by default that of the sign-in page. Then what is
    right is refused too, but for a passkey, which nobody can guess. The field is drawn empty again. A right try is not
    counted; who then lets the person in calls forgive().
    """
    count = count or before_sign_in(scope, name)
    attempt = count.begin()
    found = judge() if attempt or factor == "passkey" else None
    if found:
        if attempt:
            attempt.withdraw()
        return found, 200
    field.data = ""
    if attempt is None:
        field.errors = [_("Too many attempts. Wait a quarter of an hour, or request a new password.")]
        after_this_request(ask_for_patience)
        return None, 429
    log_failure(scope, name, factor, count)
    field.errors = [wrong]
    return None, 422


def forgive(scope: str, user: CodeHolder, inside: bool = True):
    """Somebody came in: what was wrong before counts no more. Who is not `inside` yet has a second step before them."""
    counts = [Count(scope, user.email), before_sign_in(scope, user.email)]
    for count in [*counts, after_password(scope, user)] if inside else counts:
        SignInFailure.forgive(count.purpose, count.name)


def log_failure(scope: str, name: str, factor: str, count: Count):
    """A line in the log, which names nobody but those who sign in here; a second one where patience ends."""
    who = {
        "name": name.strip() if WHO_IS[scope](name) else "",
        "factor": factor,
        "door": scope,
        "address": request.remote_addr or "",
    }
    with transaction():
        Event.log("sign_in.failed", **who)
        if count.full():
            Event.log("sign_in.throttled", **who)


def ask_for_patience(response):
    response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response
