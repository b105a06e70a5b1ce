"""The photo of one client."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from access import find_account
from views.account.info import area_answer
from web.pictures import PHOTOS, picture_response, remove_picture, take_picture
from web.responses import toast

bp = Blueprint("photos", __name__)


@bp.get("/accounts/<int:account_id>/photo")
def show(account_id):
    return picture_response(PHOTOS, find_account(account_id))


@bp.post("/accounts/<int:account_id>/photo")
def update(account_id):
    account = find_account(account_id)
    problem = take_picture(PHOTOS, account, current_user)
    if problem:
        return area_answer(account, "photo", status=422, problem=problem)
    return area_answer(account, "photo", toast(_("The photo is saved.")))


@bp.post("/accounts/<int:account_id>/photo/deletion")
def delete(account_id):
    account = find_account(account_id)
    remove_picture(PHOTOS, account, current_user)
    return area_answer(account, "photo", toast(_("The photo is removed.")))
