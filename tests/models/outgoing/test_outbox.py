"""The outbox: at least once, sixty visible seconds, and patience with mail servers (rule Invitations 4)."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.clients.account import Account
from models.outgoing.outbox import PAUSES, Outbox
from models.portal.invitation import Invitation
from tests.support.digest import digest


@pytest.fixture
def mail(cast):
    """An invitation's mail that waits."""
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    return Invitation.send(row, cast.olga).mail


def state(mail) -> str:
    return Outbox.get_by_id(mail.id).state


def later(**span):
    return time_machine.travel(now() + timedelta(**span))


def test_nothing_is_due_before_its_minute_is_over(mail):
    assert Outbox.next_due() is None
    with later(seconds=59):
        assert Outbox.next_due() is None
    with later(seconds=61):
        assert Outbox.next_due() == mail
        assert Outbox.next_due() is None  # it is under way


def test_what_was_cancelled_is_never_sent(cast, mail):
    assert mail.cancel(cast.olga)
    assert not mail.cancel(cast.olga)
    with later(days=1):
        assert Outbox.next_due() is None


def test_what_is_under_way_is_not_cancelled(cast, mail):
    with later(seconds=61):
        Outbox.next_due()
        before = digest()
        assert not Outbox.get_by_id(mail.id).cancel(cast.olga)
        assert digest() == before


def test_sent_is_sent(mail):
    with later(seconds=61):
        taken = Outbox.next_due()
        taken.succeeded()
        taken.failed("late")
    assert state(mail) == "sent"
    Outbox.recover()
    with later(days=1):
        assert Outbox.next_due() is None


def test_after_a_crash_the_one_under_way_is_tried_again(mail):
    with later(seconds=61):
        Outbox.next_due()
        Outbox.recover()
        assert Outbox.next_due() == mail


def test_pauses_grow_and_patience_ends(mail):
    pauses = []
    with time_machine.travel(now() + timedelta(seconds=61), tick=False) as clock:
        while taken := Outbox.next_due():
            taken.postpone("451 later")
            if taken.state == "waiting":
                pauses.append(taken.due_at - now())
                clock.shift(taken.due_at - now())
    assert len(pauses) == len(PAUSES)
    assert timedelta(seconds=50) < pauses[0] < timedelta(seconds=70)
    assert sum(pauses, timedelta()) > timedelta(days=2)
    assert state(mail) == "failed"
    assert Outbox.get_by_id(mail.id).error == "451 later"


def test_what_failed_is_tried_again_when_somebody_asks(mail):
    assert not mail.retry()
    with later(seconds=61):
        Outbox.next_due().failed("550 no such user")
        assert Outbox.get_by_id(mail.id).retry()
        assert Outbox.next_due().attempts == 1


def test_a_clock_that_was_set_back_holds_nothing_up(mail):
    with later(days=-1):
        assert Outbox.next_due() == mail


def test_a_clock_that_was_set_back_after_an_attempt_holds_nothing_up(mail):
    with later(days=2):
        Outbox.next_due().postpone("421 busy")
    with later(days=1):
        assert Outbox.next_due() == mail


def test_the_list_shows_the_accounts_of_the_reader_and_what_they_ask_for(cast, mail):
    everything = Account.select()
    assert [each.account.name for each in Outbox.listed(everything)] == [
        cast.a.name
    ] * 2  # and Anna's, cancelled
    assert not list(Outbox.listed(everything.where(Account.id == cast.b.id)))
    assert not list(Outbox.listed(everything, "failed"))
    assert list(Outbox.listed(everything, "waiting"))
    assert list(Outbox.listed(everything, "nonsense"))
