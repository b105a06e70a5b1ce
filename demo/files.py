"""The contents of the demo's documents: small real files, made here, each with its title in it."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from models.base import file_store
from models.base.file_store import StoredFile

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}
WIDTH, HEIGHT = 240, 360


def keep_file(name: str, mime_type: str) -> StoredFile:
    """The file of a document with this name and type, on disk."""
    return file_store.keep(BytesIO(content(name, mime_type)), for_good=False)


def content(name: str, mime_type: str) -> bytes:
    """What a document with this name holds. Raises KeyError for a type that the demo does not make."""
    title = name.rpartition(".")[0] or name
    if mime_type == "application/pdf":
        return pdf(title)
    if mime_type == "text/csv":
        return f"Dato;Tekst;Beløb\r\n03-01-2025;{title};1.250,00\r\n".encode("utf-8-sig")
    return _picture(PICTURES[mime_type])


@cache
def _picture(kind: str) -> bytes:
    """A receipt, as somebody photographs one."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#f4f1ea")
    draw = ImageDraw.Draw(image)
    for row in range(40, HEIGHT - 60, 24):
        draw.rectangle((24, row, 150, row + 6), fill="#8a857b")
        draw.rectangle((180, row, 216, row + 6), fill="#5f5b53")
    draw.rectangle((24, HEIGHT - 44, 216, HEIGHT - 32), fill="#333333")
    drawn = BytesIO()
    image.save(drawn, kind)
    return drawn.getvalue()


def pdf(title: str) -> bytes:
    """A page with a title on it."""
    shown = title.encode("cp1252", "replace").translate(bytes.maketrans(b"()\\", b"   "))
    drawn = b"BT /F1 18 Tf 72 760 Td (" + shown + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(drawn)).encode() + b" >>\nstream\n" + drawn + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += str(number).encode() + b" 0 obj\n" + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n"
    return made + end + str(len(made)).encode() + b"\n%%EOF\n"
