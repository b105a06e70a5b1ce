"""Undo gives back a valid invitation: the same link, until its earlier date, without a second mail
(docs/security/portal-access.md).
"""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.clients.account import Account
from models.clients.addresses import add_address, correct_address, remove_address
from models.clients.contact import Address
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.history.take_back import Overtaken
from models.history.undo import NotUndoable, reverse, undo
from models.merging.merging import merge, unmerge
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
from tests.support.digest import digest
from tests.support.mailbox import all_leave

PASSWORD_HASH = "not a real one"


@pytest.fixture
def row(cast) -> LinkedAddress:
    """Åse's address on A with LOGIN on. She stands there with a second address."""
    found = cast.address("aase@a.example")
    found.turn("login", True, cast.olga)
    add_address(found.address.contact, "aase@privat.example", cast.olga)
    return again(found)


def again(row) -> LinkedAddress:
    return LinkedAddress.get_by_id(row.id)


def turned_off(row, cast):
    again(row).turn("login", False, cast.rikke)


def unlinked(row, cast):
    unlink(row.link, cast.rikke)


def address_removed(row, cast):
    remove_address(row.address, cast.rikke)


def address_corrected(row, cast):
    correct_address(Address.get_by_id(row.address_id), "aase@ny.example", cast.rikke)


def archived(row, cast):
    Account.get_by_id(cast.a.id).archive(cast.rikke)


ENDS = (turned_off, unlinked, address_removed, address_corrected, archived)
ends = pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)


def ended(end, row, cast) -> str:
    """The name of the action that ended the invitations of a row."""
    end(row, cast)
    return Event.select().order_by(Event.id.desc()).get().action


def link_opens(invitation, token) -> bool:
    found = Invitation.by_token(invitation.id, token)
    return found is not None and found.state == "open"


def waiting() -> list[int]:
    """Whose mails wait, by the ids of their invitations."""
    mails = Outbox.select().where(Outbox.kind == "invitation", Outbox.state == "waiting")
    return [each.subject_id for each in mails]


def mailed() -> list[int]:
    """Whose mails have left, by the ids of their invitations."""
    mails = Outbox.select().where(Outbox.kind == "invitation", Outbox.state == "sent")
    return [each.subject_id for each in mails]


@ends
def test_the_link_of_the_first_mail_opens_again_until_its_earlier_date(cast, row, end):
    invitation = Invitation.send(row, cast.olga, "Velkommen")
    all_leave()
    token, before = invitation.token, again(row).invited_until_at
    with time_machine.travel(now() + timedelta(hours=1)):
        action = ended(end, row, cast)
        assert not link_opens(invitation, token)
        with time_machine.travel(now() + timedelta(hours=1)):
            undo(action, cast.a, cast.rikke)
            assert link_opens(invitation, token)
            back = Invitation.get_by_id(invitation.id)
            assert (back.expires_at, back.created_at, back.message) == (
                invitation.expires_at,
                invitation.created_at,
                "Velkommen",
            )
            assert (again(row).login_state, again(row).invited_until_at) == ("invited", before)
            all_leave()
            assert mailed() == [invitation.id]
            assert back.accept(PASSWORD_HASH)


@ends
def test_a_mail_that_waited_is_sent_as_if_nothing_had_happened(cast, row, end):
    invitation = Invitation.send(row, cast.olga)
    action = ended(end, row, cast)
    assert invitation.id not in waiting()
    undo(action, cast.a, cast.rikke)
    assert waiting() == [invitation.id]
    all_leave()
    assert mailed() == [invitation.id]
    assert link_opens(invitation, invitation.token)


@ends
def test_of_two_whose_mails_wait_only_the_newer_is_sent(cast, row, end):
    first, second = (Invitation.send(again(row), cast.olga) for _number in range(2))
    undo(ended(end, row, cast), cast.a, cast.rikke)
    assert waiting() == [second.id]
    assert Invitation.newest_open(row) == second
    all_leave()
    assert not link_opens(first, first.token)
    assert link_opens(second, second.token)


@ends
def test_the_one_before_it_stands_until_the_newer_mail_leaves(cast, row, end):
    first = Invitation.send(row, cast.olga)
    all_leave()
    second = Invitation.send(again(row), cast.olga)
    undo(ended(end, row, cast), cast.a, cast.rikke)
    assert waiting() == [second.id]
    assert link_opens(first, first.token)
    all_leave()
    assert not link_opens(first, first.token)
    assert link_opens(second, second.token)


@ends
def test_what_had_ended_before_stays_ended(cast, row, end):
    earlier = Invitation.send(row, cast.olga)
    earlier.revoke(cast.olga)
    undo(ended(end, row, cast), cast.a, cast.rikke)
    assert not link_opens(earlier, earlier.token)
    assert again(row).login_state == "not_invited"
    assert not waiting()


@ends
def test_what_ran_out_meanwhile_has_run_out(cast, row, end):
    invitation = Invitation.send(row, cast.olga)
    all_leave()
    with time_machine.travel(invitation.expires_at - timedelta(hours=1)):
        action = ended(end, row, cast)
    with time_machine.travel(invitation.expires_at + timedelta(minutes=1)):
        undo(action, cast.a, cast.rikke)
        assert not link_opens(invitation, invitation.token)
        assert again(row).login_state == "expired"
        assert not waiting()


@pytest.mark.parametrize("end", [turned_off, unlinked, address_removed])
def test_at_an_address_that_has_become_another_it_stays_ended(cast, row, end):
    """Nobody was invited at the new one, and whoever has the former one is not asked in any more."""
    invitation = Invitation.send(row, cast.olga)
    all_leave()
    action = ended(end, row, cast)
    if end is not address_removed:
        link_contact(cast.b, row.address.contact, cast.erik)
        correct_address(Address.get_by_id(row.address_id), "aase@ny.example", cast.erik)
        undo(action, cast.a, cast.rikke)
        assert again(row).login_state in ("unconfirmed", "not_invited")
        correct_address(Address.get_by_id(row.address_id), "aase@a.example", cast.erik)
    else:
        add_address(row.address.contact, "aase@a.example", cast.erik)
        with pytest.raises(Overtaken):
            undo(action, cast.a, cast.rikke)
    assert not link_opens(invitation, invitation.token)
    assert not waiting()


def test_a_decision_since_keeps_it_ended(cast, row):
    invitation = Invitation.send(row, cast.olga)
    all_leave()
    action = ended(turned_off, row, cast)
    for on in (True, False):
        again(row).turn("login", on, cast.olga)
    with pytest.raises(Overtaken):
        undo(action, cast.a, cast.rikke)
    assert not link_opens(invitation, invitation.token)
    assert again(row).login_state == "off"
    assert again(row).invited_until_at is None


def test_a_newer_invitation_is_one(cast, row):
    first = Invitation.send(row, cast.olga)
    all_leave()
    first.revoke(cast.rikke)
    action = Event.get(Event.kind == "invitation.revoked", Event.subject_id == first.id).action
    second = Invitation.send(again(row), cast.olga)
    all_leave()
    undo(action, cast.a, cast.rikke)
    assert not link_opens(first, first.token)
    assert link_opens(second, second.token)


def test_who_has_accepted_elsewhere_since_needs_no_other_link(cast, row):
    invitation = Invitation.send(row, cast.olga)
    all_leave()
    action = ended(turned_off, row, cast)
    link_contact(cast.b, row.address.contact, cast.erik)
    on_b = LinkedAddress.get(LinkedAddress.address == row.address_id, LinkedAddress.id != row.id)
    on_b.turn("login", True, cast.erik)
    assert Invitation.send(again(on_b), cast.erik).accept(PASSWORD_HASH)
    undo(action, cast.a, cast.rikke)
    assert not link_opens(invitation, invitation.token)
    assert again(row).login_state == "active"


def test_archived_and_active_again_it_stays_ended(cast, row):
    invitation = Invitation.send(row, cast.olga)
    action = ended(turned_off, row, cast)
    archived(row, cast)
    Account.get_by_id(cast.a.id).reactivate(cast.olga)
    undo(action, cast.a, cast.rikke)
    assert not link_opens(invitation, invitation.token)
    assert not waiting()


@ends
def test_a_refused_undo_changes_nothing(cast, row, end):
    invitation = Invitation.send(row, cast.olga)
    action = ended(end, row, cast)
    before = digest()
    with pytest.raises(NotUndoable):
        undo(action, cast.a, cast.olga)  # it was not she
    with time_machine.travel(now() + timedelta(days=1, minutes=1)), pytest.raises(NotUndoable):
        undo(action, cast.a, cast.rikke)
    assert digest() == before
    assert not link_opens(invitation, invitation.token)


def test_overtaken_nothing_comes_back(cast, row):
    invitation = Invitation.send(row, cast.olga)
    action = ended(turned_off, row, cast)
    again(row).turn("login", True, cast.olga)
    before = digest()
    with pytest.raises(Overtaken):
        undo(action, cast.a, cast.rikke)
    assert digest() == before
    assert not link_opens(invitation, invitation.token)


@ends
def test_undone_and_that_undone_it_is_ended_again(cast, row, end):
    invitation = Invitation.send(row, cast.olga)
    undo(ended(end, row, cast), cast.a, cast.rikke)
    back = Event.select().order_by(Event.id.desc()).get().action
    reverse(back, cast.rikke)
    assert not link_opens(invitation, invitation.token)
    assert invitation.id not in waiting()


def test_sending_one_is_undone_by_calling_it_off(cast, row):
    invitation = Invitation.send(row, cast.rikke)
    sent = Event.get(Event.kind == "invitation.sent", Event.subject_id == invitation.id)
    undo(sent.action, cast.a, cast.rikke)
    assert Invitation.get_by_id(invitation.id).state == "revoked"
    assert again(row).login_state == "not_invited"
    assert not waiting()


def test_one_that_was_accepted_is_not_called_off(cast, row):
    invitation = Invitation.send(row, cast.rikke)
    all_leave()
    assert invitation.accept(PASSWORD_HASH)
    sent = Event.get(Event.kind == "invitation.sent", Event.subject_id == invitation.id)
    before = digest()
    with pytest.raises(Overtaken):
        undo(sent.action, cast.a, cast.rikke)
    assert digest() == before
    assert again(row).login_state == "active"


def test_two_clients_made_one_and_two_again_keep_the_link(cast, row):
    link_contact(cast.b, row.address.contact, cast.olga)
    on_b = LinkedAddress.get(LinkedAddress.address == row.address_id, LinkedAddress.id != row.id)
    on_b.turn("login", True, cast.olga)
    there = Invitation.send(again(on_b), cast.olga)
    all_leave()
    made = merge(cast.a, cast.b, cast.olga)
    assert not link_opens(there, there.token)
    unmerge(made, cast.olga)
    assert link_opens(there, there.token)
    assert again(on_b).login_state == "invited"
    assert mailed() == [there.id]


def test_two_again_a_place_whose_login_went_off_meanwhile_gets_no_link(cast, row):
    link_contact(cast.b, row.address.contact, cast.olga)
    on_b = LinkedAddress.get(LinkedAddress.address == row.address_id, LinkedAddress.id != row.id)
    on_b.turn("login", True, cast.olga)
    there = Invitation.send(again(on_b), cast.olga)
    all_leave()
    made = merge(cast.a, cast.b, cast.olga)
    turned_off(row, cast)
    unmerge(made, cast.olga)
    assert again(on_b).login_state == "off"
    again(on_b).turn("login", True, cast.olga)
    assert not link_opens(there, there.token)
    assert again(on_b).login_state == "not_invited"
