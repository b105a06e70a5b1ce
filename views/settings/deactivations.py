"""Letting a member of staff sign in no more, with their work going to a colleague, and letting them in again."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from models.processes.offboarding import deactivate, reactivate, work_of
from models.staff.user import LastOwner, User
from models.teams.cover import Unfit
from views.settings._member_form import OWNER_NEEDED
from views.settings.team_members import find_managed
from web.forms import BaseForm, ColleagueField, choice_required, choices
from web.responses import flash_toast, page
from web.saving import save

bp = Blueprint("deactivations", __name__)

SHARES = {
    "all": _l("All of them"),
    "needed": _l("Only those where nobody else would be left, or where the colleague takes over work"),
}


class DeactivationForm(BaseForm):
    refusals = {
        LastOwner: ("successor_id", OWNER_NEEDED),
        Unfit: ("successor_id", _l("This colleague no longer works here.")),
    }

    successor_id = ColleagueField(_l("Who takes over?"))
    share = RadioField(_l("Which clients?"), [choice_required()], choices=choices(SHARES), default="all")

    def __init__(self, member: User, **options):
        super().__init__(**options)
        self.successor_id.offer(member)


@bp.get("/settings/team/<int:user_id>/deactivation/new")
def new(user_id):
    member = find_managed(user_id)
    return deactivation_page(member, DeactivationForm(member, formdata=None))


@bp.post("/settings/team/<int:user_id>/deactivation")
def create(user_id):
    member = find_managed(user_id)
    form = DeactivationForm(member)
    everything = form.share.data == "all"
    saved = save(form, lambda: deactivate(member, form.successor_id.user, current_user, everything))
    if not saved.done:
        return deactivation_page(member, form, saved.status)
    successor = form.successor_id.user.name
    flash_toast(
        _(
            "%(name)s is deactivated. %(successor)s has taken over the work.",
            name=member.name,
            successor=successor,
        )
    )
    return redirect(url_for("team_members.show", user_id=user_id), 303)


@bp.post("/settings/team/<int:user_id>/deactivation/deletion")
def delete(user_id):
    member = find_managed(user_id)
    reactivate(member, current_user)
    flash_toast(_("%(name)s can sign in again.", name=member.name))
    return redirect(url_for("team_members.show", user_id=user_id), 303)


def deactivation_page(member: User, form: DeactivationForm, status: int = 200):
    """What will happen, and to whom the work goes; somebody who has left already has a page of their own."""
    if member.deactivated_at:
        return redirect(url_for("team_members.show", user_id=member.id), 303)
    return page("deactivations/new.html", status, member=member, form=form, work=work_of(member))
