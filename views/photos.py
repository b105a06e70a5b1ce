"""The photo of one client."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from access import find_account
from pictures import remove_photo, shown_photo, take_photo
from rendering import toast
from views.info import redrawn_area

bp = Blueprint("photos", __name__)


@bp.get("/accounts/<int:account_id>/photo")
def show(account_id):
    return shown_photo(find_account(account_id))


@bp.post("/accounts/<int:account_id>/photo")
def update(account_id):
    account = find_account(account_id)
    problem = take_photo(account, current_user)
    if problem:
        return redrawn_area(account, "photo", status=422, problem=problem)
    return redrawn_area(account, "photo", toast(_("The photo is saved.")))


@bp.post("/accounts/<int:account_id>/photo/deletion")
def delete(account_id):
    account = find_account(account_id)
    remove_photo(account, current_user)
    return redrawn_area(account, "photo", toast(_("The photo is removed.")))
