"""kill -9 of the worker at random moments: no mail is lost, and only the one under way may come twice (K1, R10)."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from models.clients.contact import Contact
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.outgoing.outbox import AT_ONCE, Outbox
from models.portal.invitation import Invitation
from tests.support.mailbox import receiving

PROJECT = Path(__file__).parents[2]
MAILS, KILLS = 20, 5
PATIENCE_SECONDS = 300.0


def start_worker(url: str, data_dir: Path, database_url: str) -> subprocess.Popen:
    environment = os.environ | {
        "OVERBLIK_DATA_DIR": str(data_dir),
        "OVERBLIK_DATABASE_URL": database_url,
        "OVERBLIK_SMTP_URL": url,
        "OVERBLIK_SECRET_KEY": "a key for tests",
    }
    command = [sys.executable, "-m", "flask", "worker"]
    return subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL)


def invite(cast, number: int):
    person = Contact.meet(cast.olga, first_name=f"Nr. {number}", emails=[f"nr{number}@a.example"])
    link = link_contact(cast.a, person, cast.olga)
    row = LinkedAddress.get(LinkedAddress.link == link)
    row.turn("login", True, cast.olga)
    Invitation.send(row, cast.olga, grace=AT_ONCE)


def test_no_mail_is_lost(cast, databases, tmp_path):
    dice = random.Random(7)  # noqa: S311
    for number in range(MAILS):
        invite(cast, number)
    with receiving(delay=0.05) as (mailbox, url):
        worker = start_worker(url, tmp_path, databases.url("test"))
        killed, deadline = 0, time.monotonic() + PATIENCE_SECONDS
        while pending() and time.monotonic() < deadline:
            arrived = len(mailbox.mails)
            if killed < KILLS and arrived >= (killed + 1) * MAILS // (KILLS + 2):
                time.sleep(dice.random() * 0.15)
                worker.kill()
                worker.wait()
                killed += 1
                worker = start_worker(url, tmp_path, databases.url("test"))
            time.sleep(0.02)
        worker.terminate()
        worker.wait()
    assert killed >= KILLS - 1  # the last mails may be quicker than we are
    assert not pending()
    counts = Counter(mail["Message-ID"] for mail in mailbox.mails)
    assert len(counts) == MAILS
    assert sum(counts.values()) <= MAILS + killed
    assert max(counts.values()) <= 1 + killed


def pending() -> int:
    return Outbox.select().where(Outbox.state.in_(("waiting", "sending"))).count()
