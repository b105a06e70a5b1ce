"""The roles that people can have on a client: preparer, reviewer … They name people and give no rights."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField

from access import find
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.staff.unique_name import NameTaken
from web.forms import BaseForm, SeenField, at_most, required, stripped
from web.responses import flash_toast, page
from web.saving import save

bp = Blueprint("account_roles", __name__)


class AccountRoleForm(BaseForm):
    """A role's name; `seen` is the newest line of its history when the form was drawn."""

    refusals = {NameTaken: ("name", lambda error: _("A role “%(name)s” already exists.", name=error))}

    seen = SeenField()
    name = StringField(_l("Name"), [required(), at_most(60)], [stripped])


@bp.get("/settings/account-roles")
def index():
    return list_page()


@bp.post("/settings/account-roles")
def create():
    form = AccountRoleForm()
    saved = save(form, lambda: AccountRole.add_unique(current_user, form.name.data))
    if not saved.done:
        return list_page(saved.status, form)
    flash_toast(_("Role “%(role)s” created.", role=saved.result.name))
    return redirect(url_for("account_roles.index"), 303)


@bp.get("/settings/account-roles/<int:account_role_id>/edit")
def edit(account_role_id):
    role = find_role(account_role_id)
    return edit_page(role, AccountRoleForm(formdata=None, obj=role, seen=role.last_event_id))


@bp.post("/settings/account-roles/<int:account_role_id>")
def update(account_role_id):
    role = find_role(account_role_id)
    form = AccountRoleForm()
    saved = save(form, lambda: role.edit_unique(current_user, form.seen.data, name=form.name.data), role)
    if not saved.done:
        return edit_page(role, form, saved.status, saved.theirs)
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
