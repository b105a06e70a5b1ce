"""Holiday cover: handing one's clients to a colleague until a day."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.validators import InputRequired

from access import Missing, find
from models.staff.user import User
from models.teams.cover import Cover, Unfit
from views.settings.team_members import find_managed
from web.forms import BaseForm, ColleagueField, DayField, not_past
from web.responses import flash_toast, page
from web.saving import save

bp = Blueprint("covers", __name__)


class CoverForm(BaseForm):
    """Who takes over, and until the end of which day."""

    refusals = {Unfit: ("colleague_id", _l("This colleague no longer works here."))}

    colleague_id = ColleagueField(_l("Colleague"))
    until_on = DayField(_l("Until and including"), [InputRequired(_l("Please fill this in.")), not_past])

    def __init__(self, away: User, **options):
        super().__init__(**options)
        self.colleague_id.offer(away)


@bp.get("/settings/holiday-cover")
def index():
    away = whose(request.args)
    return cover_page(away, CoverForm(away, formdata=None))


@bp.post("/settings/holiday-cover")
def create():
    away = whose(request.form)
    form = CoverForm(away)
    saved = save(form, lambda: Cover.begin(away, form.colleague_id.user, form.until_on.data, current_user))
    if not saved.done:
        return cover_page(away, form, saved.status)
    name = form.colleague_id.user.name
    flash_toast(_("%(colleague)s covers for %(name)s.", colleague=name, name=away.name))
    return redirect(address_of(away), 303)


@bp.post("/settings/holiday-cover/<int:cover_id>/deletion")
def delete(cover_id):
    gone = _("This cover has already ended.")
    cover = find(Cover.live(), cover_id, gone)
    if not cover.may_be_ended_by(current_user):
        raise Missing(gone)
    cover.end(current_user)
    flash_toast(_("The cover has ended."))
    return redirect(address_of(cover.user), 303)


def whose(asked) -> User:
    """Whose clients it is about: one's own, or those of a member of staff whom the signed-in user manages."""
    user_id = asked.get("user_id", current_user.id, int)
    return User.get_by_id(current_user.id) if user_id == current_user.id else find_managed(max(user_id, 0))


def address_of(away: User) -> str:
    return url_for("covers.index", user_id=None if away.id == current_user.id else away.id)


def cover_page(away: User, form: CoverForm, status: int = 200):
    return page("covers/index.html", status, away=away, form=form, covers=Cover.concerning(away))
