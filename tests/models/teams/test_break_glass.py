"""Break-glass: off until the owner allows it; then for a day, logged and told to the owners."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.clients.account import Account, Assignment
from models.outgoing.outbox import Outbox
from models.staff.user import User
from models.teams.break_glass import BrokenGlass, NotAllowed, TooOften, allow, break_glass
from tests.support.digest import changed_tables, digest, digests
from tests.support.two_at_once import at_once

NOBODYS = 987_654


@pytest.fixture
def allowed(cast):
    allow(True, cast.olga)


def test_it_is_off_by_default(cast):
    before = digest()
    with pytest.raises(NotAllowed):
        break_glass(cast.nils, cast.a.id, "Haster")
    assert digest() == before


@pytest.mark.usefixtures("allowed")
def test_it_opens_the_client_for_a_day_and_no_longer(cast):
    break_glass(cast.nils, cast.a.id, "Haster")
    assert Account.visible_to(cast.nils).count() == 1
    with time_machine.travel(now() + timedelta(hours=23, minutes=59)):
        assert Account.visible_to(cast.nils).count() == 1
    with time_machine.travel(now() + timedelta(hours=24, seconds=1)):
        assert Account.visible_to(cast.nils).count() == 0


@pytest.mark.usefixtures("allowed")
def test_the_log_and_every_owner_are_told(cast):
    User.hire(None, "Oda", "oda@firma.example", "owner", "x" * 12)
    break_glass(cast.nils, cast.a.id, "Haster", "192.0.2.1")
    told = Event.get(Event.kind == "access.broke_glass")
    assert (told.actor_name, told.account_id, told.details) == (
        "Nils Juhl",
        cast.a.id,
        {"reason": "Haster", "address": "192.0.2.1"},
    )
    mails = Outbox.select().where(Outbox.kind == "broken_glass")
    assert sorted((mail.email, mail.seconds_left) for mail in mails) == [
        ("oda@firma.example", 0),
        ("olga@firma.example", 0),
    ]
    assert (mails[0].subject.who, mails[0].subject.reason) == ("Nils Juhl", "Haster")


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("gone", ["nobody's", "in the bin"])
def test_for_what_is_not_there_only_the_log_gets_a_line(cast, gone):
    if gone == "in the bin":
        cast.old.bin(cast.olga)
    before = digests()
    break_glass(cast.nils, cast.old.id if gone == "in the bin" else NOBODYS, "Haster")
    assert changed_tables(before) == {"event"}
    assert Event.select().order_by(Event.id.desc()).first().kind == "access.tried"


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("account_id", [1, NOBODYS])
@pytest.mark.asvs("2.3.2")
def test_ten_tries_a_day_whatever_they_hit(cast, account_id):
    for number in range(10):
        break_glass(cast.nils, cast.a.id if number % 2 else NOBODYS, "Haster")
    before = digest()
    with pytest.raises(TooOften):
        break_glass(cast.nils, account_id, "Haster")
    assert digest() == before
    break_glass(cast.alice, NOBODYS, "Haster")  # others have tries of their own
    with time_machine.travel(now() + timedelta(hours=24, seconds=1)):
        break_glass(cast.nils, NOBODYS, "Haster")


@pytest.mark.usefixtures("allowed")
def test_the_tenth_is_not_two_at_once(cast):
    nils = cast.nils
    for _number in range(9):
        break_glass(nils, NOBODYS, "Haster")
    outcomes = at_once(*[lambda: break_glass(nils, NOBODYS, "Haster")] * 4, expected=TooOften)
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", *["TooOften"] * 3]


@pytest.mark.usefixtures("allowed")
def test_a_place_for_longer_is_not_shortened(cast):
    break_glass(cast.alice, cast.a.id, "Haster")
    assert Assignment.get(account=cast.a, user=cast.alice).until_at is None


def test_switching_twice_is_switching_once(cast):
    for on in (True, False):
        allow(on, cast.olga)
        before = digest()
        allow(on, cast.olga)
        assert digest() == before


def test_another_line_of_the_log_is_none(cast):
    assert BrokenGlass.get_or_none(Event.newest_id()) is None
