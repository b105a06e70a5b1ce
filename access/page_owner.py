"""Guard against saving as another user: forms and htmx requests say for whom their page was rendered.

Two people may sign in by turns in one browser, and the first one's tab stays open. Its forms carry a mark of the person,
which is no secret and the same in each of their sessions. A request without a mark is not asked.
"""

import hmac
import re
from hashlib import sha256

from flask import current_app, request
from flask_login import current_user
from jinja2.ext import Extension

from access import portal_session

FIELD, HEADER = "drawn-for", "X-Drawn-For"
STAFF, PORTAL = "staff", "portal"

INPUT = f'<input type="hidden" name="{FIELD}" value="{{{{ drawn_for() }}}}">'
CARRIED = f"{{% if drawn_for() %}}{INPUT}{{% endif %}}"

# A form's opening tag in the source of a template, whatever stands inside it, and how it is sent.
FORM = re.compile(r"<form\b(?:\{\{.*?\}\}|\{%.*?%\}|[^<>{]|\{(?![{%]))*>", re.DOTALL)
POST = re.compile(r"""\bmethod=["']post["']""", re.IGNORECASE)


def mark() -> str:
    """The mark of who sees this page; empty where nobody is signed in."""
    return _mark_of(_audience_here())


def is_anothers() -> bool:
    """Whether this request comes from a page that was drawn for somebody else than who is signed in now (as staff, or in the portal)."""
    return bool(_marks_of_others())


def somebody_is_there(mark: str) -> bool:
    """Whether anybody is signed in now as what a mark names, staff or portal."""
    return bool(_mark_of(_audience_of(mark)))


def name_now() -> str:
    """The name of who is signed in now where a page of somebody else came from."""
    visit = portal_session.present() if PORTAL in map(_audience_of, _marks_of_others()) else None
    if visit:
        return visit.contact.name if visit.contact else visit.email
    return current_user.name


class MarkedForms(Extension):
    """Puts CARRIED into every form of a template that posts, so that none is forgotten."""

    def preprocess(self, source, name, filename=None):
        return FORM.sub(lambda tag: tag[0] + CARRIED * bool(POST.search(tag[0])), source)


def _marks_of_others() -> list[str]:
    told = {request.headers.get(HEADER, "")}
    if request.method == "POST":
        told |= set(request.form.getlist(FIELD))
    return [each for each in told - {""} if _is_anothers(each)]


def _is_anothers(mark: str) -> bool:
    now = _mark_of(_audience_of(mark))
    return bool(now) and not hmac.compare_digest(now.encode(), mark.encode(errors="replace"))


def _audience_of(mark: str) -> str:
    """The audience, staff or portal, that a mark names; of one that is none that of the page that is asked for."""
    named = mark.partition("-")[0]
    return named if named in (STAFF, PORTAL) else _audience_here()


def _audience_here() -> str:
    return PORTAL if portal_session.in_portal() else STAFF


def _mark_of(audience: str) -> str:
    if audience == PORTAL:
        visit = portal_session.present()
        # Of those who share a mailbox nobody before it is said who.
        said = visit and visit.session and visit.contact
        who = said and (visit.session.portal_user_id, visit.contact.id)
    else:
        who = current_user.is_authenticated and current_user.id
    if not who:
        return ""
    told = f"drawn for {audience} {who}".encode()
    return f"{audience}-{hmac.digest(current_app.secret_key.encode(), told, sha256).hex()[:16]}"


def init_app(app):
    app.jinja_env.add_extension(MarkedForms)
    app.jinja_env.globals |= {"drawn_for": mark}
