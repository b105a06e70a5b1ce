"""Photos of clients and of people: taking what was uploaded, showing it."""

from flask import current_app, make_response, request
from flask_babel import gettext as _

from access import Missing
from headers import FILE_CSP
from models.photo import LARGEST_BYTES, SIZES, NotAPhoto, PhotoStore, TooManyPixels, thumbnails
from rendering import size


def shown_photo(subject):
    """The photo of an account or contact as a response, in the size that was asked for. Raises Missing."""
    side = request.args.get("size", max(SIZES), int)
    picture = subject.photo and store().read(subject.photo, side if side in SIZES else max(SIZES))
    if not picture:
        raise Missing(None)
    response = make_response(picture)
    response.mimetype = "image/webp"
    response.headers["Content-Security-Policy"] = FILE_CSP
    return response


def take_photo(subject, actor) -> str | None:
    """Let the uploaded picture be the photo of `subject`; where it cannot be, why not in words."""
    sent = request.files.get("photo")
    data = sent.read() if sent else b""
    try:
        _replace(subject, thumbnails(data), actor)
    except (NotAPhoto, TooManyPixels) as error:
        return _problem(error, data)
    return None


def remove_photo(subject, actor):
    store().discard(subject.change_photo(None, actor))


def _replace(subject, pictures: dict[int, bytes], actor):
    """Files before the row, so that no row tells of a missing file; the former ones go once nothing tells of them."""
    kept = store().keep(pictures)
    try:
        former = subject.change_photo(kept, actor)
    except BaseException:
        store().discard(kept)
        raise
    store().discard(former)


def _problem(error: Exception, data: bytes) -> str:
    if not data:
        return _("Choose a picture first.")
    if isinstance(error, TooManyPixels):
        return _("This picture has too many pixels. Make it smaller first.")
    return _(
        "This is not a photo. It has to be JPEG, PNG or WebP, at most %(size)s.", size=size(LARGEST_BYTES)
    )


def store() -> PhotoStore:
    return PhotoStore(current_app.config["SETTINGS"].data_dir / "files" / "photos")
