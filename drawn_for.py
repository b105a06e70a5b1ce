"""For whom a page was drawn: its forms and htmx say so, and what was opened as one person is never saved as another.

Two people may sign in by turns in one browser, and the first one's tab stays open. Its forms carry a mark of the person,
which is no secret and the same in each of their sessions. A request without a mark is not asked.
"""

import hmac
import re
from hashlib import sha256

from flask import current_app, request
from flask_login import current_user
from jinja2.ext import Extension
from markupsafe import Markup

import visits

FIELD, HEADER = "drawn-for", "X-Drawn-For"
STAFF, PORTAL = "staff", "portal"

# A form's opening tag in the source of a template, whatever stands inside it, and how it is sent.
FORM = re.compile(r"<form\b(?:\{\{.*?\}\}|\{%.*?%\}|[^<>{]|\{(?![{%]))*>", re.DOTALL)
POST = re.compile(r"""\bmethod=["']post["']""", re.IGNORECASE)


def mark() -> str:
    """The mark of who sees this page; empty where nobody is signed in."""
    return _mark_of(PORTAL if visits.in_portal() else STAFF)


def is_anothers() -> bool:
    """Whether this request comes from a page that was drawn for somebody else than who is signed in at its door now."""
    marks = {request.headers.get(HEADER, "")}
    if request.method == "POST":
        marks |= set(request.form.getlist(FIELD))
    return any(_is_anothers(each) for each in marks - {""})


def name_now() -> str:
    """Who is signed in now where this request goes to."""
    visit = visits.present() if visits.in_portal() else None
    return visit.contact.name if visit else getattr(current_user, "name", "")


def field() -> Markup:
    """What every form that writes carries."""
    marked = mark()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, marked) if marked else Markup()


class MarkedForms(Extension):
    """Puts field() into every form of a template that posts, so that none is forgotten."""

    def preprocess(self, source, name, filename=None):
        return FORM.sub(lambda tag: tag[0] + "{{ drawn_for_field() }}" * bool(POST.search(tag[0])), source)


def _is_anothers(marked: str) -> bool:
    door = marked.partition("-")[0]
    now = _mark_of(door) if door in (STAFF, PORTAL) else mark()
    return bool(now) and not hmac.compare_digest(now.encode(), marked.encode(errors="replace"))


def _mark_of(door: str) -> str:
    if door == PORTAL:
        visit = visits.present()
        who = visit and visit.session and (visit.session.portal_user_id, visit.contact.id)
    else:
        who = current_user.is_authenticated and current_user.id
    if not who:
        return ""
    told = f"drawn for {door} {who}".encode()
    return f"{door}-{hmac.digest(current_app.secret_key.encode(), told, sha256).hex()[:16]}"


def init_app(app):
    app.jinja_env.add_extension(MarkedForms)
    app.jinja_env.globals |= {"drawn_for": mark, "drawn_for_field": field}
