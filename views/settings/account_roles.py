"""The roles that people can have on a client: preparer, reviewer … They name people and give no rights."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField

from access import find
from models.base.recorded import Stale
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.staff.unique_name import NameTaken
from web.forms import BaseForm, SeenField, at_most, required, stripped
from web.responses import flash_toast, page

bp = Blueprint("account_roles", __name__)


class AccountRoleForm(BaseForm):
    """A role's name; `seen` is the newest line of its history when the form was drawn."""

    seen = SeenField()
    name = StringField(_l("Name"), [required(), at_most(60)], [stripped])

    def taken(self, error: NameTaken):
        self.name.errors = [_("A role “%(name)s” already exists.", name=str(error))]


@bp.get("/settings/account-roles")
def index():
    return list_page()


@bp.post("/settings/account-roles")
def create():
    form = AccountRoleForm()
    if not form.validate():
        return list_page(422, form)
    try:
        role = AccountRole.add_unique(current_user, form.name.data)
    except NameTaken as error:
        form.taken(error)
        return list_page(422, form)
    flash_toast(_("Role “%(role)s” created.", role=role.name))
    return redirect(url_for("account_roles.index"), 303)


@bp.get("/settings/account-roles/<int:account_role_id>/edit")
def edit(account_role_id):
    role = find_role(account_role_id)
    return edit_page(role, AccountRoleForm(formdata=None, obj=role, seen=role.last_event_id))


@bp.post("/settings/account-roles/<int:account_role_id>")
def update(account_role_id):
    role = find_role(account_role_id)
    form = AccountRoleForm()
    if not form.validate():
        return edit_page(role, form, 422)
    try:
        role.edit_unique(current_user, form.seen.data, name=form.name.data)
    except NameTaken as error:
        form.taken(error)
        return edit_page(role, form, 422)
    except Stale as stale:
        form.seen.renew(role.last_event_id)
        return edit_page(role, form, 409, stale.theirs)
    flash_toast(_("The role is saved."))
    return redirect(url_for("account_roles.index"), 303)


@bp.post("/settings/account-roles/<int:account_role_id>/deletion")
def delete(account_role_id):
    role = find_role(account_role_id)
    role.remove(current_user)
    flash_toast(_("Role “%(role)s” deleted.", role=role.name))
    return redirect(url_for("account_roles.index"), 303)


def find_role(account_role_id: int) -> AccountRole:
    return find(AccountRole.select(), account_role_id, _("This role no longer exists."))


def list_page(status: int = 200, form: AccountRoleForm | None = None):
    return page(
        "account_roles/index.html",
        status,
        roles=list(AccountRole.in_order()),
        counts=AccountRoleHolder.counts(),
        form=form or AccountRoleForm(formdata=None),
    )


def edit_page(role: AccountRole, form: AccountRoleForm, status: int = 200, theirs=None):
    count = AccountRoleHolder.counts().get(role.id, 0)
    return page("account_roles/edit.html", status, role=role, form=form, count=count, theirs=theirs or {})
