"""Chapter: the people of clients sign in with one password, and one of them finds documents that open."""

from functools import cache
from io import BytesIO

from demo.house import PASSWORD
from models import Document, file_store
from models.password import hash_password
from models.portal_access import seats_of

EMAIL = "henrik@brdr-aagaard.example"


@cache
def password_hash() -> str:
    """Of the password that everybody accepts an invitation with: hashing is slow on purpose."""
    return hash_password(PASSWORD)


def open_door():
    """Give the documents that Henrik sees a content."""
    for seat in seats_of(EMAIL):
        for document in Document.for_client(seat.link.account):
            if document.mime_type == "application/pdf":
                content = pdf(document.name)
                kept = file_store.keep(BytesIO(content))
                told = {"file": kept.name, "sha256": kept.sha256, "size": kept.size}
                Document.update(told).where(Document.id == document.id).execute()


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
