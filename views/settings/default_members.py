"""Who is put on the team of every new client."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from access import find
from models.clients.default_member import DefaultMember
from models.staff.user import User
from web.forms import BaseForm, choice_required, choices
from web.responses import flash_toast, page

bp = Blueprint("default_members", __name__)


class DefaultMemberForm(BaseForm):
    user_id = SelectField(_l("Member of staff"), [choice_required()], coerce=int)


@bp.get("/settings/default-team")
def index():
    return list_page()


@bp.post("/settings/default-team")
def create():
    form = DefaultMemberForm()
    form.user_id.choices = choices((user.id, user.name) for user in User.active().select(*User.named()))
    if not form.validate():
        return list_page(422, form)
    user = User.get_by_id(form.user_id.data)
    DefaultMember.choose(user, current_user)
    flash_toast(_("New clients have %(name)s on their team from now on.", name=user.name))
    return redirect(url_for("default_members.index"), 303)


@bp.post("/settings/default-team/<int:default_member_id>/deletion")
def delete(default_member_id):
    gone = _("This person is no longer added to new clients.")
    member = find(DefaultMember.current(), default_member_id, gone)
    member.remove(current_user)
    flash_toast(_("New clients no longer have %(name)s on their team.", name=member.user.name))
    return redirect(url_for("default_members.index"), 303)


def list_page(status: int = 200, form: DefaultMemberForm | None = None):
    members = list(DefaultMember.current())
    form = form or DefaultMemberForm(formdata=None)
    known = {member.user_id for member in members}
    others = User.active().select(*User.named()).where(User.id.not_in(list(known)))
    form.user_id.choices = choices((user.id, user.name) for user in others)
    return page("default_members/index.html", status, members=members, form=form)
