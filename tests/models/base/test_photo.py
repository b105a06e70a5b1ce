"""Photos: what comes out is a small upright square without a word in it; what is no photo is refused."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from models.base import photo
from models.base.photo import SIZES, NotAPhoto, PhotoStore, TooManyPixels, thumbnails

RED, BLUE = (220, 20, 20), (20, 20, 220)


def picture(kind="JPEG", size=(300, 200), mode="RGB", colour=RED, **options) -> bytes:
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def near(pixel, colour) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_squares_of_webp(kind):
    made = thumbnails(picture(kind))
    assert set(made) == set(SIZES)
    for side, data in made.items():
        image = opened(data)
        assert (image.format, image.size) == ("WEBP", (side, side))
        assert near(image.convert("RGB").getpixel((side // 2, side // 2)), RED)


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [
        ("PNG", "RGBA", (0, 0, 0, 0)),
        ("PNG", "LA", (0, 0)),
        ("PNG", "L", 255),
        ("PNG", "1", 1),
        ("PNG", "I;16", 65_535),
        ("JPEG", "CMYK", (0, 0, 0, 0)),
    ],
)
def test_other_ways_to_store_colours_are_understood_and_the_transparent_is_white(kind, mode, colour):
    image = opened(thumbnails(picture(kind, mode=mode, colour=colour))[64]).convert("RGB")
    assert near(image.getpixel((32, 32)), (255, 255, 255))


def test_nothing_rides_along():
    exif = Image.Exif()
    exif[0x010E] = "Hemmeligt sted"
    exif.get_ifd(0x8825)[1] = "N"
    for kind in ("JPEG", "PNG", "WEBP"):
        data = picture(kind, exif=exif, icc_profile=b"Hemmelig profil" * 20)
        assert b"Hemmelig" in data
        for made in thumbnails(data).values():
            assert b"Hemmelig" not in made
            assert not opened(made).getexif()
            assert not {"exif", "icc_profile", "xmp"} & opened(made).info.keys()


def test_the_picture_is_turned_as_the_camera_was_held():
    image = Image.new("RGB", (400, 400), BLUE)
    image.paste(RED, (0, 0, 400, 200))  # red above, blue below
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    written = BytesIO()
    image.save(written, "JPEG", exif=exif)
    upright = opened(thumbnails(written.getvalue())[256]).convert("RGB")
    assert near(upright.getpixel((128, 20)), BLUE)
    assert near(upright.getpixel((128, 236)), RED)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is larger than any memory."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.filterwarnings("ignore:Image size")  # Pillow warns by itself
@pytest.mark.parametrize("side", [5_100, 7_500, 12_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side, monkeypatch):
    monkeypatch.setattr(photo, "_upright", lambda image: pytest.fail("it was unpacked"))
    with pytest.raises(TooManyPixels):
        thumbnails(bomb(side, side))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        b"GIF89a" + b"\0" * 50,
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0",
    ],
)
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(NotAPhoto):
        thumbnails(data)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_kinds_of_pictures_are_refused(kind):
    with pytest.raises(NotAPhoto):
        thumbnails(picture(kind, size=(64, 64)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_pictures_are_refused_or_made_and_never_break_anything_else(kind):
    chance = random.Random(kind)  # noqa: S311
    whole = picture(kind)
    for _round in range(60):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.5 else whole)
        for _byte in range(min(5, len(data))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            made = thumbnails(bytes(data))
        except (NotAPhoto, TooManyPixels):
            continue
        assert opened(made[64]).size == (64, 64)


class TestStore:
    @pytest.fixture
    def store(self, tmp_path):
        return PhotoStore(tmp_path / "photos")

    def test_what_is_kept_can_be_read_and_discarded(self, store, tmp_path):
        name = store.keep({64: b"small", 256: b"large"})
        assert (store.read(name, 64), store.read(name, 256)) == (b"small", b"large")
        store.discard(name)
        store.discard(name)
        assert store.read(name, 64) is None
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]

    def test_two_photos_never_share_a_name(self, store):
        assert store.keep({64: b"a"}) != store.keep({64: b"a"})

    def test_nobody_else_on_the_machine_reads_them(self, store):
        path = store.path(store.keep({64: b"a"}), 64)
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0

    def test_a_failure_leaves_no_half_file(self, store, tmp_path, monkeypatch):
        def fail(_descriptor):
            raise OSError("disk full")

        monkeypatch.setattr(photo.os, "fsync", fail)
        with pytest.raises(OSError, match="disk full"):
            store.keep({64: b"a"})
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]

    def test_without_a_photo_there_is_nothing_to_discard(self, store):
        store.discard(None)
