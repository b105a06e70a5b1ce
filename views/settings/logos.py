"""The firm's logo, which stands in its mails and in the portal, on its sign-in page too."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import Missing
from models.staff.firm import Firm
from views.settings.firms import FirmForm, firm_page
from web.pictures import LOGOS, picture_response, remove_picture, take_picture
from web.responses import flash_toast

bp = Blueprint("logos", __name__)


@bp.get("/logo")
def show():
    firm = Firm.this()
    if firm is None:
        raise Missing(None)
    return picture_response(LOGOS, firm)


@bp.post("/settings/firm/logo")
def update():
    firm = Firm.this()
    problem = take_picture(LOGOS, firm, current_user)
    if problem:
        form = FirmForm(formdata=None, obj=firm, seen=firm.last_event_id)
        return firm_page(firm, form, 422, problem=problem)
    flash_toast(_("The logo is saved."))
    return redirect(url_for("firms.edit"), 303)


@bp.post("/settings/firm/logo/deletion")
def delete():
    remove_picture(LOGOS, Firm.this(), current_user)
    flash_toast(_("The logo is removed."))
    return redirect(url_for("firms.edit"), 303)
