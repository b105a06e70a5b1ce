"""The outbox: what waits to be sent, what was sent, what failed and why."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import Archived, accounts, find, find_account
from models.base.paging import page_of
from models.outgoing.outbox import STATES, Outbox
from web.responses import answer, page, partial, toast

bp = Blueprint("outbox", __name__)

SHOWN_ON_ACCOUNT = 5


@bp.get("/outbox")
def index():
    state = request.args.get("state") if request.args.get("state") in STATES else None
    found = page_of(Outbox.listed(accounts(), state, current_user), request.args.get("after"))
    next_url = url_for("outbox.index", state=state, after=found.next_key) if found.next_key else None
    return page(
        "outbox/index.html",
        rows=found.rows,
        page={"next_url": next_url},
        state=state,
        states=STATES,
    )


@bp.get("/accounts/<int:account_id>/outbox")
def show(account_id):
    account = find_account(account_id)
    return partial("outbox/strip.html", account=account, **strip_of(account))


@bp.post("/outbox/<int:outbox_id>/attempts")
def update(outbox_id):
    row = find_line(outbox_id)
    if row.retry():
        return mail_answer(row, toast(_("The mail is being sent again now.")))
    return mail_answer(row, toast(_("There is nothing to retry: the mail has not failed."), "info"))


@bp.post("/outbox/<int:outbox_id>/cancellation")
def delete(outbox_id):
    row = find_line(outbox_id)
    if row.cancel(current_user):
        return mail_answer(
            row, toast(_("The mail to %(address)s is cancelled. Nothing was sent.", address=row.email))
        )
    return mail_answer(
        row, toast(_("Too late to cancel: it is already on its way or has been decided."), "warning")
    )


def find_line(outbox_id: int) -> Outbox:
    """A line that is told to the user, or 404; 409 to change one about an archived account."""
    line = find(Outbox.listed(accounts(), viewer=current_user), outbox_id)
    if line.account_id and line.account.archived:
        raise Archived
    return line


def mail_answer(row: Outbox, message: dict):
    current = find_line(row.id)
    return answer("outbox/mail.html", url_for("outbox.index"), message, row=current)


def strip_of(account) -> dict:
    """What the account's page tells of its mails: those that wait or failed, newest first."""
    lines = Outbox.pending(account).limit(SHOWN_ON_ACCOUNT)
    return {"lines": list(lines)}
