"""What is asked of every request before a view sees it."""

from flask import abort, current_app, g, request
from flask_login import current_user

from access import form_after_sign_in, page_owner, permissions, portal_session
from access.doors import lead, setup_done, sign_in_required
from access.errors import PageOfAnotherUser, SignedOut, Unconfirmed
from access.policy import POLICY
from access.policy.entries import SAFE_METHODS, STAFF


def check_request():
    """Before every request: our own origin for unsafe methods, a set-up firm, a policy entry, a person whom it admits and
    for whom the page was drawn that sends it.
    """
    if request.endpoint is None:
        return None  # no such address: the router's 404 stands
    writes = request.method not in SAFE_METHODS
    if writes and not same_origin():
        abort(403)
    entry = POLICY.get(request.endpoint)
    if entry is None:
        abort(403)
    request.max_content_length = largest_body()
    ask = sign_in_required(entry)
    if ask and (request.content_length or 0) > request.max_content_length:
        return ask()  # unread: a file is only taken of who is known
    if entry.audience == "client" and not (ask or entry.unsaid) and portal_session.present().contact is None:
        # Before the form is unsealed: nobody is known yet whose it may be.
        return lead("portal.actors.edit", 401)
    if writes and not form_after_sign_in.unseal():
        raise SignedOut
    if writes and unreadable():
        abort(400)
    if page_owner.is_anothers():
        raise PageOfAnotherUser
    if ask and form_after_sign_in.names_its_reader() and not request.htmx and setup_done():
        raise SignedOut
    if ask:
        return ask()
    if entry.audience in ("anyone", "client"):
        return None
    if not permissions.holds(entry):
        if permissions.unproven() and not entry.unproven:  # which is the first that holds() asks
            return lead("second_factors.index", 403)
        if "account_id" not in request.view_args:
            abort(403)
    if entry.fresh and not g.sign_in.fresh:
        raise Unconfirmed
    return None


def largest_body() -> int:
    """How many bytes this request may hold: a file's only where one is expected, of somebody who is known."""
    entry = POLICY.get(request.endpoint, STAFF)
    known = entry.largest and (
        portal_session.present() if entry.audience == "client" else current_user.is_authenticated
    )
    return entry.largest if known else current_app.config["MAX_CONTENT_LENGTH"]


def same_origin() -> bool:
    """Whether a request comes from our own pages.

    Browsers tell by Sec-Fetch-Site on https and localhost, by Origin elsewhere; a request with neither is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") in current_app.config["OWN_ORIGINS"]


def unreadable() -> bool:
    """Whether a form holds NUL, which PostgreSQL cannot keep."""
    return any("\0" in text for _, text in request.form.items(multi=True))
