"""The photo of one client."""

from flask import Blueprint, current_app, make_response, request
from flask_babel import gettext as _
from flask_login import current_user

from access import Missing, find_account
from models.photo import LARGEST_BYTES, SIZES, NotAPhoto, PhotoStore, TooManyPixels, thumbnails
from rendering import size, toast
from views.info import redrawn_area

bp = Blueprint("photos", __name__)


@bp.get("/accounts/<int:account_id>/photo")
def show(account_id):
    account = find_account(account_id)
    side = request.args.get("size", max(SIZES), int)
    picture = account.photo and store().read(account.photo, side if side in SIZES else max(SIZES))
    if not picture:
        raise Missing
    response = make_response(picture)
    response.mimetype = "image/webp"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.post("/accounts/<int:account_id>/photo")
def update(account_id):
    account = find_account(account_id)
    sent = request.files.get("photo")
    data = sent.read() if sent else b""
    try:
        show_photo(account, thumbnails(data))
    except (NotAPhoto, TooManyPixels) as error:
        return redrawn_area(account, "photo", status=422, problem=refusal_of(error, data))
    return redrawn_area(account, "photo", toast(_("The photo is saved.")))


@bp.post("/accounts/<int:account_id>/photo/deletion")
def delete(account_id):
    account = find_account(account_id)
    store().discard(account.change_photo(None, current_user))
    return redrawn_area(account, "photo", toast(_("The photo is removed.")))


def show_photo(account, pictures: dict[int, bytes]):
    """Files before the row, so that no row tells of a missing file; the former ones go once nothing tells of them."""
    kept = store().keep(pictures)
    try:
        former = account.change_photo(kept, current_user)
    except BaseException:
        store().discard(kept)
        raise
    store().discard(former)


def refusal_of(error: Exception, data: bytes) -> str:
    if not data:
        return _("Choose a picture first.")
    if isinstance(error, TooManyPixels):
        return _("This picture has too many pixels. Make it smaller first.")
    return _(
        "This is not a photo. It has to be JPEG, PNG or WebP, at most %(size)s.", size=size(LARGEST_BYTES)
    )


def store() -> PhotoStore:
    return PhotoStore(current_app.config["SETTINGS"].data_dir / "files" / "photos")
