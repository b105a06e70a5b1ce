"""The firm itself: its name, the language that it writes in, its logo."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField

from models.staff.firm import Firm
from web.forms import BaseForm, SeenField, at_most, choices, language_choices, required, stripped
from web.responses import flash_toast, page
from web.saving import save

bp = Blueprint("firms", __name__)


class FirmForm(BaseForm):
    seen = SeenField()
    name = StringField(_l("Name of the firm"), [required(), at_most(255)], [stripped])
    language = SelectField(_l("Language of mails to people whose own is not known"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = choices(language_choices())


@bp.get("/settings/firm")
def edit():
    firm = Firm.this()
    return firm_page(firm, FirmForm(formdata=None, obj=firm, seen=firm.last_event_id))


@bp.post("/settings/firm")
def update():
    firm, form = Firm.this(), FirmForm()
    saved = save(
        form,
        lambda: firm.edit(current_user, form.seen.data, name=form.name.data, language=form.language.data),
        firm,
    )
    if not saved.done:
        return firm_page(firm, form, saved.status, saved.theirs)
    flash_toast(_("The firm's settings are saved."))
    return redirect(url_for("firms.edit"), 303)


def firm_page(firm: Firm, form: FirmForm, status: int = 200, theirs=None, problem: str | None = None):
    """The settings; `theirs` are the values of somebody who was quicker, `problem` is what is wrong with a logo."""
    return page("firms/edit.html", status, firm=firm, form=form, theirs=theirs or {}, problem=problem)
