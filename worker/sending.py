"""The part of the worker that drains the outbox: one mail after the other, each at least once."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from threading import Event

from models.base.database import db
from models.outgoing.outbox import KINDS, Outbox, Unsendable

PAUSE_SECONDS = 0.5
REST_SECONDS = 10.0

log = logging.getLogger("overblik.worker")


class Sender:
    """Sends what is due. `compose` makes a mail of a line of the outbox, `inside` is what it needs around it.

    Without a mail server, or without the folder integrations/smtp, everything waits.
    """

    def __init__(self, compose: Callable, inside: Callable[[], AbstractContextManager], smtp_url: str):
        self._compose, self._inside, self._smtp_url = compose, inside, smtp_url

    def run(self, stopping: Event):
        """Work until told to stop, which the mail under way delays."""
        try:
            smtp = import_module("integrations.smtp") if self._smtp_url else None
        except ModuleNotFoundError:
            smtp = None
        if smtp is None:
            return
        server, recovered = smtp.Smtp(self._smtp_url), False
        while not stopping.is_set():
            try:
                with self._inside(), db.connection_context():
                    recovered = recovered or self._recover()
                    while not stopping.is_set() and self.step(smtp, server):
                        pass
                stopping.wait(PAUSE_SECONDS)
            except Exception:
                log.exception("sending failed")
                recovered = False  # what was under way is tried again
                stopping.wait(REST_SECONDS)

    @staticmethod
    def _recover() -> bool:
        Outbox.recover()
        return True

    def step(self, smtp, server) -> bool:
        """Send one mail that is due; False when none is."""
        row = Outbox.next_due()
        if row is None:
            return False
        if row.kind not in KINDS or row.subject is None or not row.subject.still_wanted:
            row.unwanted()
            return True
        try:
            message = self._compose(row)
        except Unsendable as error:
            row.failed(str(error))
            return True
        try:
            server.send(message)
        except smtp.MailRejected as error:
            row.failed(str(error))
        except smtp.Unavailable as error:
            row.postpone(str(error))
        else:
            row.succeeded()
        return True
