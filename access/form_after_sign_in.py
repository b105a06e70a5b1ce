"""Keeps a submitted form while its sender signs in again after the session ended, so that nothing typed is lost.

With JavaScript it stays on its page, and one signs in over it (static/js/typed.js). Without, the sign-in page carries its
fields on, hidden, and once somebody is inside the browser sends them again to where they were meant for (307). The mark of
the person for whom it was drawn is among them, so that it is saved for that person alone (access/page_owner.py); a form without
one is not carried. Where somebody else has signed in meanwhile, its fields go along encrypted, since they are not theirs to
read, and are opened when they arrive. Not carried are files, fields called a password or a secret, and what is longer than MOST.
"""

import json
from urllib.parse import urlsplit

from flask import current_app, g, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from access import page_owner
from models.base.cipher import Unreadable, decrypted, encrypted

PREFIX = "door-"  # of the fields of a sign-in form that stands over another form; no field of another form begins like this
CONFIRMATION = (
    "confirmation-"  # likewise where somebody proves once more who they are (views/sign_in/confirmations.py)
)
SEALED = f"{PREFIX}sealed"
MOST = 100_000  # characters: percent-encoded they still fit into a form

KEPT = _l("Your session has ended. What you filled in is kept here and saved once you are signed in.")
NOT_KEPT = _l(
    "Your session has ended, so nothing was saved. Files and passwords cannot wait here: please choose or type them again "
    "once you are signed in."
)
TOO_LONG = _l(
    "Your session has ended, so nothing was saved, and what you typed is too long to wait here. Go back in your browser to "
    "copy it before you sign in."
)


def sent() -> list[tuple[str, str]]:
    """The fields of the form that somebody filled in, but for whom it was drawn."""
    own = (PREFIX, CONFIRMATION)
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != page_owner.FIELD and not name.startswith(own)
    ]


def carried() -> list[tuple[str, str]]:
    """Those of sent() that another page may hold."""
    return [(name, value) for name, value in sent() if not ("password" in name or "secret" in name)]


def whole() -> bool:
    """Whether carried() is all that was sent."""
    return len(carried()) == len(sent()) and not request.files


def too_long() -> bool:
    return sum(len(name) + len(value) for name, value in carried()) > MOST


def names_its_reader() -> bool:
    """Whether this request is a form with something in it that says for whom it was drawn."""
    drawn = request.method == "POST" and request.form.get(page_owner.FIELD)
    return bool(drawn and (sent() or request.files))


def waits() -> bool:
    """Whether a form waits until this sign-in is done."""
    return request.method == "POST" and f"{PREFIX}next" in request.form


def prefix() -> str:
    """The prefix of the sign-in form's own fields: none on a page of its own, else so that they differ from those of a form."""
    return PREFIX if waits() or request.htmx.wants_fragment else ""


def fields() -> list[tuple[str, str]]:
    """Hidden fields of the sign-in form: the form that waits, and for whom it was rendered."""
    sealed = g.get("sealed_form") or request.form.get(SEALED)
    if sealed:
        return [(SEALED, sealed)]
    if not (waits() or g.get("form_waits")):
        return []
    marks = [(page_owner.FIELD, each) for each in request.form.getlist(page_owner.FIELD)]
    return [*carried(), *marks]


def begin() -> tuple[str, str, str]:
    """What the sign-in form needs when a form found the session over: its prefix, the address it leads on to, and words."""
    if too_long():
        return "", where_from(), TOO_LONG
    if not whole():
        return "", where_from(), NOT_KEPT
    g.form_waits = True
    return PREFIX, meant_for(), KEPT


def can_wait() -> bool:
    """Whether all of this form can be carried."""
    return names_its_reader() and whole() and not too_long()


def seal():
    """Keep this form encrypted in the sign-in page, so that nobody can read it there."""
    marks = request.form.getlist(page_owner.FIELD)
    g.sealed_form = encrypted(json.dumps([meant_for(), marks, carried()]))


def unseal() -> bool:
    """Replace the sign-in form that was sent by the form that it held encrypted. For whom that was drawn is asked afterwards.

    False when nobody is signed in there who could be asked: it stays sealed.
    """
    try:
        path, marks, held = json.loads(decrypted(request.form[SEALED]))
    except (KeyError, Unreadable, ValueError):
        return True
    if path == request.full_path.rstrip("?"):
        if not all(map(page_owner.somebody_is_there, marks)):
            return False
        request.form = ImmutableMultiDict([*held, *((page_owner.FIELD, each) for each in marks)])
    return True


def meant_for() -> str:
    """The address that the form was sent to, also where it has waited for a confirmation already."""
    return request.form.get(f"{CONFIRMATION}path") or request.full_path.rstrip("?")


def where_from() -> str:
    """The page of ours that a form was sent from."""
    return request.htmx.page_path or urlsplit(request.referrer or "").path or "/"


def onward(path: str | None, default: str = "home.show"):
    """Inside: to the page where the person wanted to go, or with the form that waits to where it belongs."""
    if request.htmx.wants_fragment:
        return "", 200, {"HX-Trigger": "signed-in"}
    path = own_path(path, default)
    return redirect(path, 307 if waits() and takes_forms(path) else 303)


def own_path(path: str | None, default: str = "home.show") -> str:
    """`path` when it is an address of our own, else the first page (open redirects: CVE-2021-32618)."""
    safe = (
        path
        and path.startswith("/")
        and not path.startswith("//")
        and "\\" not in path
        and path.isprintable()
    )
    return path if safe else url_for(default)


def takes_forms(path: str) -> bool:
    """Whether a form can be sent to an address of ours."""
    return endpoint_of(path) is not None


def endpoint_of(path: str) -> str | None:
    """What takes the forms that are sent to an address of ours."""
    try:
        return current_app.url_map.bind("").match(urlsplit(path).path, "POST")[0]
    except HTTPException:
        return None


def init_app(app):
    app.jinja_env.globals["waiting_fields"] = fields
