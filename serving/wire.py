"""A web process: waitress, which takes a whole request in before a thread sees it, with deadlines for those who are slow.

A thread only ever works. Whoever sends or reads slowly costs a connection and a little memory, has a deadline and a least
rate, and gives way to others when there are too many. What is too large for its sender is read and dropped, so that the
application can say so in its own words.
"""

import contextlib
import io
import logging
import os
import re
import resource
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.utilities import BadRequest

THREADS = 2  # processes first: four threads in one cost 1.5 to 1.9 times the CPU (GIL hand-over)
CONNECTIONS = 1_000  # of this process; then those give way who wait for nothing but their own next bytes
MORE = 50  # than that, while those who give way are being closed
OPEN_FILES = 16_384  # a connection, and up to three temporary files of what it sends and gets

HEAD_SECONDS = 20.0  # for the head of a request, from the first byte or from the connection's beginning
IDLE_SECONDS = (
    75.0  # between two requests; longer than the minute of the usual proxies, which would meet a closed door
)
GRACE_SECONDS = 30.0  # before the least rate counts
LEAST_RATE = 8_000  # bytes a second, on the average, of what is sent to us and read from us
SILENT_SECONDS = 60.0  # in the middle of it
STUCK_SECONDS = 120.0  # with requests waiting and none getting done
STOP_SECONDS = 8.0

LARGEST_HEAD = 32_768
LARGEST_LINE = 1_024  # of those that announce the pieces of a body, and that follow it
IN_MEMORY = 65_536  # bytes of a body, until the rest goes into a temporary file

HTTP_2 = b"PRI "  # what begins its preface
CODINGS = re.compile(rb"^transfer-encoding:[ \t]*(.*?)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
ONLY_CODING = [b"chunked"]
HEALTH = "/healthz"


class Nothing:
    """A buffer that counts what it is given and keeps none of it."""

    def __init__(self, length: int):
        self.length = length

    def __len__(self):
        return self.length

    def append(self, data: bytes):
        self.length += len(data)

    def getfile(self):
        return io.BytesIO()

    def close(self):
        pass


class Request(HTTPRequestParser):
    """A request on its way in. HTTP/1.1 and 1.0 alone, and no body whose end could be read in two ways."""

    path = ""  # of what cannot be understood
    asked = False  # whether its sender may send so much
    allowed = None  # bytes of body, when that is known

    @property
    def large(self) -> bool:
        """Whether it is, or has grown, larger than a form, so that it depends on who sends it."""
        return max(self.content_length, self.body_bytes_received) > self.adj.largest_form

    def received(self, data: bytes) -> int:
        if not self.headers_finished and (self.header_plus[:4] + data[:4]).startswith(HTTP_2):
            return self._end_with_error(data, "Speak HTTP/1.1 here")
        consumed = super().received(data)
        if self.chunked and max(map(len, (self.body_rcv.control_line, self.body_rcv.trailer))) > LARGEST_LINE:
            return self._end_with_error(data, "Chunk without an end")
        if self.allowed is not None:
            self._drop_what_is_too_much()
        return consumed

    def _end_with_error(self, data: bytes, reason: str) -> int:
        if not self.headers_finished:
            super().parse_header(b"GET / HTTP/1.0\r\n")
        self.error, self.completed = BadRequest(reason), True
        return len(data)

    def parse_header(self, header_plus: bytes):
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("Bad URI") from error
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("Speak HTTP/1.1 here")
        codings = [each.lower() for each in CODINGS.findall(header_plus)]
        if codings and (codings != ONLY_CODING or not self.chunked or "CONTENT_LENGTH" in self.headers):
            raise ParsingError("A body has one length")

    def allow(self, most: int):
        """Go on with the body, of which at most so many bytes are kept."""
        self.allowed = most
        self._drop_what_is_too_much()

    def _drop_what_is_too_much(self):
        body = self.body_rcv
        if max(self.content_length, len(body)) > self.allowed and not isinstance(body.buf, Nothing):
            kept, body.buf = body.buf, Nothing(len(body))
            kept.close()


class Answer(WSGITask):
    """One request being answered."""

    def set_close_on_finish(self):
        """An answer that has no body ends with its head: its connection goes on, unless the client closes it."""
        if self.has_body or self.version == "1.0" or self.request.connection_close:
            super().set_close_on_finish()


class Admission:
    """To ask, in a thread, how large a body may be of this sender at this address; meanwhile no more of it is read."""

    def __init__(self, channel: "Connection", request: Request):
        self._channel, self._request = channel, request

    def service(self):
        environ = self._channel.task_class(self._channel, self._request).get_environment()
        environ["wsgi.input"] = io.BytesIO()
        try:
            most = self._channel.server.most_bytes(environ)
        except Exception:
            logging.getLogger("overblik.web").exception("The size allowed to a request could not be told")
            most = self._channel.adj.largest_form
        self._request.allow(most)
        self._channel.server.pull_trigger()

    def cancel(self):
        self._channel.cancel()


class Connection(HTTPChannel):
    """A connection and what its client has owed us since when."""

    parser_class = Request
    task_class = Answer

    served = False  # a request, already
    sent = 0
    owed = None  # (what, of which request)
    owed_since = owed_amount = moved_at = moved_to = 0

    def received(self, data: bytes):
        done = super().received(data)
        request = self.request
        if request is not None and request.body_rcv is not None and request.large and not request.asked:
            request.asked = True
            self.server.add_task(Admission(self, request))
        return done

    def readable(self):
        asking = self.request is not None and self.request.asked and self.request.allowed is None
        return not asking and super().readable()

    def send(self, data, do_close=True):
        sent = super().send(data, do_close)
        self.sent += sent
        return sent

    def service(self):
        works, self.served = self.asks_for_work(), True
        super().service()
        if works:
            self.server.done_at = time.monotonic()

    def asks_for_work(self) -> bool:
        """Whether the request whose turn it is asks for more than a sign of life."""
        return self.requests[0].path != HEALTH

    def owes(self):
        """What the client owes us now, of which request, and how many bytes of it have come; None while we work."""
        request = self.request
        if self.total_outbufs_len:
            return "reading", None, self.sent
        if self.requests:
            return None
        if request is None or not request.headers_finished:
            return ("head", request, 0) if request is not None or not self.served else ("next", None, 0)
        return "body", request, request.body_bytes_received

    def overdue(self, now: float) -> bool:
        """Whether the client has taken longer than it may. Asked every second."""
        owes = self.owes()
        if owes is None:
            self.owed = None
            return False
        what, amount = owes[:2], owes[2]
        if self.owed != what:
            self.owed, self.owed_since, self.owed_amount = what, now, amount
            self.moved_at, self.moved_to = now, amount
        if amount != self.moved_to:
            self.moved_at, self.moved_to = now, amount
        if what[0] in ("head", "next"):
            return now - self.owed_since > (HEAD_SECONDS if what[0] == "head" else IDLE_SECONDS)
        allowed = GRACE_SECONDS + (amount - self.owed_amount) / LEAST_RATE
        return now - self.owed_since > allowed or now - self.moved_at > SILENT_SECONDS

    def gives_way(self) -> bool:
        """Whether it may be closed for the sake of others: no request of it is being answered."""
        return not self.requests and not self.total_outbufs_len


class WatcherConnection(Connection):
    """That to the process which started this one: it has no deadlines, and its end is ours."""

    def overdue(self, now: float) -> bool:
        return False

    def gives_way(self) -> bool:
        return False

    def handle_close(self):
        super().handle_close()
        os.kill(os.getpid(), signal.SIGTERM)


class Server(TcpWSGIServer):
    """All connections of a process. `most_bytes(environ)` says how large the body of a request may be."""

    channel_class = Connection

    def __init__(self, application, listening: socket.socket, largest_form: int, most_bytes: Callable):
        adjustments = Adjustments(
            threads=THREADS,
            ident=None,
            clear_untrusted_proxy_headers=False,  # which of them count is the application's to say
            connection_limit=CONNECTIONS + 2 * MORE,
            cleanup_interval=1,
            asyncore_use_poll=True,
            log_socket_errors=False,
            max_request_header_size=LARGEST_HEAD,
            inbuf_overflow=IN_MEMORY,
            outbuf_high_watermark=1 << 40,  # a thread never waits for a reader: a temporary file does
            recv_bytes=16_384,
        )
        adjustments.largest_form = largest_form
        self.most_bytes = most_bytes
        self.done_at = time.monotonic()
        # A thread of its own, so that the process answers for itself while all others wait for the database.
        self.health = ThreadedTaskDispatcher()
        self.health.set_thread_count(1)
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        super().__init__(
            application, _sock=listening, adj=adjustments, sockinfo=sockinfo(listening), bind_socket=False
        )

    def add_task(self, task):
        if isinstance(task, Connection) and not task.asks_for_work():
            if not self.stuck():
                self.health.add_task(task)
            return
        if not self.task_dispatcher.queue:
            self.done_at = time.monotonic()
        super().add_task(task)

    def stuck(self) -> bool:
        """Whether requests wait and none has been done for long: then this process does not say that it is well."""
        return bool(self.task_dispatcher.queue) and time.monotonic() - self.done_at > STUCK_SECONDS

    def handle_accept(self):
        """Take all connections that wait, not one a round, since in each round all are looked through."""
        before = -1
        while before < len(self.active_channels) < CONNECTIONS + MORE:
            before = len(self.active_channels)
            super().handle_accept()
        if len(self.active_channels) > CONNECTIONS:
            self.make_room()

    def make_room(self):
        """Close those that have been silent for longest, of the addresses that have most of them, but not who just came."""
        staying = [each for each in self.active_channels.values() if not each.will_close]
        waiting = [each for each in staying[:-MORE] or staying[:-1] if each.gives_way()]
        of_address = Counter(each.addr[0] for each in waiting)
        waiting.sort(key=lambda each: (-of_address[each.addr[0]], each.last_activity))
        for each in waiting[: max(len(staying) - CONNECTIONS, 0)]:
            each.will_close = True

    def fix_addr(self, addr):
        """The client's address as it is written everywhere else: IPv4 as IPv4, IPv6 without the card it came by."""
        return addr[0].removeprefix("::ffff:").partition("%")[0], addr[1]

    def maintenance(self, now):
        moment = time.monotonic()
        for each in self.active_channels.values():
            if each.overdue(moment):
                each.will_close = True

    def answer(self, watcher: socket.socket):
        """Answer the watcher too, on the connection that it has opened."""
        WatcherConnection(self, watcher, ("127.0.0.1", 0), self.adj, map=self._map)

    def run(self):
        """Serve until SIGTERM or SIGINT, and then for a while until what has been asked is answered."""
        stopping = []
        for wanted in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wanted, lambda *_: (stopping.append(True), self.pull_trigger()))
        while not stopping:
            self.round(1.0)
        wasyncore.dispatcher.close(self)
        deadline = time.monotonic() + STOP_SECONDS
        while self.busy() and time.monotonic() < deadline:
            self.round(0.1)

    def round(self, seconds: float):
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def busy(self) -> bool:
        return any(each.requests or each.total_outbufs_len for each in self.active_channels.values())


def sockinfo(listening: socket.socket) -> tuple:
    return listening.family, listening.type, listening.proto, listening.getsockname()


def raise_limit_of_files():
    """So that the connections we allow can all be open at once."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
