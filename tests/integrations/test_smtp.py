"""Handing mails over: what each behaviour of a mail server means (reliability R10, K5)."""

import time
from email.message import EmailMessage

import pytest

from integrations.smtp import MailRejected, Smtp, Unavailable
from tests.support.mailbox import free_port, passwords, receiving, server_that


def message(to="anna@a.example") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "firma@firma.example", to, "Årsregnskab æøå"
    mail.set_content("Kære Anna\n")
    return mail


@pytest.fixture
def server():
    with receiving() as both:
        yield both


def test_a_mail_arrives_whole(server):
    mailbox, url = server
    Smtp(url).send(message())
    [mail] = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("anna@a.example", "Årsregnskab æøå")
    assert mail.get_content().strip() == "Kære Anna"


def test_a_login_is_given_and_may_hold_any_characters():
    with receiving(**passwords("post@firma.example", "k:d/e@or%d")) as (mailbox, url):
        Smtp(url.replace("//", "//post%40firma.example:k%3Ad%2Fe%40or%25d@")).send(message())
        assert len(mailbox.mails) == 1
        with pytest.raises(Unavailable, match="535"):
            Smtp(url.replace("//", "//post%40firma.example:forkert@")).send(message())


@pytest.mark.parametrize("code", ["550 no such user", "554 we do not like you", "552 too large"])
def test_a_lasting_no_is_refused_with_its_reason(server, code):
    mailbox, url = server
    mailbox.answers.append(code)
    with pytest.raises(MailRejected, match=code):
        Smtp(url).send(message())


@pytest.mark.parametrize("where", ["answers", "recipients"])
@pytest.mark.parametrize("code", ["451 greylisted", "421 busy", "450 mailbox busy"])
def test_not_now_is_unavailable(server, code, where):
    mailbox, url = server
    getattr(mailbox, where).append(code)
    with pytest.raises(Unavailable, match=code):
        Smtp(url).send(message())


def test_an_unknown_recipient_is_refused(server):
    mailbox, url = server
    mailbox.recipients.append("550 5.1.1 nobody here")
    with pytest.raises(MailRejected, match=r"550 5\.1\.1 nobody here"):
        Smtp(url).send(message())


def test_nobody_there_is_unavailable():
    with pytest.raises(Unavailable):
        Smtp(f"smtp://127.0.0.1:{free_port()}").send(message())


def hang(connection):
    time.sleep(2)


def die_at_once(connection):
    pass


def die_in_data(connection):
    connection.sendall(b"220 hello\r\n")
    for answer in (b"250 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"):
        connection.recv(4096)
        connection.sendall(answer)
    connection.recv(10)


def talk_nonsense(connection):
    connection.sendall(b"\xff\xfe HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.asvs("16.5.2")
@pytest.mark.parametrize("behave", [hang, die_at_once, die_in_data, talk_nonsense])
def test_a_server_that_misbehaves_is_unavailable_and_takes_no_time(behave):
    started = time.monotonic()
    with server_that(behave) as url, pytest.raises(Unavailable):
        Smtp(url, timeout=0.5).send(message())
    assert time.monotonic() - started < 5


def test_starttls_that_is_not_offered_is_never_left_out(server):
    mailbox, url = server
    with pytest.raises((MailRejected, Unavailable)):
        Smtp(f"{url}?starttls").send(message())
    assert not mailbox.mails


def test_tls_to_a_server_without_it_is_unavailable(server):
    _, url = server
    with pytest.raises(Unavailable):
        Smtp(url.replace("smtp:", "smtps:"), timeout=1).send(message())


@pytest.mark.parametrize("understands", [True, False])
def test_letters_before_the_at_need_a_server_that_takes_them(understands):
    with receiving(enable_SMTPUTF8=understands) as (mailbox, url):
        if understands:
            Smtp(url).send(message("åse@xn--smrrebrd-64af.example"))
            assert len(mailbox.mails) == 1
        else:
            with pytest.raises(MailRejected, match="SMTPUTF8"):
                Smtp(url).send(message("åse@xn--smrrebrd-64af.example"))
