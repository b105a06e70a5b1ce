"""Where people are sent who have to do something first: sign in, say who they are, set the firm up."""

from flask import current_app, redirect, request, url_for
from flask_login import current_user

from access import portal_session
from access.policy.entries import SAFE_METHODS, Entry
from models.staff.firm import Firm


def sign_in_required(entry: Entry):
    """The redirect to a sign-in page for who is not signed in; None for those who may go on."""
    if entry.audience == "client":
        return None if portal_session.present() else ask_into_portal
    if entry.audience == "anyone" or current_user.is_authenticated:
        return None
    return ask_to_sign_in


def ask_to_sign_in():
    """Redirect to the sign-in page and, after it, back to the page where the person is."""
    if not setup_done():
        return redirect(url_for("setup.new"), 303)
    if request.htmx:
        return "", 401, {"HX-Redirect": url_for("sign_ins.new", next=request.htmx.page_path)}
    back = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("sign_ins.new", next=back), 303)


def ask_into_portal():
    """Redirect to the sign-in page of the portal."""
    if not setup_done():
        return redirect(url_for("setup.new"), 303)
    return lead("portal.sign_ins.new", 401)


def lead(endpoint: str, status: int):
    """Redirect to a page that has to come first, such as the set-up."""
    if request.htmx:
        return current_app.make_response(("", status, {"HX-Redirect": url_for(endpoint)}))
    return redirect(url_for(endpoint), 303)


def setup_done() -> bool:
    """Whether the firm has its owner."""
    return Firm.this() is not None
