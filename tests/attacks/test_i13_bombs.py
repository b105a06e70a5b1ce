"""I13, Werkzeug CVE-2023-25577 and CVE-2024-49767, OpenDocMan CVE-2026-108750: little that becomes much (ASVS 5.2.1, 5.2.3)."""

import resource
import struct
import time
import zlib
from io import BytesIO

import pytest

from tests.support import digest

pytestmark = pytest.mark.knows_no_engine

MEGABYTE = 1_000_000
LARGE = 400 * MEGABYTE  # twice the memory that a picture may cost; packing takes a piece at a time


def png(side: int) -> bytes:
    """A picture of one colour that says it is side × side, and is small, and unfolds to LARGE at most."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    size, packer = min((side // 8 + 2) * 50, LARGE), zlib.compressobj()
    rows = [packer.compress(bytes(min(MEGABYTE, size - at))) for at in range(0, size, MEGABYTE)]
    packed = b"".join(rows) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def parts(number: int, size: int) -> bytes:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * size + b"\r\n"
    return part * number + b"--x--\r\n"


@pytest.mark.asvs("5.2.1", "15.2.2")
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (parts(5_000, 1), "multipart/form-data; boundary=x"),
        (parts(2, 600_000), "multipart/form-data; boundary=x"),
        (parts(1, 2 * MEGABYTE), "multipart/form-data; boundary=x"),
        (b"a=" + b"b" * 900_000, "application/x-www-form-urlencoded"),
        (b"a=b&" * 400_000, "application/x-www-form-urlencoded"),
        (b"--" + b"\n" * 900_000, "multipart/form-data; boundary=x"),
        (b"x" * 3 * MEGABYTE, "text/plain"),
    ],
)
@pytest.mark.parametrize("path", ["/accounts", "/sign-in", "/accounts/1/documents", "/portal/sign-in"])
def test_a_form_that_is_too_much_is_refused_soon(browse, cast, body, kind, path):
    browser, before, began = browse(cast.olga), digest.digest(), time.process_time()
    response = browser.post(path, data=body, content_type=kind)
    assert response.status_code in (303, 400, 413, 422)  # 303: signed in already
    assert time.process_time() - began < 2
    assert digest.digest() == before


@pytest.mark.asvs("5.2.3")
@pytest.mark.parametrize("side", [20_000, 50_000, 2**31 - 1])
def test_a_picture_that_unfolds_is_no_photo(browse, cast, side):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kilobytes
    form = {"photo": (BytesIO(png(side)), "foto.png")}
    response = browse(cast.olga).post("/accounts/1/photo", data=form, content_type="multipart/form-data")
    assert response.status_code == 422
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.asvs("5.2.1")
def test_who_is_not_signed_in_sends_no_file_at_all(client, cast):
    body = parts(1, 2 * MEGABYTE)
    for path in ("/accounts/1/documents", "/accounts/1/photo", "/portal/accounts/1/documents"):
        response = client.post(path, data=body, content_type="multipart/form-data; boundary=x")
        assert response.status_code in (303, 413)
