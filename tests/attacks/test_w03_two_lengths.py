"""W03: a request whose end can be read in two ways hides a second one from the proxy in front (request smuggling, ASVS 4.2.1).

What has two lengths, or one that is none, is refused, and nothing after it on that connection is read as a request.
"""

import re

import pytest

from tests.support.raw import dial, one_answer, status, until_closed

pytestmark = [pytest.mark.knows_no_engine, pytest.mark.asvs("4.2.1")]

HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
LENGTH = b"Content-Length: 5\r\n"
END = b"0\r\n\r\n"


def post(headers: bytes, body: bytes = END, version: bytes = b"1.1") -> bytes:
    return b"POST /sign-in HTTP/" + version + b"\r\nHost: localhost\r\n" + headers + b"\r\n" + body


TWO_WAYS = {
    "both": post(LENGTH + CHUNKED),
    "both, the other way round": post(CHUNKED + LENGTH),
    "two lengths": post(LENGTH + b"Content-Length: 6\r\n"),
    "the same length twice": post(LENGTH + LENGTH),
    "a list of lengths": post(b"Content-Length: 5, 5\r\n"),
    "a length with a sign": post(b"Content-Length: +5\r\n"),
    "a negative length": post(b"Content-Length: -5\r\n"),
    "a length in hexadecimal": post(b"Content-Length: 0x5\r\n"),
    "a length with an underscore": post(b"Content-Length: 1_0\r\n"),
    "no length": post(b"Content-Length:\r\n"),
    "a length of other digits": post("Content-Length: ٥\r\n".encode()),
    "chunked twice": post(b"Transfer-Encoding: chunked, chunked\r\n"),
    "chunked on two lines": post(CHUNKED + CHUNKED),
    "chunked not last": post(b"Transfer-Encoding: chunked, identity\r\n"),
    "another coding": post(b"Transfer-Encoding: gzip, chunked\r\n"),
    "an unknown coding": post(b"Transfer-Encoding: xchunked\r\n"),
    "a quoted coding": post(b'Transfer-Encoding: "chunked"\r\n'),
    "a vertical tab": post(b"Transfer-Encoding: \x0bchunked\r\n"),
    "a coding in HTTP/1.0": post(CHUNKED, version=b"1.0"),
    "a space before the colon": post(b"Transfer-Encoding : chunked\r\n" + LENGTH),
    "a folded line": post(b"Transfer-Encoding:\r\n chunked\r\n" + LENGTH),
    "a bare end of line": post(b"X: y\nTransfer-Encoding: chunked\r\n" + LENGTH),
    "a bare return": post(b"X: y\rTransfer-Encoding: chunked\r\n" + LENGTH),
    "a size with a sign": post(CHUNKED, b"+0\r\n\r\n"),
    "a size with a space": post(CHUNKED, b" 0\r\n\r\n"),
    "a size in other words": post(CHUNKED, b"0x0\r\n\r\n"),
    "a piece longer than its size": post(CHUNKED, b"1\r\nab\r\n0\r\n\r\n"),
    "a size without an end": post(CHUNKED, b"0" * 2_000),
    "a bare end after a size": post(CHUNKED, b"0\n\n" + b"0" * 2_000),
    "endless trailers": post(CHUNKED, b"0\r\nX: " + b"x" * 2_000),
    "a head without an end": b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000,
    "many lines": b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000,
    "no version": b"GET /\r\n\r\n",
    "a version of its own": b"GET / HTTP/3.0\r\nHost: localhost\r\n\r\n",
    "no address": b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an odd address": "GET http://℀.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
    "NUL": b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\nX: \x00\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
}


@pytest.mark.parametrize("sent", TWO_WAYS.values(), ids=TWO_WAYS)
def test_it_is_refused_and_nothing_behind_it_is_read(visitor, sent):
    heard = until_closed(dial(visitor.port, sent + HIDDEN))
    assert len(re.findall(rb"(?m)^HTTP/1", heard)) <= 1
    assert status(heard) in (0, 400, 431, 501)


def test_an_honest_body_in_pieces_is_taken(visitor):
    pieces = b"4\r\nemai\r\n3;x=y\r\nl=a\r\n0\r\nX: y\r\n\r\n"
    kind = b"Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    heard = one_answer(dial(visitor.port, post(kind + CHUNKED, pieces)))
    assert status(heard) == 422


@pytest.mark.parametrize(
    "host", [b"", b"Host: evil.example\r\n", b"Host: localhost\r\nHost: evil.example\r\n"]
)
def test_a_request_without_our_own_name_is_refused(visitor, host):
    assert status(one_answer(dial(visitor.port, b"GET / HTTP/1.1\r\n" + host + b"\r\n"))) == 400
