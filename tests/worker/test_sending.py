"""The worker and the outbox: every mail at least once, whatever the mail server does."""

from datetime import timedelta
from threading import Event

import pytest
import time_machine

import mails
from integrations import smtp
from models.base.clock import now
from models.clients.contact import Address
from models.clients.linked_address import LinkedAddress
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from tests.support.mailbox import receiving
from worker.sending import Sender


@pytest.fixture
def drain(app):
    """drain(url): send what is due now."""

    def run(url: str):
        sender = Sender(mails.compose, app.app_context, url)
        with app.app_context():
            while sender.step(smtp, smtp.Smtp(url, timeout=1)):
                pass

    return run


@pytest.fixture
def mail(cast):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    return Invitation.send(row, cast.olga).mail


@pytest.fixture
def server():
    with receiving() as both:
        yield both


def line(mail) -> Outbox:
    return Outbox.get_by_id(mail.id)


def later(**span):
    return time_machine.travel(now() + timedelta(**span))


def test_it_goes_after_its_minute_and_once(drain, server, mail):
    mailbox, url = server
    drain(url)
    assert not mailbox.mails
    with later(seconds=61):
        drain(url)
        drain(url)
    assert len(mailbox.to("aase@a.example")) == 1
    assert line(mail).state == "sent"


def test_undone_within_the_minute_nothing_is_sent(drain, server, mail, cast):
    mailbox, url = server
    cast.address("aase@a.example").turn("login", False, cast.olga)
    with later(days=1):
        drain(url)
    assert not mailbox.mails


def test_what_lost_its_reason_is_not_sent(drain, server, mail):
    mailbox, url = server
    LinkedAddress.update(login_at=None).execute()  # past every verb
    with later(seconds=61):
        drain(url)
    assert not mailbox.mails
    assert line(mail).state == "cancelled"


def test_what_is_gone_is_not_sent(drain, server, mail):
    mailbox, url = server
    Invitation.delete().execute()
    with later(seconds=61):
        drain(url)
    assert not mailbox.mails
    assert line(mail).state == "cancelled"


def test_greylisted_it_waits_and_goes_later(drain, server, mail):
    mailbox, url = server
    mailbox.recipients += ["451 come back later"]
    with later(seconds=61):
        drain(url)
        assert (line(mail).state, line(mail).error) == ("waiting", "451 come back later")
    with later(seconds=200):
        drain(url)
    assert len(mailbox.mails) == 1
    assert (line(mail).state, line(mail).error) == ("sent", "")


def test_refused_it_stands_as_failed_with_the_reason(drain, server, mail):
    mailbox, url = server
    mailbox.recipients.append("550 5.1.1 nobody of that name")
    with later(seconds=61):
        drain(url)
        drain(url)
    assert (line(mail).state, line(mail).error) == ("failed", "550 5.1.1 nobody of that name")


def test_one_that_cannot_be_written_does_not_hold_up_the_others(drain, server, mail, cast):
    mailbox, url = server
    nasty = "aase@a.example\r\nbcc: x@evil.example"
    Invitation.update(email=nasty).execute()
    Address.update(email=nasty, email_folded=nasty).where(Address.email == "aase@a.example").execute()
    LinkedAddress.update(agreed_email=nasty).where(LinkedAddress.agreed_email == "aase@a.example").execute()
    bent = cast.address("bent@b.example")
    bent.turn("login", True, cast.olga)
    Invitation.send(bent, cast.olga)
    with later(seconds=61):
        drain(url)
    assert [each["To"].addresses[0].addr_spec for each in mailbox.mails] == ["bent@b.example"]
    assert line(mail).state == "failed"


def test_days_of_outage_lose_nothing(drain, server, mail):
    mailbox, url = server
    for hours in range(1, 48, 6):
        with later(hours=hours):
            drain("smtp://127.0.0.1:9")
            assert line(mail).state == "waiting"
    with later(hours=72):
        drain(url)
    assert len(mailbox.mails) == 1


def test_a_clock_that_jumps_back_sends_nothing_twice_and_loses_nothing(drain, server, mail, cast):
    mailbox, url = server
    with later(days=1):
        drain(url)
    with later(days=-3):
        drain(url)
    drain(url)
    assert len(mailbox.mails) == 1


def test_without_a_mail_server_everything_waits(app, mail):
    Sender(mails.compose, app.app_context, "").run(Event())
    assert line(mail).state == "waiting"


def test_without_the_folder_everything_waits(app, mail, monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("worker.sending.import_module", missing)
    Sender(mails.compose, app.app_context, "smtp://127.0.0.1:9").run(Event())
    assert line(mail).state == "waiting"
