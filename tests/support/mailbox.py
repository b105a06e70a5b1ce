"""A real SMTP server on the loopback that keeps what it is given, and misbehaves as it is told."""

import asyncio
import socket
import threading
from contextlib import closing, contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from time_machine import travel

from models.base.clock import now
from models.outgoing.outbox import Outbox


def all_leave():
    """What waits in the outbox is sent two minutes from now, without any server."""
    with travel(now() + timedelta(minutes=2)):
        while line := Outbox.next_due():
            line.succeeded()


class Mailbox:
    """What has arrived; `answers` are given to the next mails instead of taking them, `recipients` to RCPT.

    Each mail takes `delay` seconds on both sides of its arrival.
    """

    def __init__(self, delay: float = 0):
        self.mails, self.answers, self.recipients = [], [], []
        self._delay = delay

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.recipients:
            return self.recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers:
            return self.answers.pop(0)
        await asyncio.sleep(self._delay)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        await asyncio.sleep(self._delay)
        return "250 OK"

    def to(self, email: str) -> list:
        return [mail for mail in self.mails if mail["To"].addresses[0].addr_spec == email]


@contextmanager
def receiving(delay: float = 0, **options):
    """Yields a Mailbox and the URL of its server."""
    mailbox = Mailbox(delay)
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield mailbox, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def passwords(user: str, password: str):
    """Options of a server that wants a login, also without TLS."""

    def check(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            user.encode(),
            password.encode(),
        )
        return AuthResult(success=right, handled=right)

    return {
        "authenticator": check,
        "auth_required": True,
        "auth_require_tls": False,
        "auth_exclude_mechanism": ["LOGIN"],
    }


@contextmanager
def server_that(behave):
    """Yields the URL of a server that lets behave(connection) do as it likes with each connection."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with closing(connection):
                    behave(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
