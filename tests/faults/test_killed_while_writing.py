"""kill -9 of web and worker processes at random moments while people write (K1): what was acknowledged is there, nothing
is half there, and search finds it.

Each person notes what the server acknowledged; the checker at the end compares that with the database. What was sent and
not answered may be there or not, but never in part.
"""

import os
import random
import re
import signal
import threading
import time
from collections import defaultdict
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from peewee import SqliteDatabase

import search_index
from models.base import file_store
from models.base.database import db
from models.base.event import Event
from models.base.search_change import SearchChange
from models.clients.account import Account, Assignment
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.new_client import open_client
from models.clients.tag import AccountTag, Tag
from models.documents.document import Document
from models.staff.user import User
from search_index import unindexed
from tests.browser.running import serve
from tests.support.cast import PASSWORD
from tests.support.visiting import PASSWORD as PORTAL_PASSWORD
from tests.support.visiting import give_access

STAFF = ("olga", "adam", "vera")
GUARD_SECONDS = 300.0  # that any one stage may take
BETWEEN = 6  # acknowledged writes between two kills, at least


def descendants(pid: int) -> list[int]:
    """The processes that a process has begun, and those that these have."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            with suppress(FileNotFoundError, ProcessLookupError):
                found += [child, *descendants(child)]
    return found


def until(condition):
    deadline = time.monotonic() + GUARD_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.05)


class Refused(Exception):
    """An answer that the server should not have given."""


class Person(threading.Thread):
    """Somebody who writes, and notes what was acknowledged: by kind the texts sent, and those among them answered."""

    def __init__(self, url: str, seed: int):
        super().__init__(daemon=True)
        self._host = url.removeprefix("http://")
        self._url = url
        self.dice = random.Random(seed)  # noqa: S311
        self.sent, self.acknowledged = defaultdict(list), defaultdict(list)
        self.wrong = []
        self.done = threading.Event()
        self._cookies, self._connection = {}, None

    def ask(self, method: str, path: str, data: bytes | dict = b"", kind="application/x-www-form-urlencoded"):
        """Status and text of an answer. Raises OSError and HTTPException when there is none."""
        body = urlencode(data).encode() if isinstance(data, dict) else data
        headers = {
            "Origin": self._url,
            "Content-Type": kind,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
        }
        try:
            self._connection = self._connection or HTTPConnection(self._host, timeout=60)
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException):
            self._connection = None
            raise
        for cookie in response.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, text

    def write(self, kind: str, text, method: str, path: str, *data):
        """Send one change. Unanswered it stays unknown."""
        self.sent[kind].append(text)
        status, shown = self.ask(method, path, *data)
        if status != 303:
            raise Refused(f"{path} {status} {shown}")
        self.acknowledged[kind].append(text)

    @property
    def count(self) -> int:
        return sum(map(len, self.acknowledged.values()))

    def word(self) -> str:
        return "".join(self.dice.choices("bcdfghjklmnpqrstvwxz", k=12)).title()

    def run(self):
        while not self.done.is_set():
            try:
                self.dice.choice(self.deeds)()
            except (OSError, HTTPException):
                time.sleep(0.05)  # the process that had it is gone
            except Exception as error:  # noqa: BLE001 (told to the test)
                self.wrong.append(repr(error))
                return


class Colleague(Person):
    """Opens clients, and writes on one client that nobody else writes on."""

    def __init__(self, url, seed, user: User, account: Account):
        super().__init__(url, seed)
        self.account = account
        self.row = LinkedAddress.on(account).get()
        self.deeds = [self.open_client, self.add_contact, self.put_tag, self.move, self.switch]
        self._email = user.email

    def enter(self):
        status, text = self.ask("POST", "/sign-in", {"email": self._email, "password": PASSWORD})
        assert status == 303, text

    def open_client(self):
        name = self.word()
        data = {"type": "company", "name": name, "first_name": self.word(), "email": f"{name}@k.example"}
        data["idempotency_key"] = name
        for _ in range(20):  # as a person does who has got no answer: the same form once more
            with suppress(OSError, HTTPException):
                return self.write("client", name, "POST", "/accounts", data)
            time.sleep(0.3)
        return None

    def add_contact(self):
        name = self.word()
        data = {
            "first_name": name,
            "language": "da",
            "country": "DK",
            "email": f"{name}@p.example",
            "description": name,
        }
        self.write("contact", name, "POST", f"/accounts/{self.account.id}/contacts", data)

    def put_tag(self):
        name = self.word()
        self.write("tag", name, "POST", f"/accounts/{self.account.id}/tags", {"name": name})

    def move(self):
        path = f"/accounts/{self.account.id}"
        _, form = self.ask("GET", f"{path}/edit")
        seen = re.search(r'name="seen"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="seen"', form)
        street = self.word()
        data = {"seen": next(filter(None, seen.groups())), "type": "company", "name": self.account.name}
        data |= {"street": street, "country": "DK"}
        self.write("street", street, "POST", path, data)

    def switch(self):
        on = self.dice.choice("01")
        path = f"/accounts/{self.account.id}/linked-addresses/{self.row.id}/notify"
        self.write("notify", on, "POST", path, {"on": on})


class Client(Person):
    """Sends files through the portal."""

    def __init__(self, url, seed, row: LinkedAddress):
        super().__init__(url, seed)
        self.account_id, self._email = row.link.account_id, row.address.email
        self.deeds = [self.upload]

    def enter(self):
        data = {"email": self._email, "password": PORTAL_PASSWORD}
        status, text = self.ask("POST", "/portal/sign-in", data)
        assert status == 303, text

    def upload(self):
        name = f"{self.word()}.txt"
        parts = (
            f'--XXX\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            f"Content-Type: text/plain\r\n\r\n{name * 3000}\r\n--XXX--\r\n"
        )
        path = f"/portal/accounts/{self.account_id}/documents"
        self.write("file", name, "POST", path, parts.encode(), "multipart/form-data; boundary=XXX")


@pytest.mark.knows_no_engine
@pytest.mark.parametrize("kills", [10, pytest.param(60, marks=pytest.mark.full)])
def test_nothing_acknowledged_is_lost_and_nothing_is_half_written(
    cast, databases, tmp_path, monkeypatch, kills
):
    dice = random.Random(kills)  # noqa: S311
    user_of = {name: getattr(cast, name) for name in STAFF}
    accounts = [
        open_client(
            cast.olga,
            type="company",
            name=f"Konto {name}",
            contact={"first_name": name, "emails": [f"{name}@konto.example"]},
        )
        for name in STAFF
    ]
    row = give_access(cast.address("bent@b.example"))
    data_dir = tmp_path / "served"
    data_dir.mkdir()
    serving = serve(
        data_dir, OVERBLIK_DATABASE_URL=databases.url("test"), OVERBLIK_SECRET_KEY="a key for tests"
    )
    server = next(serving)
    people = [
        *(Colleague(server.url, 10 + at, user_of[name], accounts[at]) for at, name in enumerate(STAFF)),
        Client(server.url, 20, row),
    ]
    try:
        for person in people:
            person.enter()
            person.start()
        killed = kill(server.pid, people, kills, dice)
        finish(people)
        until(lambda: len(descendants(server.pid)) >= 2)  # the watcher lives, and what it watches
        written = SearchChange.latest_id()
        search_index.configure(data_dir / "search")
        until(lambda: search_index.status().ready and search_index.status().behind == 0)
    finally:
        serving.close()
    assert len(killed) == kills
    assert [person.wrong for person in people] == [[]] * len(people)
    assert written == SearchChange.latest_id()
    file_store.configure(data_dir / "files")
    counted = check(people)
    kinds = {kind for person in people for kind in person.acknowledged}
    assert kinds == {"client", "contact", "tag", "street", "notify", "file"}
    assert counted >= kills * BETWEEN
    assert_sound()
    monkeypatch.setattr(unindexed, "from_database", lambda *_: pytest.fail("not by the index"))
    for name in [
        name
        for person in people
        for kind in ("client", "contact", "tag")
        for name in person.acknowledged[kind]
    ]:
        assert search_index.search(name).hits, name
    print(f"{kills} killed, {counted} writes acknowledged, all there")


def kill(watcher: int, people, kills: int, dice) -> list[int]:
    """Kill one process after another of those that the watcher has, each while people write and are answered."""
    killed = []
    for _ in range(kills):
        before = sum(person.count for person in people)
        until(
            lambda before=before: (
                sum(person.count for person in people) >= before + BETWEEN or any_wrong(people)
            )
        )
        time.sleep(dice.random() * 0.2)
        victim = dice.choice(sorted(descendants(watcher)))
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)
    before = sum(person.count for person in people)
    until(lambda: sum(person.count for person in people) >= before + BETWEEN or any_wrong(people))
    return killed


def any_wrong(people) -> bool:
    return any(person.wrong for person in people)


def finish(people):
    for person in people:
        person.done.set()
    for person in people:
        person.join(GUARD_SECONDS)
        assert not person.is_alive()


def check(people) -> int:
    """How many writes were acknowledged; each of them is there, once, and so is of the others nothing or all."""
    for person in people:
        for kind, names in person.sent.items():
            look = {"client": clients, "contact": contacts, "tag": tags, "file": files}.get(kind)
            if look is None:
                continue
            for name in set(names):
                found = look(person, name)
                assert found == 1 or (found == 0 and name not in person.acknowledged[kind]), (
                    kind,
                    name,
                    found,
                )
        if isinstance(person, Colleague):
            street = Account.get_by_id(person.account.id).street
            assert possible(person, "street", street), street
            on = str(int(LinkedAddress.get_by_id(person.row.id).notify_at is not None))
            assert possible(person, "notify", on), on
    return sum(person.count for person in people)


def possible(person, kind: str, value) -> bool:
    """Whether a value is the last that was acknowledged, or one of those that were sent after it."""
    sent, acknowledged = person.sent[kind], person.acknowledged[kind]
    last = len(sent) - 1 - sent[::-1].index(acknowledged[-1]) if acknowledged else 0
    return not sent or value in sent[last:] or not acknowledged


def clients(_person, name) -> int:
    """Accounts of that name, each with its one contact, its address, its colleague and its line of history."""
    found = list(Account.select().where(Account.name == name))
    for account in found:
        link = Link.get(Link.account == account)
        assert (
            LinkedAddress.get(LinkedAddress.link == link).address.email.casefold()
            == f"{name}@k.example".casefold()
        )
        assert Assignment.select().where(Assignment.account == account).count() == 1
        told(account, "account.created")
    return len(found)


def contacts(person, name) -> int:
    found = list(Link.select().where(Link.account == person.account, Link.description == name))
    for link in found:
        assert link.contact.first_name == name
        assert LinkedAddress.get(LinkedAddress.link == link)
    return len(found)


def tags(person, name) -> int:
    """The tag and its place on the client are two steps of one request: the first may stand alone, unacknowledged."""
    placed = AccountTag.select().join(Tag).where(AccountTag.account == person.account, Tag.name == name)
    for tag in Tag.select().where(Tag.name == name):
        told(tag, "tag.created")
    return placed.count()


def files(_person, name) -> int:
    found = list(Document.select().where(Document.name == name))
    for document in found:
        content = file_store.path_of(document.file).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (document.size, document.sha256)
        assert content.decode() == name * 3000
        told(document, "document.uploaded")
    return len(found)


def told(record, kind: str):
    assert Event.select().where(Event.kind == kind, Event.subject_id == record.id).count() == 1, (
        kind,
        record,
    )


def assert_sound():
    """No account without a contact and a colleague, no row that refers to nothing, no damaged page."""
    lonely = Account.select().where(Account.id.not_in(Link.select(Link.account)))
    unassigned = Account.select().where(Account.id.not_in(Assignment.select(Assignment.account)))
    assert not lonely.exists()
    assert not unassigned.exists()
    if isinstance(db.obj, SqliteDatabase):
        assert db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []
