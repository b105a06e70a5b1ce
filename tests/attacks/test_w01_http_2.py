"""W01: six streams of HTTP/2 in clear text that never sent their bodies ended a server for good, without signing in.

Nothing but HTTP/1.1 is spoken on the port: what begins with the preface of HTTP/2 is refused and closed.
"""

import pytest

from tests.support.raw import MANY, dial, one_answer, status, until_closed

pytestmark = pytest.mark.knows_no_engine

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


def still_well(visitor):
    assert b" 200 " in visitor.ask("/healthz")


def test_64_prefaces_are_refused_and_closed(visitor):
    attackers = [dial(visitor.port, PREFACE + SETTINGS, source) for source in MANY]
    still_well(visitor)
    for each in attackers:
        assert status(until_closed(each)) in (0, 400)
    still_well(visitor)


@pytest.mark.parametrize(
    "beginning",
    [
        PREFACE,
        PREFACE[:16],
        b"PRI ",
        b"PRI * HTTP/2.0\r\n",
        b"\r\n" + PREFACE,
        b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
    ],
)
def test_any_beginning_of_it_is(visitor, beginning):
    assert status(until_closed(dial(visitor.port, beginning))) in (0, 400)


def test_one_letter_after_the_other_it_is(visitor):
    attacker = dial(visitor.port)
    for letter in (b"P", b"R", b"I", b" "):
        attacker.sendall(letter)
    assert status(until_closed(attacker)) in (0, 400)


def test_after_an_answer_it_is(visitor):
    attacker = dial(visitor.port, GET + b"\r\n")
    assert status(one_answer(attacker)) == 200
    attacker.sendall(PREFACE)
    assert status(until_closed(attacker)) in (0, 400)


@pytest.mark.parametrize(
    "offer", [b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"]
)
def test_an_offer_to_change_to_it_is_not_taken_up(visitor, offer):
    answer = one_answer(dial(visitor.port, GET + offer + b"\r\n"))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"upgrade:" not in answer.lower()
