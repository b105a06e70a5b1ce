"""The photo of one client."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from access import find_account
from views.account.info import redrawn_area
from web.pictures import PHOTOS, remove_picture, shown_picture, take_picture
from web.responses import toast

bp = Blueprint("photos", __name__)


@bp.get("/accounts/<int:account_id>/photo")
def show(account_id):
    return shown_picture(PHOTOS, find_account(account_id))


@bp.post("/accounts/<int:account_id>/photo")
def update(account_id):
    account = find_account(account_id)
    problem = take_picture(PHOTOS, account, current_user)
    if problem:
        return redrawn_area(account, "photo", status=422, problem=problem)
    return redrawn_area(account, "photo", toast(_("The photo is saved.")))


@bp.post("/accounts/<int:account_id>/photo/deletion")
def delete(account_id):
    account = find_account(account_id)
    remove_picture(PHOTOS, account, current_user)
    return redrawn_area(account, "photo", toast(_("The photo is removed.")))
