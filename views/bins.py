"""The bin: clients that were deleted and can still be brought back."""

from datetime import timedelta
from math import ceil
from typing import NamedTuple

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import Missing, find_account, find_binned, rights
from forms import WANTED
from models.account import BIN_DAYS, BIN_TIME, Account, BinTimeOver, NotArchived
from models.clock import now
from models.event import Event
from models.paging import page_of
from profile_frame import profile_page
from rendering import flash_toast, page, refusal
from sentences import actor

bp = Blueprint("bins", __name__)


class Binned(NamedTuple):
    """A client in the bin, who put it there and how many days it can still be brought back."""

    account: Account
    who: str
    days_left: int


@bp.get("/bin")
def index():
    binned = Account.binned_for(current_user, rights())
    found = page_of(binned.order_by(Account.binned_at.desc(), Account.id.desc()), request.args.get("after"))
    urls = {
        "next_url": url_for("bins.index", after=found.next_key) if found.next_key else None,
        "first_url": url_for("bins.index") if "after" in request.args else None,
    }
    return page("bins/index.html", rows=in_bin(found.rows), page=urls, days=BIN_DAYS)


@bp.get("/accounts/<int:account_id>/bin")
def show(account_id):
    account = find_account(account_id)
    return profile_page("bins/show.html", account, "bin", days=BIN_DAYS, until=now() + BIN_TIME)


@bp.post("/accounts/<int:account_id>/bin")
def update(account_id):
    account = find_binned(account_id)
    match WANTED.get(request.form.get("on")):
        case True:
            return put_in(account)
        case False:
            return take_out(account)
    abort(400)


def put_in(account: Account):
    """Put an archived client into the bin."""
    try:
        account.bin(current_user)
    except NotArchived:
        text = _("Archive the client first: only what is archived can be deleted.")
        return refusal(409, text, "errors/error.html", title=_("Not deleted"))
    flash_toast(_("%(name)s is in the bin.", name=account.name))
    return redirect(url_for("bins.index"), 303)


def take_out(account: Account):
    """Bring a client back, archived as it was."""
    try:
        account.recover(current_user)
    except BinTimeOver as error:
        raise Missing(_("The time in the bin is over: the client is being deleted.")) from error
    flash_toast(_("%(name)s is back, archived as it was.", name=account.name))
    return redirect(url_for("accounts.show", account_id=account.id), 303)


def in_bin(accounts: list[Account]) -> list[Binned]:
    """The accounts with who put them there."""
    told = Event.select().where(
        Event.noun == Account.noun,
        Event.subject_id.in_([account.id for account in accounts]),
        Event.kind == "account.binned",
    )
    last = {event.subject_id: event for event in told.order_by(Event.id)}
    return [Binned(each, _who(last.get(each.id)), _days_left(each)) for each in accounts]


def _who(event: Event | None) -> str:
    return actor(event.actor_kind, event.actor_id, event.actor_name, current_user) if event else _("Overblik")


def _days_left(account: Account) -> int:
    return ceil((account.binned_at + BIN_TIME - now()) / timedelta(days=1))
