"""Asking to be let into an account, and letting in."""

from datetime import date, datetime, timedelta

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.validators import Optional

from access import Archived, accounts, find, may
from models.base.clock import day_of, end_of, now
from models.base.fields import LARGEST_ID
from models.base.paging import page_of
from models.clients.account import Assignment, BeyondOwnStay
from models.staff.firm import Firm
from models.staff.stay import FOREVER
from models.teams.access_request import AccessRequest
from web.forms import BaseForm, DayField, not_past
from web.responses import flash_toast, page
from web.saving import save
from words.formats import day, local_day

bp = Blueprint("access_requests", __name__)

LONGEST_REASON = 1_000
TOLD_FOR = timedelta(days=30)


class GrantForm(BaseForm):
    """Until the end of which day; for good without one.

    `reach` is how long who answers is on the team: for a time gives nobody more.
    """

    refusals = {BeyondOwnStay: ("until_on", lambda beyond: too_long(beyond))}

    until_on = DayField(_l("Until and including (empty: no end date)"), [Optional(), not_past])

    def __init__(self, asked: AccessRequest, reach: datetime | None, **options):
        super().__init__(**options)
        if last_day(reach):
            self.until_on.label.text = _("Until and including")
        self.until_on.id = f"grant-{asked.id}-until"

    @property
    def until_at(self) -> datetime | None:
        return end_of(self.until_on.data) if self.until_on.data else None


@bp.post("/access-requests")
def create():
    account_id = request.form.get("account_id", 0, int)
    if 0 < account_id <= LARGEST_ID:
        AccessRequest.ask(current_user, account_id, request.form.get("reason", "").strip()[:LONGEST_REASON])
    # The same words whether the account exists or not (rule Access 2).
    flash_toast(_("Your request has been passed on to those who can grant it."))
    return redirect(url_for("accounts.index"), 303)


@bp.get("/access-requests")
def index():
    return list_page()


@bp.post("/access-requests/<int:access_request_id>/grant")
def grant(access_request_id):
    asked = find(waiting(), access_request_id)
    if asked.account.archived:
        raise Archived
    form = GrantForm(asked, Assignment.reaches(current_user, [asked.account_id])[asked.account_id])
    saved = save(form, lambda: asked.grant(current_user, form.until_at))
    if not saved.done:
        return list_page(saved.status, asked, form)
    words = {"user": asked.user.name, "account": asked.account.name}
    flash_toast(
        _("Until and including %(day)s, %(user)s can open %(account)s.", day=day(form.until_on.data), **words)
        if form.until_at
        else _("%(user)s can now open %(account)s.", **words)
    )
    return redirect(url_for("access_requests.index"), 303)


@bp.post("/access-requests/<int:access_request_id>/refusal")
def decline(access_request_id):
    asked = find(waiting(), access_request_id)
    if asked.account.archived:
        raise Archived
    asked.decline(current_user)
    flash_toast(_("The request was declined."))
    return redirect(url_for("access_requests.index"), 303)


def too_long(beyond: BeyondOwnStay) -> str:
    """Why somebody who is on the team for a time gives no more than that."""
    if beyond.until_at is None:
        return _("You are no longer on this team yourself.")
    words = {"day": local_day(beyond.until_at)}
    return _(
        "You are on this team until and including %(day)s yourself. Enter that day or an earlier one.",
        **words,
    )


def list_page(status: int = 200, refilled: AccessRequest | None = None, form: GrantForm | None = None):
    """What others ask for, to those who can grant it; and what the reader was let into.

    One's own requests that wait or were declined are not told, since they would tell that there is such a client.
    """
    found = page_of(waiting(), request.args.get("after"))
    rows = [refilled, *(row for row in found.rows if row != refilled)] if refilled else found.rows
    reaches = Assignment.reaches(current_user, [row.account_id for row in rows])
    forms = {
        row.id: GrantForm(row, reach, formdata=None, until_on=last_day(reach))
        for row, reach in ((row, reaches[row.account_id]) for row in rows)
    }
    return page(
        "access_requests/index.html",
        status,
        rows=rows,
        forms=forms | ({refilled.id: form} if refilled else {}),
        page={"next_url": url_for("access_requests.index", after=found.next_key) if found.next_key else None},
        granted=list(AccessRequest.granted_to(current_user, now() - TOLD_FOR).limit(20)),
        break_glass_at=Firm.this().break_glass_at,
    )


def last_day(reach: datetime | None) -> date | None:
    """The day on which somebody's own time on a team ends, which a grant does not outlast; None for good."""
    return None if reach in (None, FOREVER) else day_of(reach)


def waiting():
    """The requests that the signed-in user can answer; nobody answers their own."""
    open_ones = AccessRequest.open_for(accounts()).where(AccessRequest.user != current_user.id)
    return open_ones if may("access_requests.grant") else open_ones.where(AccessRequest.id.is_null())
