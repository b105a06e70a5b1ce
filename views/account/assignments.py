"""The team of one client."""

from datetime import datetime

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import accounts, find, find_account
from models.clients.account import Assignment, BeyondOwnStay, LastMember, OwnStay
from models.staff.user import User
from views.account._info_forms import MemberForm, staff_choices
from views.account.info import area_answer
from web.responses import leave, toast
from words.formats import local_day

bp = Blueprint("assignments", __name__)


@bp.post("/accounts/<int:account_id>/assignments")
def create(account_id):
    account = find_account(account_id)
    form = MemberForm()
    form.user_id.choices = staff_choices()
    if not form.validate():
        return area_answer(account, "team", status=422, filled=form)
    member = User.get_by_id(form.user_id.data)
    try:
        account.assign(member, current_user, until(form))
    except LastMember:
        return last_member_error(account)
    except OwnStay:
        problem = _("You are on the team for a limited time. Ask a colleague to extend it.")
        return area_answer(account, "team", status=422, problem=problem)
    except BeyondOwnStay:
        problem = _("You are no longer on the team, so you cannot add anybody to it.")
        return area_answer(account, "team", status=422, problem=problem)
    held = Assignment.get(account=account, user=member)
    undo = url_for("assignments.delete", account_id=account.id, assignment_id=held.id)
    return area_answer(account, "team", toast_with_undo(said(held, form), undo, {}))


@bp.post("/accounts/<int:account_id>/assignments/<int:assignment_id>/deletion")
def delete(account_id, assignment_id):
    account = find_account(account_id)
    gone = _("This person is no longer on the team.")
    held = find(Assignment.current_of(account), assignment_id, gone)
    try:
        account.unassign(held.user, current_user)
    except LastMember:
        return last_member_error(account)
    text = _("%(name)s is no longer on the team.", name=held.user.name)
    if not accounts([account.id]).exists():  # it was oneself, and nothing else opens the client
        flash(toast(text), "success")
        return leave(url_for("accounts.index"))
    fields = {"user_id": held.user_id, "until_at": held.until_at.isoformat() if held.until_at else ""}
    undo = url_for("assignments.create", account_id=account.id)
    return area_answer(account, "team", toast_with_undo(text, undo, fields))


def until(form: MemberForm) -> datetime | None:
    """The end of a place that an Undo gives back, as it was."""
    try:
        instant = datetime.fromisoformat(form.until_at.data or "")
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def said(held: Assignment, form: MemberForm) -> str:
    """How long somebody is on the team, where that is not what was asked for."""
    if held.until_at is None or until(form):
        return _("%(name)s is on the team.", name=held.user.name)
    words = {"name": held.user.name, "day": local_day(held.until_at)}
    return _("%(name)s is on the team until and including %(day)s, no longer than you are.", **words)


def last_member_error(account):
    problem = _("The team needs a permanent member. Add another one first.")
    return area_answer(account, "team", status=422, problem=problem)


def toast_with_undo(text: str, action: str, fields: dict) -> dict:
    return toast(text, undo={"action": action, "target": "#account-team", "fields": fields})
