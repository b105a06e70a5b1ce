"""The bin: clients that were deleted and can still be brought back."""

from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import Missing, find_account, find_binned, may, rights
from models.base.clock import now, today
from models.base.event import Event
from models.base.paging import page_of
from models.billing.invoice import Credit, Invoice, Payment
from models.billing.proposal import Proposal
from models.clients.account import BIN_DAYS, BIN_TIME, Account, BinTimeOver, NotArchived
from models.clients.evidence import BOOKKEEPING, RetentionPeriod
from models.documents.signature import SignatureRequest
from models.processes.bin_expiry import surviving_evidence
from web.account_page import profile_page
from web.forms import WANTED
from web.responses import error_response, flash_toast, page
from words import labels
from words.history import actor

bp = Blueprint("bins", __name__)

# Evidence → what it is called, and the endpoint that a reader must be able to use to be told how much there is.
KEPT = {
    Invoice: (labels.SECTIONS["invoices"], "invoices.index"),
    Payment: (labels.SECTIONS["payments"], "payments.index"),
    Credit: (labels.PAYMENT_METHODS["credit"], "invoices.index"),
    SignatureRequest: (labels.SECTIONS["signatures"], "signatures.index"),
    Proposal: (labels.SECTIONS["proposals"], "proposals.index"),
}


class Binned(NamedTuple):
    """A client in the bin, who put it there and how many days it can still be brought back."""

    account: Account
    who: str
    days_left: int


class KeptEvidence(NamedTuple):
    """How much evidence of one kind outlives a client, and through what day."""

    name: str
    count: int
    until: date


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
    period = RetentionPeriod.holding(BOOKKEEPING, today())
    return profile_page(
        "bins/show.html",
        account,
        "bin",
        days=BIN_DAYS,
        until=now() + BIN_TIME,
        kept=outliving(account),
        source=period.source if period else "",
    )


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
        return error_response(409, text, "errors/error.html", title=_("Not deleted"))
    flash_toast(_("%(name)s is in the bin.", name=account.name))
    return redirect(url_for("bins.index"), 303)


def take_out(account: Account):
    """Bring a client back, archived as it was."""
    try:
        account.recover(current_user)
    except BinTimeOver as error:
        raise Missing(_("The time in the bin is over: the client is being deleted.")) from error
    flash_toast(_("%(name)s is restored, archived as before.", name=account.name))
    return redirect(url_for("accounts.show", account_id=account.id), 303)


def outliving(account: Account) -> list[KeptEvidence]:
    """What outlives the client, of the sections that the reader may see."""
    found = surviving_evidence(account)
    return [
        KeptEvidence(name, *found[model])
        for model, (name, endpoint) in KEPT.items()
        if model in found and may(endpoint)
    ]


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
