"""How a web process treats its connections: what waits, what is closed and when, what a thread sees."""

import os
import signal
import socket
import time
from threading import Event

import pytest

from serving import wire
from tests.support.raw import HERE, dial, status, whole

pytestmark = pytest.mark.knows_no_engine

FORM = 40_000  # bytes; more than is read at once
FILE = 100_000
PATIENCE_SECONDS = 25.0
GET = b"GET %s HTTP/1.1\r\nHost: a.example\r\n\r\n"


class Program:
    """An application that notes what it is asked; /wait waits until it may go on, the others answer at once."""

    def __init__(self):
        self.asked, self.bodies, self.go_on = [], [], Event()

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        self.asked.append((environ["REQUEST_METHOD"], path, environ["REMOTE_ADDR"]))
        self.bodies.append(len(environ["wsgi.input"].read()))
        if path == "/wait":
            self.go_on.wait(PATIENCE_SECONDS)
        status, body = {
            "/none": ("204 No Content", []),
            "/same": ("304 Not Modified", []),
            "/much": ("200 OK", [b"x" * 1_000_000] * 20),
        }.get(path, ("200 OK", [b"ok\n"]))
        length = [("Content-Length", str(sum(map(len, body))))] if body else []
        start_response(status, [("Content-Type", "text/plain"), *length])
        return body


class Stage:
    """A server whose rounds the test runs itself."""

    def __init__(self):
        self.program = Program()
        listening = socket.create_server((HERE, 0))
        self.port = listening.getsockname()[1]
        self.server = wire.Server(self.program, listening, FORM, self.most_bytes)
        self.dialled = []

    def most_bytes(self, environ) -> int:
        known = environ.get("HTTP_COOKIE") == "known" and environ["PATH_INFO"] == "/files"
        return FILE if known else FORM

    def dial(self, data: bytes = b"", source: str = HERE) -> socket.socket:
        before = len(self.server.active_channels)
        connection = dial(self.port, data, source)
        connection.settimeout(0)
        self.dialled.append(connection)
        self.run(lambda: len(self.server.active_channels) > before or self.server.in_connection_overflow)
        return connection

    @property
    def connection(self) -> wire.Connection:
        """The server's end of the last connection."""
        return list(self.server.active_channels.values())[-1]

    def run(self, until):
        """Rounds until something is so."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not until():
            assert time.monotonic() < deadline, "It never came to that."
            self.server.round(0.01)

    def answer(self, connection: socket.socket, closed: bool = False) -> bytes:
        """What comes on a connection, until it is closed or one answer is there."""
        heard = []

        def there():
            try:
                data = connection.recv(65_536)
            except BlockingIOError:
                return False
            except ConnectionResetError:
                return True
            heard.append(data)
            return not data or (not closed and whole(b"".join(heard)))

        self.run(there)
        return b"".join(heard)


@pytest.fixture
def stage():
    stage = Stage()
    yield stage
    stage.program.go_on.set()
    stage.server.task_dispatcher.shutdown()
    stage.server.health.shutdown()
    for connection in (*stage.dialled, *list(stage.server.active_channels.values())):
        connection.close()
    stage.server.close()


def overdue_after(connection: wire.Connection, seconds: float) -> bool:
    """Whether a client that goes on owing what it owes now is out of time so much later."""
    now = time.monotonic()
    assert not connection.overdue(now)
    return connection.overdue(now + seconds)


# Deadlines


@pytest.mark.parametrize("sent", [b"", b"GET", b"GET / HTTP/1.1\r\nHost: a.example\r\nX: " + b"x" * 500])
def test_a_head_has_twenty_seconds_from_the_beginning(stage, sent):
    stage.dial(sent)
    stage.run(lambda: bool(stage.connection.request) == bool(sent))
    assert not overdue_after(stage.connection, 19)
    assert stage.connection.overdue(time.monotonic() + 21)


def test_a_head_that_trickles_has_no_longer(stage):
    client = stage.dial(b"GET / HT")
    stage.run(lambda: stage.connection.request)
    now = time.monotonic()
    assert not stage.connection.overdue(now)
    for second in range(1, 20):
        client.send(b"x")
        stage.server.round(0.01)
        assert not stage.connection.overdue(now + second)
    client.send(b"x")
    stage.server.round(0.01)
    assert stage.connection.overdue(now + 21)


def test_after_an_answer_the_next_request_has_longer_than_the_minute_of_proxies(stage):
    client = stage.dial(GET % b"/")
    stage.answer(client)
    stage.run(lambda: not stage.connection.requests)
    assert not overdue_after(stage.connection, 70)
    assert stage.connection.overdue(time.monotonic() + 80)


BODY = b"POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 900\r\n\r\n"
CHUNKS = b"POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n384\r\n"


@pytest.mark.parametrize("head", [BODY, CHUNKS])
def test_a_body_that_stalls_is_out_of_time_after_the_grace(stage, head):
    stage.dial(head + b"x" * 10)
    stage.run(lambda: stage.connection.request is not None)
    assert not overdue_after(stage.connection, 29)
    assert stage.connection.overdue(time.monotonic() + 32)


def slow_upload(stage, bytes_a_second: int, seconds: int) -> bool:
    """Whether a file that comes at such a rate is closed within so many seconds, or comes through."""
    length = bytes_a_second * seconds
    head = b"POST /files HTTP/1.1\r\nHost: a.example\r\nCookie: known\r\nContent-Length: %d\r\n\r\n" % (
        length + 1
    )
    client = stage.dial(head)
    stage.run(lambda: stage.connection.request is not None and not stage.server.task_dispatcher.queue)
    start, connection = time.monotonic(), stage.connection
    for second in range(seconds):
        client.send(b"x" * bytes_a_second)
        stage.run(lambda: connection.request.body_bytes_received >= bytes_a_second * (second + 1))  # noqa: B023
        if connection.overdue(start + second):
            return True
    return False


def test_a_body_slower_than_the_least_rate_is_out_of_time_however_lively(stage):
    assert slow_upload(stage, 100, 60)


def test_a_slow_line_that_keeps_the_least_rate_comes_through(stage, monkeypatch):
    monkeypatch.setattr("tests.serving.test_wire.FILE", 10_000_000)
    assert not slow_upload(stage, wire.LEAST_RATE + 500, 600)


def test_who_has_sent_much_may_not_be_silent_for_long(stage):
    head = b"POST /files HTTP/1.1\r\nHost: a.example\r\nCookie: known\r\nContent-Length: 90000\r\n\r\n"
    client = stage.dial(head)
    stage.run(lambda: stage.connection.request is not None)
    assert not stage.connection.overdue(time.monotonic())
    client.send(b"x" * 80_000)  # ten seconds' worth, before the grace is over
    stage.run(lambda: stage.connection.request.body_bytes_received == 80_000)
    now = time.monotonic()
    assert not stage.connection.overdue(now)
    assert not stage.connection.overdue(now + 35)
    assert stage.connection.overdue(now + 61)


def test_who_does_not_read_has_the_same_rate_and_holds_no_thread(stage):
    unread = [stage.dial(GET % b"/much") for _ in range(wire.THREADS + 2)]
    stage.run(lambda: len(stage.program.asked) == len(unread))
    stage.run(lambda: stage.server.task_dispatcher.active_count == 0)
    assert not overdue_after(stage.connection, 29)
    assert stage.connection.overdue(time.monotonic() + 35)
    assert stage.answer(stage.dial(GET % b"/")).endswith(b"ok\n")


def test_whom_we_keep_waiting_is_never_out_of_time(stage):
    stage.dial(GET % b"/wait")
    stage.run(lambda: stage.program.asked)
    assert not overdue_after(stage.connection, 10_000)


def test_who_is_out_of_time_is_closed(stage, monkeypatch):
    monkeypatch.setattr(wire, "HEAD_SECONDS", -1.0)
    assert stage.answer(stage.dial(b"GET"), closed=True) == b""


def test_who_has_the_time_is_served_meanwhile(stage):
    waiting = [stage.dial(BODY) for _ in range(20)] + [stage.dial(b"GET / ") for _ in range(20)]
    assert stage.answer(stage.dial(GET % b"/")).endswith(b"ok\n")
    assert len(stage.program.asked) == 1
    waiting[0].send(b"x" * 900)
    assert stage.answer(waiting[0]).endswith(b"ok\n")
    assert stage.program.bodies[-1] == 900


# Too many connections


def test_with_too_many_the_longest_silent_of_the_address_with_most_gives_way(stage, monkeypatch):
    monkeypatch.setattr(wire, "CONNECTIONS", 6)
    alone = stage.dial(b"GET / ", source="127.0.0.2")
    many = [stage.dial(b"GET / ") for _ in range(5)]
    connections = stage.server.active_channels.values()
    stage.run(lambda: all(each.request for each in connections))
    for number, each in enumerate(connections):
        each.last_activity = number
    assert stage.answer(stage.dial(GET % b"/")).endswith(b"ok\n")
    assert stage.answer(many[0], closed=True) == b""
    for each in (alone, *many[1:]):
        each.send(b"HTTP/1.1\r\nHost: a.example\r\n\r\n")
        assert stage.answer(each).endswith(b"ok\n")


def test_nobody_who_is_being_answered_gives_way(stage, monkeypatch):
    monkeypatch.setattr(wire, "CONNECTIONS", 2)
    working = [stage.dial(GET % b"/wait") for _ in range(2)]
    stage.run(lambda: len(stage.program.asked) == 2)
    late = stage.dial(GET % b"/late")
    stage.program.go_on.set()
    for each in (*working, late):
        assert stage.answer(each).endswith(b"ok\n")


# Bodies that are too large for who sends them


def post(path: bytes, length: int, *headers: bytes) -> bytes:
    head = b"\r\n".join([b"POST " + path + b" HTTP/1.1", b"Host: a.example", *headers])
    return head + b"\r\nContent-Length: %d\r\n\r\n" % length + b"x" * length


@pytest.mark.parametrize(
    ("path", "cookie", "length", "kept"),
    [
        (b"/files", b"known", FORM, FORM),
        (b"/files", b"known", FILE, FILE),
        (b"/files", b"known", FILE + 1, 0),
        (b"/files", b"somebody", FORM, FORM),
        (b"/files", b"somebody", FORM + 1, 0),
        (b"/files", b"somebody", FILE, 0),
        (b"/forms", b"known", FORM + 1, 0),
    ],
)
def test_what_is_too_large_for_its_sender_is_never_kept(stage, path, cookie, length, kept):
    client = stage.dial()
    client.settimeout(PATIENCE_SECONDS)
    client.sendall(post(path, length, b"Cookie: " + cookie))
    client.settimeout(0)
    stage.answer(client)
    assert stage.program.bodies == [kept]


@pytest.mark.parametrize(
    ("cookie", "size", "kept"), [(b"known", 50, 50_000), (b"known", 150, 0), (b"x", 60, 0)]
)
def test_a_body_without_a_length_is_kept_as_far_as_its_sender_may(stage, cookie, size, kept):
    head = b"POST /files HTTP/1.1\r\nHost: a\r\nCookie: %s\r\nTransfer-Encoding: chunked\r\n\r\n" % cookie
    client = stage.dial(head)
    for _ in range(size):
        client.send(b"3e8\r\n" + b"x" * 1_000 + b"\r\n")
        stage.server.round(0.01)
    client.send(b"0\r\n\r\n")
    stage.answer(client)
    assert stage.program.bodies == [kept]


def test_when_nobody_can_tell_who_sends_only_a_form_is_kept(stage, monkeypatch, caplog):
    def fail(environ):
        raise RuntimeError("the database is on fire")

    monkeypatch.setattr(stage.server, "most_bytes", fail)
    client = stage.dial(post(b"/files", FORM + 1, b"Cookie: known"))
    stage.answer(client)
    assert stage.program.bodies == [0]
    assert "the database is on fire" in caplog.text


def test_who_asks_first_whether_to_go_on_is_told_so(stage):
    head, _, body = post(b"/", 900, b"Expect: 100-continue").partition(b"\r\n\r\n")
    client = stage.dial(head + b"\r\n\r\n")
    assert b"100 Continue" in stage.answer(client)
    client.send(body)
    assert stage.answer(client).endswith(b"ok\n")


# One connection after an answer


@pytest.mark.parametrize("path", [b"/", b"/none", b"/same"])
def test_a_connection_goes_on_after_an_answer_with_or_without_a_body(stage, path):
    client = stage.dial()
    for _ in range(3):
        client.send(GET % path)
        answer = stage.answer(client)
        assert status(answer) in (200, 204, 304)
        assert b"close" not in answer.lower()


def test_it_ends_when_the_client_says_so(stage):
    asked = b"GET /none HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"
    assert b"Connection: close" in stage.answer(stage.dial(asked), closed=True)


def test_a_client_that_closes_its_half_gets_its_answer(stage):
    client = stage.dial(GET % b"/")
    client.shutdown(socket.SHUT_WR)
    assert stage.answer(client, closed=True).endswith(b"ok\n")


def test_several_requests_at_once_are_answered_in_order(stage):
    client = stage.dial(GET % b"/a" + GET % b"/none" + GET % b"/b" + BODY + b"x" * 900)
    stage.run(lambda: len(stage.program.asked) == 4)
    assert [path for _, path, _ in stage.program.asked] == ["/a", "/none", "/b", "/"]
    client.close()


def test_an_answer_says_nothing_of_the_server(stage):
    answer = stage.answer(stage.dial(GET % b"/")).lower()
    assert b"\r\nserver:" not in answer
    assert b"waitress" not in answer


# Signs of life


def test_the_process_answers_for_itself_while_all_threads_wait(stage):
    for _ in range(wire.THREADS + 3):
        stage.dial(GET % b"/wait")
    stage.run(lambda: stage.server.task_dispatcher.queue)
    assert stage.answer(stage.dial(GET % b"/healthz")).endswith(b"ok\n")


def test_it_does_not_when_requests_wait_and_none_has_been_done_for_two_minutes(stage):
    for _ in range(wire.THREADS + 3):
        stage.dial(GET % b"/wait")
    stage.run(lambda: stage.server.task_dispatcher.queue)
    assert not stage.server.stuck()
    stage.server.done_at -= 121
    stage.dial(GET % b"/healthz")
    assert stage.server.stuck()
    stage.program.go_on.set()
    stage.run(lambda: not stage.server.stuck())
    assert "/healthz" not in [path for _, path, _ in stage.program.asked]


def test_the_connection_to_the_watcher_has_no_deadline_and_its_end_ends_the_process(stage, monkeypatch):
    killed = []
    monkeypatch.setattr(os, "kill", lambda pid, what: killed.append((pid, what)))
    ours, theirs = socket.socketpair()
    stage.server.answer(theirs)
    connection = stage.connection
    assert not overdue_after(connection, 10_000)
    assert not connection.gives_way()
    ours.send(GET % b"/healthz")
    ours.settimeout(0)
    assert stage.answer(ours).endswith(b"ok\n")
    assert not killed
    ours.close()
    stage.run(lambda: killed)
    assert set(killed) == {(os.getpid(), signal.SIGTERM)}


@pytest.mark.parametrize(
    ("seen", "written"),
    [
        (("192.0.2.7", 1), "192.0.2.7"),
        (("::ffff:192.0.2.7", 1, 0, 0), "192.0.2.7"),
        (("2001:db8::1", 1, 0, 0), "2001:db8::1"),
        (("fe80::1%eth0", 1, 0, 2), "fe80::1"),
    ],
)
def test_a_client_has_one_address_however_it_came(stage, seen, written):
    assert stage.server.fix_addr(seen)[0] == written
