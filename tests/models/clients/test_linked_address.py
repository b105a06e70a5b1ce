"""The switches of an address on an account (rules Switches 1 and Switches 3)."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.clients.linked_address import SWITCHES, LinkedAddress, MutedNotification
from models.clients.linking import link_contact
from models.portal.invitation import Invitation
from models.portal.readiness import Readiness
from tests.support.digest import digest
from tests.support.mailbox import all_leave

# The names in addresses, the columns they write and what a newcomer has (rule Switches 2).
DEFAULTS = {"login": False, "notify": False, "email-sync": False, "signing-authority": True}


def state_of(row: LinkedAddress) -> dict:
    row = LinkedAddress.get_by_id(row.id)
    return {name: row.is_on(name) for name in DEFAULTS}


def test_a_newcomer_has_only_signing_authority(cast):
    assert state_of(cast.address("aase@a.example")) == DEFAULTS


@pytest.mark.parametrize("switch", DEFAULTS)
def test_a_switch_changes_its_own_value_and_no_other(cast, switch):
    row = cast.address("aase@a.example")
    assert row.turn(switch, not DEFAULTS[switch], cast.mona)
    assert state_of(row) == DEFAULTS | {switch: not DEFAULTS[switch]}


@pytest.mark.parametrize("switch", DEFAULTS)
def test_turning_a_switch_is_one_event_with_old_and_new(cast, switch):
    row, on = cast.address("aase@a.example"), not DEFAULTS[switch]
    row.turn(switch, on, cast.mona)
    event = Event.select().order_by(Event.id.desc()).first()
    verb = f"{switch.replace('-', '_')}_{'granted' if on else 'withdrawn'}"
    assert event.kind == f"linked_address.{verb}"
    assert (event.effect, event.actor_id, event.account_id) == ("changed", cast.mona.id, cast.a.id)
    ((old, new),) = event.values.values()
    assert (old is None, new is None) == (on, not on)
    assert event.subject_name == "aase@a.example"


def test_the_wanted_value_again_writes_nothing(cast):
    row = cast.address("aase@a.example")
    row.turn("notify", True, cast.mona)
    before = digest()
    assert not row.turn("notify", True, cast.olga)
    assert digest() == before


def test_the_same_address_on_two_accounts_has_two_sets_of_switches(cast):
    anna = cast.address("anna@a.example").link.contact
    link_contact(cast.b, anna, cast.olga)
    on_a, on_b = (
        next(row for row in LinkedAddress.on(account) if row.address.email == "anna@a.example")
        for account in (cast.a, cast.b)
    )
    on_b.turn("notify", True, cast.olga)
    assert state_of(on_b)["notify"]
    assert not state_of(on_a)["notify"]


def test_an_address_that_has_left_the_account_cannot_be_turned(cast):
    row = cast.address("aase@a.example")
    row.remove(cast.olga)
    with pytest.raises(LinkedAddress.DoesNotExist):
        row.turn("login", True, cast.olga)


def test_no_other_switch_exists():
    assert set(SWITCHES) == set(DEFAULTS)


class TestLoginState:
    def test_off_then_on_then_invited_then_active(self, cast):
        row = cast.address("aase@a.example")
        assert row.login_state == "off"
        row.turn("login", True, cast.olga)
        assert row.login_state == "not_invited"
        invitation = Invitation.send(row, cast.olga)
        assert cast.address("aase@a.example").login_state == "invited"
        invitation.accept("a hash")
        assert cast.address("aase@a.example").login_state == "active"

    def test_an_invitation_expires_after_fourteen_days(self, cast):
        row = cast.address("aase@a.example")
        row.turn("login", True, cast.olga)
        Invitation.send(row, cast.olga)
        with time_machine.travel(now() + timedelta(days=14, seconds=1)):
            assert cast.address("aase@a.example").login_state == "expired"
        with time_machine.travel(now() + timedelta(days=14, seconds=-5)):
            assert cast.address("aase@a.example").login_state == "invited"

    def test_a_newer_invitation_revokes_the_earlier_when_its_mail_leaves(self, cast):
        row = cast.address("aase@a.example")
        row.turn("login", True, cast.olga)
        first, second = Invitation.send(row, cast.olga), Invitation.send(row, cast.olga)
        assert Invitation.get_by_id(first.id).revoked_at is None
        all_leave()
        assert Invitation.get_by_id(first.id).revoked_at
        assert Invitation.get_by_id(second.id).revoked_at is None

    def test_off_is_off_whatever_was_accepted(self, cast):
        row = cast.address("anna@a.example")
        row.turn("login", False, cast.olga)
        assert cast.address("anna@a.example").login_state == "off"


class TestReadiness:
    def test_on_but_not_invited_is_offline(self, cast):
        row = cast.address("bent@b.example")
        row.turn("login", True, cast.olga)
        assert Readiness.of(cast.b).status == "offline"
        Invitation.send(row, cast.olga)
        assert Readiness.of(cast.b).status == "active"

    def test_archived_comes_first(self, cast):
        assert Readiness.of(cast.old).status == "archived"

    def test_a_signer_has_accepted_and_authority_on_one_address(self, cast):
        bent = cast.address("bent@b.example")
        assert not Readiness.of(cast.b).sign
        bent.turn("login", True, cast.olga)
        assert not Readiness.of(cast.b).sign
        Invitation.send(bent, cast.olga).accept("x")
        assert Readiness.of(cast.b).sign
        bent.turn("signing-authority", False, cast.olga)
        assert not Readiness.of(cast.b).sign

    def test_somebody_is_notified_when_one_address_is(self, cast):
        assert not Readiness.of(cast.b).notify
        cast.address("bent@b.example").turn("notify", True, cast.olga)
        assert Readiness.of(cast.b).notify


def test_the_page_lists_people_alphabetically_with_their_addresses(cast):
    MutedNotification.add(cast.olga, linked_address=cast.address("anna@a.example"), type="reminders")
    links = LinkedAddress.by_contact(cast.a)
    assert [link.contact.name for link in links] == ["Anna Østergaard", "Åse Lund"]
    assert [row.address.email for row in links[0].rows] == ["anna@a.example", "anna.privat@a.example"]
    assert [len(row.muted) for row in links[0].rows] == [1, 0]
    assert [phone.number for phone in links[0].phones] == ["+4533123456"]
