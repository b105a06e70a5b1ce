"""W04: whoever has not signed in fills the disk with files that are kept until the answer is known to be no (ASVS 5.2.1).

More than a form is kept only of who may send it there; the rest is read, dropped and answered in the program's own words.
"""

import pytest

from tests.support.raw import dial, one_answer, status

pytestmark = [pytest.mark.knows_no_engine, pytest.mark.asvs("5.2.1")]

BOUNDARY = b"--x\r\n"
FIELD = (
    b'Content-Disposition: form-data; name="files"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
)
FILE = BOUNDARY + FIELD + b"%PDF-1.7\n" + b"x" * 3_000_000 + b"\r\n--x--\r\n"


def sent(visitor, path: str, headers: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {visitor.host}\r\nSec-Fetch-Site: same-origin\r\n{headers}\r\n"
    connection = dial(visitor.port, head.encode() + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n")
    connection.sendall(FILE if "Length" in headers else b"%x\r\n%s\r\n0\r\n\r\n" % (len(FILE), FILE))
    return one_answer(connection)


@pytest.mark.parametrize("framing", [f"Content-Length: {len(FILE)}", "Transfer-Encoding: chunked"])
def test_a_file_is_taken_from_who_may_send_it_there_alone(visitor, framing):
    path = "/accounts/1/documents"
    visitor.sign_in()
    assert status(sent(visitor, path, f"Cookie: {visitor.cookie}\r\n{framing}")) == 303
    for asked, cookie in (
        (path, ""),
        (path, "session=made-up"),
        ("/sign-in", visitor.cookie),
        ("/nothing", ""),
    ):
        heard = sent(visitor, asked, f"Cookie: {cookie}\r\n{framing}")
        # 303 leads to the door, unread.
        assert status(heard) == {path: 303, "/sign-in": 413, "/nothing": 404}[asked]
        assert b"Content-Security-Policy:" in heard
