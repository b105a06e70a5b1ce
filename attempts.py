"""Passwords and codes as they are tried: counted while they are wrong, told to the log, answered in words."""

from collections.abc import Callable

from flask import after_this_request, request
from flask_babel import gettext as _
from wtforms import Field

from models.database import transaction
from models.event import Event
from models.portal_user import PortalUser
from models.sign_in_failure import WINDOW, SignInFailure
from models.user import User

STAFF, PORTAL, PASSKEY = "staff", "portal", "passkey"
# At the passkeys' door nobody says a name before the answer is right: there the name is the place that they are at.
WHO_IS = {STAFF: User.of, PORTAL: PortalUser.of, PASSKEY: lambda place: None}


def judged(door: str, name: str, field: Field, judge: Callable, wrong: str, factor: str = "password"):
    """Let `judge()` say whether what was typed is right: (its result, 200) where that is true, else (None, status).

    Else the field's errors say in words what is wrong, the same for names that nobody has: `wrong` with 422, or with
    429 that there were too many (models/sign_in_failure.py). Then what is right is refused too. A right try is not
    counted; who then lets the person in calls forgive().
    """
    attempt = SignInFailure.attempt(door, name, request.remote_addr)
    if attempt is None:
        field.errors = [_("Too many attempts. Wait a quarter of an hour, or ask for a new password.")]
        after_this_request(ask_for_patience)
        return None, 429
    found = judge()
    if found:
        attempt.withdraw()
        return found, 200
    tell(door, name, factor)
    field.errors = [wrong]
    return None, 422


def forgive(door: str, name: str):
    """Somebody came in under this name: what was wrong before counts no more."""
    SignInFailure.forgive(door, name)


def tell(door: str, name: str, factor: str):
    """A line in the log, which names nobody but those who sign in here; a second one where patience ends."""
    who = {
        "name": name.strip() if WHO_IS[door](name) else "",
        "factor": factor,
        "door": door,
        "address": request.remote_addr or "",
    }
    with transaction():
        Event.log("sign_in.failed", **who)
        if SignInFailure.too_many(door, name, request.remote_addr):
            Event.log("sign_in.throttled", **who)


def ask_for_patience(response):
    response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response
