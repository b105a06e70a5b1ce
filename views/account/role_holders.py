"""Who is preparer, reviewer … of one client."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find, find_account
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.staff.user import User
from views.account._info_forms import RoleForm, role_choices, staff_choices
from views.account.info import area_answer
from web.responses import toast

bp = Blueprint("role_holders", __name__)


@bp.post("/accounts/<int:account_id>/role-holders")
def create(account_id):
    account = find_account(account_id)
    form = RoleForm()
    form.role_id.choices, form.user_id.choices = role_choices(), staff_choices()
    if not form.validate():
        return area_answer(account, "roles", status=422, filled=form)
    role, user = AccountRole.get_by_id(form.role_id.data), User.get_by_id(form.user_id.data)
    former = AccountRoleHolder.get_or_none(account=account, role=role)
    role.give(account, user, current_user)
    text = _("%(role)s: %(name)s.", role=role.name, name=user.name)
    return area_answer(account, "roles", toast_with_undo(text, *undoing(account, role, former)))


@bp.post("/accounts/<int:account_id>/role-holders/<int:role_holder_id>/deletion")
def delete(account_id, role_holder_id):
    account = find_account(account_id)
    gone = _("Nobody has this role any more.")
    held = find(AccountRoleHolder.of_account(account), role_holder_id, gone)
    held.remove(current_user)
    text = _("%(role)s: nobody.", role=held.role.name)
    return area_answer(account, "roles", toast_with_undo(text, *undoing(account, held.role, held)))


def undoing(account, role: AccountRole, former: AccountRoleHolder | None) -> tuple[str, dict]:
    """Where to post what, so that `former` holds the role again, or nobody when there was none."""
    if former:
        fields = {"role_id": role.id, "user_id": former.user_id}
        return url_for("role_holders.create", account_id=account.id), fields
    held = AccountRoleHolder.get(account=account, role=role)
    return url_for("role_holders.delete", account_id=account.id, role_holder_id=held.id), {}


def toast_with_undo(text: str, action: str, fields: dict) -> dict:
    return toast(text, undo={"action": action, "target": "#account-roles", "fields": fields})
