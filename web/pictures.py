"""Upload and delivery of pictures: photos of clients and people, the firm's logo."""

from collections.abc import Callable
from typing import NamedTuple

from flask import current_app, make_response, request
from flask_babel import gettext as _

from access import Missing
from models.base.photo import (
    LARGEST_BYTES,
    LOGO_BOX,
    SIZES,
    NotAPhoto,
    Photographed,
    PhotoStore,
    TooManyPixels,
    logo,
    thumbnails,
)
from models.processes.orphan_files import shelf_of
from web.headers import FILE_CSP
from words.formats import size


class Album(NamedTuple):
    """Pictures of one kind: their folder, what makes them of the bytes that came, their sizes and their type."""

    folder: str
    make: Callable[[bytes], dict[int, bytes]]
    sizes: tuple[int, ...]
    ending: str

    @property
    def store(self) -> PhotoStore:
        folder = current_app.config["SETTINGS"].data_dir / "files" / self.folder
        return PhotoStore(folder, self.sizes, self.ending)

    def discard(self, name: str | None):
        """Delete a picture, unless it is still shown: an individual shows the photo of its contact."""
        if name and not shelf_of(self.folder).used({name}):
            self.store.discard(name)

    def read(self, name: str | None, side: int | None = None) -> bytes | None:
        """One picture, in the largest size where the wanted one is none of ours; None when there is none."""
        return name and self.store.read(name, side if side in self.sizes else max(self.sizes))


PHOTOS = Album("photos", thumbnails, SIZES, "webp")
LOGOS = Album("logos", logo, LOGO_BOX[1:], "png")


def picture_response(album: Album, subject: Photographed):
    """The picture of `subject` as a response, in the size that was asked for. Raises Missing."""
    picture = album.read(getattr(subject, subject.picture), request.args.get("size", None, int))
    if not picture:
        raise Missing(None)
    response = make_response(picture)
    response.mimetype = f"image/{album.ending}"
    response.headers["Content-Security-Policy"] = FILE_CSP
    return response


def take_picture(album: Album, subject: Photographed, actor) -> str | None:
    """Let what was uploaded be the picture of `subject`; where it cannot be, why not in words."""
    sent = request.files.get("photo")
    data = sent.read() if sent else b""
    try:
        _replace(album, subject, album.make(data), actor)
    except (NotAPhoto, TooManyPixels) as error:
        return _problem(error, data)
    return None


def remove_picture(album: Album, subject: Photographed, actor):
    album.discard(subject.change_photo(None, actor))


def _replace(album: Album, subject: Photographed, pictures: dict[int, bytes], actor):
    """Files before the row, so that no row tells of a missing file; the former ones go once nothing tells of them."""
    kept = album.store.keep(pictures)
    try:
        former = subject.change_photo(kept, actor)
    except BaseException:
        album.store.discard(kept)
        raise
    album.discard(former)


def _problem(error: Exception, data: bytes) -> str:
    if not data:
        return _("Choose a picture first.")
    if isinstance(error, TooManyPixels):
        return _("This picture has too many pixels. Make it smaller first.")
    return _(
        "This is not a photo. It has to be JPEG, PNG or WebP, at most %(size)s.", size=size(LARGEST_BYTES)
    )
