"""W02: fourteen bodies that were begun and never ended kept everybody else out, without signing in (slow loris, slow read).

Who sends or reads slowly costs a connection, not a thread; the deadlines themselves are in tests/serving/test_wire.py.
"""

import time
from contextlib import ExitStack, closing, suppress

import pytest

from tests.support.raw import HERE, MANY, dial

pytestmark = pytest.mark.knows_no_engine

SECONDS = [10, pytest.param(60, marks=pytest.mark.full)]
BODY = (
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nemail="
)
CHUNKS = BODY.replace(b"Content-Length: 500", b"Transfer-Encoding: chunked").replace(
    b"email=", b"1f4\r\nemail="
)
FILE = BODY.replace(b"500", b"50000000").replace(b"/sign-in", b"/accounts/1/documents")
HEAD = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Never-Ending: "
NOTHING = b""
PAGE = b"GET /static/vendor/tabler.min.css HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20  # asked for, never read
TRICKLES = (BODY, HEAD, CHUNKS)


@pytest.mark.parametrize("seconds", SECONDS)
def test_everybody_else_is_served(visitor, seconds):
    """64 of each kind from one address and 64 from as many, all at once."""
    visitor.sign_in()
    with ExitStack() as opened:
        stalled = [
            (sent, opened.enter_context(closing(dial(visitor.port, sent, source))))
            for sent in (BODY, HEAD, CHUNKS, FILE, NOTHING, PAGE)
            for source in (*[HERE] * 64, *MANY)
        ]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert_served(visitor)
            for sent, connection in stalled:
                if sent in TRICKLES:
                    trickle(connection)
            time.sleep(1)
    assert_served(visitor)


def assert_served(visitor):
    """Raises TimeoutError when an answer takes too long."""
    assert b" 200 " in visitor.ask("/healthz")
    visitor.sign_in()
    assert "Østergaard" in visitor.ask("/search?q=ostergaard").decode()


def trickle(connection):
    with suppress(OSError):  # out of time, as it should be
        connection.send(b"x")
