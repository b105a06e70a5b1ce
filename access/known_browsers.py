"""Known browsers: a cookie by which somebody who signed in here before is not locked out by wrong guesses of others.

A signed cookie says whose browser it is, as long as they keep the password that they had then. It replaces neither the
password nor a second factor: what is tried here only counts for itself (views/_credential_check.py).
"""

import secrets
from datetime import timedelta

from flask import after_this_request, current_app, g, request

from access.signed_tokens import sign_values, signed_values
from models.base.one_time_codes import CodeHolder

PURPOSE = "known browser"
LIFETIME = timedelta(days=365)
MOST = 8  # people of one browser: the last ones
BY_MAIL = "mail "  # what a mark begins with that a link in a mail has made


def remember(person: CodeHolder, by_mail: bool = False):
    """Somebody, staff or client, has proved in this browser who they are: know it again, by another mark than before.

    One who has done so `by_mail` alone still has the second factor before them.
    """
    person = type(person).get_by_id(person.id)  # whose password may just have become another
    others = [each for each in _known() if each[:2] != [person.noun, person.id]]
    mine = [person.noun, person.id, person.password_mark, BY_MAIL * by_mail + secrets.token_hex(16)]
    if not g.get("remembers"):
        g.remembers = True
        after_this_request(_keep)
    g.known = [mine, *others][:MOST]


def mark_for(person: CodeHolder | None) -> str | None:
    """What this browser is known by to a person, and by nobody else; None where they have not signed in."""
    if person is None:
        return None
    fits = [person.noun, person.id, person.password_mark]
    return next((mark for *whose, mark in _known() if whose == fits), None)


def knows_anybody() -> bool:
    return bool(_known())


def _known() -> list[list]:
    if "known" not in g:
        g.known = signed_values(PURPOSE, request.cookies.get(_name()), LIFETIME.total_seconds()) or []
    return g.known


def _name() -> str:
    """Under https with the prefix that no other host and no other path can plant (ASVS 3.3.3)."""
    return "__Host-known" if current_app.config["SETTINGS"].https else "known"


def _keep(response):
    response.set_cookie(
        _name(),
        sign_values(PURPOSE, *g.known),
        max_age=LIFETIME,
        httponly=True,
        samesite="Strict",
        secure=current_app.config["SETTINGS"].https,
    )
    return response
