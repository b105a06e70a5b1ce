"""Deleting for good what has been in the bin for thirty days (rule Clients 4)."""

import time
from datetime import timedelta

import pytest
from peewee import DatabaseError

from models import TABLES
from models.base.clock import at, now
from models.base.database import db
from models.base.event import Event
from models.billing.invoice import Invoice
from models.clients.account import Account, BinTimeOver
from models.clients.account_relation import AccountRelation
from models.clients.contact import Address, Contact, Phone
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.clients.merge import Merge
from models.clients.new_client import open_client
from models.clients.portal_user import PortalUser
from models.documents.document import Document
from models.documents.signature import SignatureRequest, Signer
from models.merging.merging import merge
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from models.processes import bin_expiry
from models.processes.bin_expiry import delete_for_good, delete_step, due
from tests.support import digest, rows
from worker import bin_expiry as worker_bin_expiry

MONTH = timedelta(days=30)
YEARS = timedelta(days=7 * 366)  # when no evidence of today has to be kept any more


def binned(account, actor) -> Account:
    account.archive(actor)
    account.bin(actor)
    return Account.get_by_id(account.id)


def delete_after(account, time=MONTH):
    with at(now() + time):
        delete_for_good(account)


def left(account_id: int) -> list[str]:
    """The tables where something still points to the account."""
    return [
        model._meta.table_name
        for field, model in Account._meta.backrefs.items()
        if model.select().where(field == account_id).exists()
    ]


def test_nothing_of_it_is_left_but_one_line(cast):
    a = cast.a
    for number in range(3):
        rows.add(a, cast.olga, number)
    Outbox.put("invitation", 1, a.id)
    names = [
        link.contact.name for link in Link.of_account(a) if not link.contact.first_name.startswith("Kontakt")
    ]
    for elsewhere in Link.select().where(Link.contact == Link.of_account(a)[0].contact_id, Link.account != a):
        elsewhere.remove(cast.olga)
    delete_after(binned(a, cast.olga), YEARS)
    assert not Account.get_or_none(id=a.id)
    assert left(a.id) == []
    assert [event.kind for event in Event.select().where(Event.account_id == a.id)] == ["account.purged"]
    assert not Outbox.get_or_none(account_id=a.id)
    assert names == ["Anna Østergaard", "Åse Lund"]
    assert not Contact.select().where(Contact.first_name.in_(["Anna", "Åse"])).exists()
    assert not Phone.get_or_none(number="+4533123456", contact=1)
    assert not Address.get_or_none(email="anna@a.example")
    assert not Event.select().where(Event.contact_id == 1, Event.account_id.is_null()).exists()


def test_the_ids_of_who_is_gone_are_not_given_again(cast):
    last = open_client(cast.olga, type="other", name="Sidste", contact={"first_name": "Ib"})
    person = Link.of_account(last)[0].contact
    delete_after(binned(last, cast.olga))
    new = open_client(cast.olga, type="other", name="Ny", contact={"first_name": "Bo"})
    assert new.id > last.id
    assert Link.of_account(new)[0].contact_id > person.id


def test_others_are_untouched(cast):
    rows.add(cast.b, cast.olga, 1)
    before = [(row.id, row.address.email) for row in LinkedAddress.on(cast.b)]
    events = Event.select().where(Event.account_id == cast.b.id).count()
    delete_after(binned(cast.a, cast.olga))
    assert [(row.id, row.address.email) for row in LinkedAddress.on(cast.b)] == before
    assert Event.select().where(Event.account_id == cast.b.id).count() == events
    assert Invoice.select().where(Invoice.account == cast.b).exists()
    assert cast.old.archived


def test_a_contact_who_stands_on_another_client_stays_with_everything(cast):
    anna = Link.of_account(cast.a).first().contact
    link_contact(cast.b, anna, cast.olga)
    anna.amend(cast.olga, city="Aarhus")
    delete_after(binned(cast.a, cast.olga))
    assert Contact.get_by_id(anna.id).name == "Anna Østergaard"
    assert {each.email for each in anna.addresses} == {"anna@a.example", "anna.privat@a.example"}
    assert Event.get(Event.contact_id == anna.id, Event.kind == "contact.changed")
    assert not Contact.get_or_none(first_name="Åse")


def test_a_contact_whom_the_papers_of_another_client_name_stays(cast):
    aase = Link.of_account(cast.a)[1].contact
    link = link_contact(cast.b, aase, cast.olga)
    document = Document.create(account=cast.b, name="Aftale.pdf", mime_type="application/pdf", size=1)
    SignatureRequest.send(document, [aase], cast.olga).sign(aase)
    unlink(link, cast.olga)
    delete_after(binned(cast.a, cast.olga))
    assert Signer.get().contact.name == "Åse Lund"


def test_who_stays_on_no_client_is_let_in_by_nobody(cast):
    row = cast.address("aase@a.example")
    aase = row.link.contact
    row.turn("login", True, cast.olga)
    Invitation.send(row, cast.olga).accept("hash")
    link = link_contact(cast.b, aase, cast.olga)
    document = Document.create(account=cast.b, name="Aftale.pdf", mime_type="application/pdf", size=1)
    SignatureRequest.send(document, [aase], cast.olga)
    unlink(link, cast.olga)
    delete_after(binned(cast.a, cast.olga))
    address = Address.get(Address.email == "aase@a.example")
    assert (address.portal_user_id, address.accepted_at) == (None, None)
    link_contact(cast.b, aase, cast.olga)
    back = cast.address("aase@a.example")
    back.turn("login", True, cast.olga)
    assert back.hold().login_state == "not_invited"


@pytest.mark.parametrize("else_there", [False, True])
def test_the_history_of_a_sign_in_goes_with_the_last_person_at_the_address(cast, else_there):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    Invitation.send(row, cast.olga).accept("hash")
    PortalUser.begin("Aase@A.example", "another hash", None)
    if else_there:
        link_contact(cast.b, Contact.meet(cast.olga, first_name="Ib", emails=["AASE@a.example"]), cast.olga)
    delete_after(binned(cast.a, cast.olga), YEARS)
    assert Event.select().where(Event.noun == "portal_user").exists() == else_there
    assert PortalUser.select().exists() == else_there


def test_nobody_else_deletes_the_history_of_a_sign_in(cast):
    user = PortalUser.begin("aase@a.example", "hash", None)
    user.remove(None, "ended")
    told = Event.select().where(Event.noun == "portal_user").count()
    with pytest.raises(DatabaseError), db.atomic():
        Event.delete().where(Event.noun == "portal_user").execute()
    assert Event.select().where(Event.noun == "portal_user").count() == told


def test_what_became_a_part_of_it_goes_with_it(cast):
    part, kept = cast.b, cast.a
    merge(kept, part, cast.olga)
    delete_after(binned(kept, cast.olga))
    assert not Account.select().where(Account.id.in_([kept.id, part.id])).exists()
    assert not Contact.get_or_none(first_name="Bent")
    assert not Merge.select().exists()
    assert [event.account_id for event in Event.select().where(Event.kind == "account.purged")] == [kept.id]


def test_contacts_that_became_one_go_together(cast):
    anna, aase = (link.contact for link in Link.of_account(cast.a))
    merge(anna, aase, cast.olga)
    delete_after(binned(cast.a, cast.olga))
    assert not Contact.select().where(Contact.id.in_([anna.id, aase.id])).exists()


def test_a_relation_from_another_client_is_told_there(cast):
    AccountRelation.add(cast.olga, account=cast.b, related=cast.a, kind="owns")
    delete_after(binned(cast.a, cast.olga))
    event = Event.get(Event.kind == "account_relation.removed")
    assert (event.account_id, event.actor_kind) == (cast.b.id, "system")


@pytest.mark.parametrize("time", [timedelta(0), MONTH - timedelta(seconds=5)])
def test_before_its_time_nothing_happens(cast, time):
    a = binned(cast.a, cast.olga)
    before = digest.digest()
    with at(a.binned_at + time):
        assert due() is None
        delete_for_good(a)
    assert digest.digest() == before


def test_what_was_brought_back_meanwhile_stays(cast):
    a = binned(cast.a, cast.olga)
    with at(now() + MONTH - timedelta(days=1)):
        cast.a.recover(cast.olga)
    before = digest.digest()
    delete_after(a)
    assert digest.digest() == before


def test_what_is_neither_binned_nor_there_stays(cast):
    before = digest.digest()
    delete_after(cast.a)
    delete_after(Account(id=9_999))
    assert digest.digest() == before


def test_once_its_time_is_over_nobody_brings_it_back_half_deleted(cast):
    rows.add(cast.a, cast.olga, 1)
    a = binned(cast.a, cast.olga)
    with at(now() + MONTH):
        assert delete_step(a)
        before = digest.digest()
        with pytest.raises(BinTimeOver):
            a.recover(cast.olga)
        assert not Account.binned_for(cast.olga).where(Account.id == a.id).exists()
        assert digest.digest() == before


def count_steps(account, deleted: list[int]):
    """delete_for_good(), noting how many rows each step deletes."""
    sizes = [sum(model.select().count() for model in TABLES)]
    while delete_step(account):
        sizes.append(sum(model.select().count() for model in TABLES))
        deleted.append(sizes[-2] - sizes[-1])


def test_it_goes_in_small_steps_and_on_after_a_crash(cast, monkeypatch):
    monkeypatch.setattr(bin_expiry, "STEP", 3)
    rows.add(cast.a, cast.olga, 1)
    a, real, deleted = binned(cast.a, cast.olga), bin_expiry._end, []
    with at(now() + YEARS):
        monkeypatch.setattr(bin_expiry, "_end", lambda account: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            count_steps(a, deleted)
        assert max(deleted) <= 3
        assert Account.get_or_none(id=a.id)
        monkeypatch.setattr(bin_expiry, "_end", real)
        delete_for_good(a)
        delete_for_good(a)
    assert not Account.get_or_none(id=a.id)
    assert Event.select().where(Event.kind == "account.purged").count() == 1


def test_the_one_who_waits_longest_is_next(cast):
    binned(cast.a, cast.olga)
    binned(cast.b, cast.olga)
    with at(now() + MONTH):
        assert due() == cast.a


# The worker


@pytest.fixture
def rested(monkeypatch):
    monkeypatch.setattr(worker_bin_expiry, "_rests_until", 0.0)


def test_the_worker_deletes_step_by_step(cast, rested):
    binned(cast.a, cast.olga)
    binned(cast.b, cast.olga)
    with at(now() + MONTH):
        for _ in range(200):
            worker_bin_expiry.step()
    assert [account.id for account in Account.select()] == [cast.old.id]


def test_the_worker_rests_when_there_is_nothing(cast, rested, queries):
    worker_bin_expiry.step()
    with queries() as seen:
        worker_bin_expiry.step()
    assert seen == []


class Clock:
    """The clock of the machine, which somebody sets, and a watch that nobody does."""

    CLOCK_BOOTTIME = 0

    def __init__(self):
        self.set_by = 0.0

    def monotonic(self):
        return time.monotonic()

    def clock_gettime(self, _which):
        return time.monotonic()

    def time(self):
        return time.monotonic() + self.set_by


@pytest.fixture
def clock(monkeypatch, rested):
    monkeypatch.setattr(worker_bin_expiry, "_ahead", None)
    monkeypatch.setattr(worker_bin_expiry, "REST_SECONDS", 0.0)
    made = Clock()
    monkeypatch.setattr(worker_bin_expiry, "time", made)
    return made


DAY = 24 * 3600.0


@pytest.mark.parametrize(("jump", "runs"), [(DAY - 60, True), (DAY + 60, False), (-DAY - 60, False)])
def test_the_worker_deletes_nothing_when_the_clock_has_jumped(cast, clock, caplog, jump, runs):
    a = binned(cast.a, cast.olga)
    worker_bin_expiry.step()
    clock.set_by = jump
    before = digest.digest()
    with at(now() + MONTH):
        worker_bin_expiry.step()
    assert (digest.digest() != before) == runs
    assert ("jumped" in caplog.text) != runs
    clock.set_by = 0.0  # set right again
    with at(now() + MONTH):
        for _ in range(100):
            worker_bin_expiry.step()
    assert not Account.get_or_none(id=a.id)


def test_the_worker_waits_for_a_clock_that_stands_before_what_has_happened(cast, clock, caplog):
    """A machine without a clock of its own begins in 1970, until somebody tells it the time."""
    a = binned(cast.a, cast.olga)
    before = digest.digest()
    clock.set_by = -50 * 365 * DAY
    with at(now() - 50 * 12 * MONTH):
        worker_bin_expiry.step()
    assert "stands before" in caplog.text
    assert digest.digest() == before
    clock.set_by = 0.0
    with at(now() + MONTH):
        for _ in range(100):
            worker_bin_expiry.step()
    assert not Account.get_or_none(id=a.id)
