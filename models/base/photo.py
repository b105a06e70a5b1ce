"""Photos: uploaded pictures are checked, cropped square, scaled down and stripped of metadata."""

import os
import secrets
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from models.base.database import transaction

SIZES = (64, 256)  # sides in pixels
FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_BYTES = 15_000_000
MOST_PIXELS = 50_000_000
MOST_UNPACKED = (
    25_000_000  # pixels of what is no JPEG, and so unpacked whole: 100 MB, and as much again on the way
)
QUALITY = 82
LOGO_BOX = (480, 128)  # width and height in pixels, twice what is shown


class NotAPhoto(Exception):
    """The bytes are no picture in one of FORMATS."""


class TooManyPixels(Exception):
    """The picture would need more memory than a picture is worth."""


def thumbnails(data: bytes) -> dict[int, bytes]:
    """Side in pixels → WebP of the middle of the picture, upright. Raises NotAPhoto and TooManyPixels."""
    upright = _unpacked(data, _upright)
    return {side: _webp(upright, side) for side in SIZES}


def logo(data: bytes) -> dict[int, bytes]:
    """Its height in pixels → PNG of the whole picture within LOGO_BOX, with what is transparent in it.

    Raises NotAPhoto and TooManyPixels.
    """
    small = _unpacked(data, _within_the_box)
    written = BytesIO()
    Image.frombytes("RGBA", small.size, small.tobytes()).save(written, "PNG", optimize=True)
    return {LOGO_BOX[1]: written.getvalue()}


def _within_the_box(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(_reduced(image, 2 * max(LOGO_BOX)))
    return ImageOps.contain(turned.convert("RGBA"), LOGO_BOX)


def _unpacked(data: bytes, unpack) -> Image.Image:
    """What `unpack` makes of the picture. Raises NotAPhoto and TooManyPixels."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            most = MOST_PIXELS if image.format == "JPEG" else MOST_UNPACKED
            if image.width * image.height > most:  # known before anything is unpacked
                raise TooManyPixels
            return unpack(image)
    except TooManyPixels:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except Exception as error:  # what damaged pictures make the decoders raise is no closed list
        raise NotAPhoto from error


def _upright(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(_reduced(image, 2 * max(SIZES)))
    if turned.mode == "RGBA":
        ground = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(ground, turned)
    return turned.convert("RGB")


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """The picture no larger than makes `side` pixels of its shorter side: each step after it takes memory and time."""
    image.draft("RGB", (side, side))  # a JPEG is unpacked no larger than is needed
    if image.mode not in ("RGB", "L"):
        image = image.convert("RGBA")
    factor = min(image.size) // side
    return image.reduce(factor) if factor > 1 else image


def _webp(image: Image.Image, side: int) -> bytes:
    written = BytesIO()
    # A new image, since info such as EXIF and colour profiles rides along in the old one.
    small = ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)
    Image.frombytes("RGB", small.size, small.tobytes()).save(written, "WEBP", quality=QUALITY)
    return written.getvalue()


class Photographed:
    """A recorded record with a picture: the column `picture` names one in a PhotoStore."""

    picture = "photo"

    def change_photo(self, name: str | None, actor) -> str | None:
        """Show another picture, by its name in the store, or none; returns the name of the former one."""
        with transaction():
            former = getattr(self.hold(), self.picture)
            verb = f"{self.picture}_{'changed' if name else 'removed'}"
            self.amend(actor, verb, **{self.picture: name})
        return former


class PhotoStore:
    """Photos as files of one directory, each under a name of our own making, one file a size."""

    def __init__(self, directory: Path, sizes=SIZES, ending: str = "webp"):
        self._directory, self._sizes, self._ending = directory, sizes, ending

    def keep(self, pictures: dict[int, bytes]) -> str:
        """Store what thumbnails() or logo() made, whole and on the disk before this returns; the result is its name."""
        name = secrets.token_hex(16)
        for side, data in pictures.items():
            _write(self.path(name, side), data)
        return name

    def path(self, name: str, side: int) -> Path:
        return self._directory / name[:2] / f"{name}-{side}.{self._ending}"

    def read(self, name: str, side: int) -> bytes | None:
        """The picture of one size, or None when it is gone."""
        try:
            return self.path(name, side).read_bytes()
        except FileNotFoundError:
            return None

    def discard(self, name: str | None):
        """Delete a photo that nothing shows any more; nothing happens without one."""
        for side in self._sizes if name else ():
            self.path(name, side).unlink(missing_ok=True)


def _write(path: Path, data: bytes):
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        with suppress(FileNotFoundError):
            draft.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
