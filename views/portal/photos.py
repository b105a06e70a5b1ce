"""One's own photo."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _

from access import portal_session
from web.pictures import PHOTOS, picture_response, remove_picture, take_picture
from web.responses import flash_toast, page

bp = Blueprint("photos", __name__)


@bp.get("/photo/edit")
def edit():
    return photo_page()


@bp.get("/photo")
def show():
    return picture_response(PHOTOS, portal_session.present().contact)


@bp.post("/photo")
def update():
    contact = portal_session.present().contact
    problem = take_picture(PHOTOS, contact, contact)
    if problem:
        return photo_page(422, problem)
    flash_toast(_("The photo is saved."))
    return redirect(url_for("portal.photos.edit"), 303)


@bp.post("/photo/deletion")
def delete():
    contact = portal_session.present().contact
    remove_picture(PHOTOS, contact, contact)
    flash_toast(_("The photo is removed."))
    return redirect(url_for("portal.photos.edit"), 303)


def photo_page(status: int = 200, problem: str | None = None):
    return page("portal/photos/edit.html", status, visit=portal_session.present(), problem=problem)
