"""Asking to be let into an account, and letting in."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import LARGEST_ID, Archived, accounts, find
from models.access_request import AccessRequest
from models.paging import page_of
from rendering import flash_toast, page

bp = Blueprint("access_requests", __name__)

LONGEST_REASON = 1_000


@bp.post("/access-requests")
def create():
    account_id = request.form.get("account_id", 0, int)
    if 0 < account_id <= LARGEST_ID:
        AccessRequest.ask(current_user, account_id, request.form.get("reason", "").strip()[:LONGEST_REASON])
    # The same words whether the account exists or not (product.md §3.3).
    flash_toast(_("Your request has been passed on to those who can grant it."))
    return redirect(url_for("accounts.index"), 303)


@bp.get("/access-requests")
def index():
    found = page_of(AccessRequest.open_for(accounts()), request.args.get("after"))
    next_url = url_for("access_requests.index", after=found.next_key) if found.next_key else None
    return page("access_requests/index.html", rows=found.rows, page={"next_url": next_url})


@bp.post("/access-requests/<int:access_request_id>/grant")
def grant(access_request_id):
    asked = find(AccessRequest.open_for(accounts()), access_request_id)
    if asked.account.archived:
        raise Archived
    asked.grant(current_user)
    flash_toast(_("%(user)s can open %(account)s now.", user=asked.user.name, account=asked.account.name))
    return redirect(url_for("access_requests.index"), 303)


@bp.post("/access-requests/<int:access_request_id>/refusal")
def decline(access_request_id):
    asked = find(AccessRequest.open_for(accounts()), access_request_id)
    asked.decline(current_user)
    flash_toast(_("The request was declined."))
    return redirect(url_for("access_requests.index"), 303)
