"""Who is preparer, reviewer … of one client."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from access import find, find_account
from models.base.database import transaction
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.staff.user import User
from views.account._info_forms import RoleForm, role_choices, staff_choices
from views.account._undo import undo_of
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
    with transaction() as action:
        role.give(account, user, current_user)
    text = _("%(role)s: %(name)s.", role=role.name, name=user.name)
    return area_answer(account, "roles", role_toast(account, action, text))


@bp.post("/accounts/<int:account_id>/role-holders/<int:role_holder_id>/deletion")
def delete(account_id, role_holder_id):
    account = find_account(account_id)
    gone = _("Nobody has this role any more.")
    held = find(AccountRoleHolder.of_account(account), role_holder_id, gone)
    with transaction() as action:
        held.remove(current_user)
    text = _("%(role)s: nobody.", role=held.role.name)
    return area_answer(account, "roles", role_toast(account, action, text))


def role_toast(account, action: str, text: str) -> dict:
    return toast(text, undo=undo_of(account, action, "account-roles"))
