"""Invitations: off → on, not invited → invited → active → off (rules Switches 8 and Invitations 1), and links that work once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine

from models.base import tokens
from models.base.clock import now
from models.base.database import db
from models.base.event import Event
from models.clients.addresses import correct_address
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.clients.portal_user import PortalUser
from models.history.undo import undo
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation, Uninvitable, with_invitations
from models.portal.portal_access import places_of_mailbox
from tests.support.digest import digest
from tests.support.mailbox import all_leave

PASSWORD_HASH = "not a real one"


@pytest.fixture
def row(cast):
    """Åse's address on A, with LOGIN on."""
    found = cast.address("aase@a.example")
    found.turn("login", True, cast.olga)
    return cast.address("aase@a.example")


def again(row) -> LinkedAddress:
    return LinkedAddress.get_by_id(row.id)


def mails(state="waiting") -> list[str]:
    return [each.email for each in Outbox.select().where(Outbox.state == state).order_by(Outbox.id)]


def test_turning_login_on_invites_nobody(row):
    assert row.login_state == "not_invited"
    assert not mails()


def test_sending_writes_the_mail_in_the_same_transaction_and_waits_a_minute(cast, row):
    invitation = Invitation.send(row, cast.olga, "Velkommen")
    [mail] = Outbox.select().where(Outbox.state == "waiting")
    assert (mail.kind, mail.subject_id, mail.email) == ("invitation", invitation.id, "aase@a.example")
    assert mail.due_at - mail.created_at >= timedelta(seconds=59)
    assert again(row).login_state == "invited"


@pytest.mark.parametrize("email", ["anna@a.example", "kaj@old.example"])
def test_only_an_address_whose_login_is_on_and_not_yet_active_is_invited(cast, email):
    before = digest()
    with pytest.raises(Uninvitable):
        Invitation.send(cast.address(email), cast.olga)
    assert digest() == before


def test_a_second_one_kills_the_first_when_its_mail_leaves(cast, row):
    first = Invitation.send(row, cast.olga)
    all_leave()
    second = Invitation.send(row, cast.olga, "igen")
    assert [Invitation.get_by_id(each.id).state for each in (first, second)] == ["open", "open"]
    all_leave()
    assert [Invitation.get_by_id(each.id).state for each in (first, second)] == ["revoked", "open"]
    told = Event.get(Event.kind == "invitation.revoked")
    assert (told.subject_id, told.actor_kind) == (first.id, "system")
    assert not first.accept(PASSWORD_HASH)
    assert second.accept(PASSWORD_HASH)


def test_until_then_the_first_can_be_accepted_and_the_second_is_not_sent(cast, row):
    first = Invitation.send(row, cast.olga)
    all_leave()
    second = Invitation.send(row, cast.olga)
    assert first.accept(PASSWORD_HASH)
    assert Invitation.get_by_id(second.id).state == "accepted"
    assert not mails()
    assert again(row).login_state == "active"


ENDS = {
    "cancelled in the outbox": lambda one, actor: one.mail.cancel(actor),
    "called off": lambda one, actor: one.call_off(actor),
    "its action undone": lambda one, actor: undo(
        Event.get(Event.kind == "invitation.sent", Event.subject_id == one.id).action,
        actor_account(one),
        actor,
    ),
}


def actor_account(invitation):
    return invitation.linked_address.link.account


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_taken_back_before_it_leaves_the_first_is_as_it_was(cast, row, end):
    first = Invitation.send(row, cast.olga)
    all_leave()
    until = again(row).invited_until_at
    with time_machine.travel(now() + timedelta(days=1)):
        second = Invitation.send(again(row), cast.olga)
        end(second, cast.olga)
        assert not mails()
        assert (again(row).invited_until_at, again(row).login_state) == (until, "invited")
        assert Invitation.newest_open(row) == first
        assert not second.accept(PASSWORD_HASH)
        all_leave()
        assert first.accept(PASSWORD_HASH)


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_taken_back_while_both_wait_the_first_mail_goes_after_all(cast, row, end):
    first, second = Invitation.send(row, cast.olga, "en"), Invitation.send(row, cast.olga, "to")
    assert mails() == ["aase@a.example"]
    end(second, cast.olga)
    waiting = Outbox.get(Outbox.state == "waiting")
    assert (waiting.subject_id, waiting.account_id, waiting.subject.message) == (first.id, cast.a.id, "en")
    assert waiting.seconds_left > 55
    all_leave()
    assert [each.subject_id for each in Outbox.select().where(Outbox.state == "sent")] == [first.id]


def test_of_three_each_taken_back_gives_the_one_before_it(cast, row):
    first, second, third = (Invitation.send(row, cast.olga) for _number in range(3))
    for left in ([first, second], [first], []):
        Invitation.newest_open(row).call_off(cast.olga)
        assert list(Invitation.open_ones([row.id]).order_by(Invitation.id)) == left
        assert [each.subject_id for each in Outbox.select().where(Outbox.state == "waiting")] == [
            each.id for each in left[-1:]
        ]
    assert again(row).login_state == "not_invited"
    assert third.mail.state == "cancelled"


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_taken_back_while_its_mail_is_under_way_the_first_stands(cast, row, end):
    first = Invitation.send(row, cast.olga)
    all_leave()
    second = Invitation.send(again(row), cast.olga)
    with time_machine.travel(now() + timedelta(minutes=2)):
        under_way = Outbox.next_due()
        end(second, cast.olga)
        second_died = Invitation.get_or_none(id=second.id, revoked_at=None) is None
        under_way.succeeded()
    assert Invitation.get_by_id(first.id).state == ("open" if second_died else "revoked")
    assert again(row).login_state == "invited"


def test_of_three_the_middle_one_taken_back_sends_no_mail_besides_that_of_the_last(cast, row):
    first, second, third = (Invitation.send(row, cast.olga) for _number in range(3))
    second.call_off(cast.olga)
    assert list(Invitation.open_ones([row.id])) == [third, first]
    assert [each.subject_id for each in Outbox.select().where(Outbox.state == "waiting")] == [third.id]
    Invitation.get_by_id(third.id).call_off(cast.olga)
    assert [each.subject_id for each in Outbox.select().where(Outbox.state == "waiting")] == [first.id]


@pytest.mark.parametrize("how", ["failed", "postpone"])
def test_a_second_mail_that_the_server_does_not_take_leaves_the_first_alone(cast, row, how):
    first = Invitation.send(row, cast.olga)
    all_leave()
    Invitation.send(row, cast.olga)
    with time_machine.travel(now() + timedelta(minutes=2)):
        getattr(Outbox.next_due(), how)("Nej.")
    assert first.accept(PASSWORD_HASH)


def test_a_worker_that_dies_with_the_second_under_way_leaves_the_first_alone_until_it_is_sent(cast, row):
    first = Invitation.send(row, cast.olga)
    all_leave()
    Invitation.send(row, cast.olga)
    with time_machine.travel(now() + timedelta(minutes=2)):
        Outbox.next_due()
    assert Invitation.get_by_id(first.id).state == "open"
    Outbox.recover()
    all_leave()
    assert Invitation.get_by_id(first.id).state == "revoked"


def test_undoing_login_off_gives_back_the_invitation_and_its_mail(cast, row):
    invitation = Invitation.send(row, cast.olga)
    row.turn("login", False, cast.olga)
    off = Event.select().where(Event.kind == "linked_address.login_withdrawn").order_by(Event.id.desc()).get()
    undo(off.action, cast.a, cast.olga)
    assert again(row).login_state == "invited"
    assert mails() == ["aase@a.example"]
    all_leave()
    assert invitation.accept(PASSWORD_HASH)


def test_login_off_revokes_and_nothing_is_sent(cast, row):
    invitation = Invitation.send(row, cast.olga)
    row.turn("login", False, cast.olga)
    assert Invitation.get_by_id(invitation.id).revoked_at
    assert not mails()
    again(row).turn("login", True, cast.olga)
    assert again(row).login_state == "not_invited"
    assert not invitation.accept(PASSWORD_HASH)


def test_cancelling_the_mail_is_not_having_invited(cast, row):
    Invitation.send(row, cast.olga)
    assert Outbox.get(Outbox.state == "waiting").cancel(cast.olga)
    assert again(row).login_state == "not_invited"
    assert not mails()


def test_unlinking_ends_everything(cast, row):
    invitation = Invitation.send(row, cast.olga)
    unlink(row.link, cast.olga)
    assert not Invitation.get_or_none(id=invitation.id)
    assert not mails()
    assert Invitation.by_token(invitation.id, invitation.token) is None


def test_archiving_ends_it_and_reactivating_does_not_bring_it_back(cast, row):
    invitation = Invitation.send(row, cast.olga)
    cast.a.archive(cast.olga)
    assert Invitation.get_by_id(invitation.id).state == "revoked"
    assert not mails()
    cast.a.reactivate(cast.olga)
    assert again(row).login_state == "not_invited"


def test_an_archived_account_is_reached_by_nobody(cast, row):
    Invitation.send(row, cast.olga).accept(PASSWORD_HASH)
    assert [each.link.account_id for each in places_of_mailbox("AASE@a.example")] == [cast.a.id]
    cast.a.archive(cast.olga)
    assert not list(places_of_mailbox("aase@a.example"))


def test_a_corrected_address_kills_the_link_and_is_invited_anew(cast, row):
    old = Invitation.send(row, cast.olga, "Velkommen")
    correct_address(row.address, "aase.lund@a.example", cast.rikke)
    new = Invitation.newest_open(row)
    assert Invitation.get_by_id(old.id).state == "revoked"
    assert (new.email, new.message, new.state) == ("aase.lund@a.example", "Velkommen", "open")
    assert mails() == ["aase.lund@a.example"]


def test_other_letters_of_the_same_address_change_nothing(cast, row):
    invitation = Invitation.send(row, cast.olga)
    correct_address(row.address, "Aase@a.example", cast.rikke)
    assert Invitation.get_by_id(invitation.id).state == "open"


def test_who_had_access_is_not_followed_to_a_corrected_address(cast, row):
    Invitation.send(row, cast.olga).accept(PASSWORD_HASH)
    correct_address(row.address, "en.anden@a.example", cast.rikke)
    assert again(row).login_state == "off"
    assert not list(places_of_mailbox("aase@a.example"))
    assert not list(places_of_mailbox("en.anden@a.example"))


def test_a_corrected_address_that_was_never_invited_is_invited_by_nobody(cast, row):
    correct_address(row.address, "aase.lund@a.example", cast.rikke)
    assert again(row).login_state == "not_invited"
    assert not mails()


def test_accepting_makes_active_and_tells_who_did(cast, row):
    invitation = Invitation.send(row, cast.olga)
    assert invitation.accept(PASSWORD_HASH)
    assert again(row).login_state == "active"
    event = Event.select().where(Event.kind == "invitation.accepted").order_by(Event.id.desc()).get()
    assert (event.actor_kind, event.actor_name, event.account_id) == ("contact", "Åse Lund", cast.a.id)
    assert PortalUser.of("AASE@a.example").password_hash == PASSWORD_HASH


def test_it_is_accepted_once(cast, row):
    invitation = Invitation.send(row, cast.olga)
    assert invitation.accept(PASSWORD_HASH)
    before = digest()
    assert not invitation.accept("another")
    assert not Invitation.get_by_id(invitation.id).accept("another")
    assert digest() == before


def test_after_its_time_it_is_not_accepted_but_renewed_to_the_same_address(cast, row):
    invitation = Invitation.send(row, cast.olga, "Velkommen")
    assert invitation.renew() is None
    with time_machine.travel(now() + timedelta(days=15)):
        assert Invitation.get_by_id(invitation.id).state == "expired"
        assert not invitation.accept(PASSWORD_HASH)
        renewed = invitation.renew()
        assert (renewed.email, renewed.message, renewed.invited_by) == (
            "aase@a.example",
            "Velkommen",
            cast.olga,
        )
        assert renewed.mail.seconds_left == 0
        before = digest()
        assert invitation.renew() == renewed  # it is under way already
        assert digest() == before
        all_leave()
        assert Invitation.get_by_id(invitation.id).renew() is None  # the newer one stands


def test_fifty_at_once_have_one_winner(cast, row):
    invitation = Invitation.send(row, cast.olga)
    start, accepted = Barrier(50), []

    def accept(number):
        start.wait()
        with db.connection_context():
            accepted.append(Invitation.get_by_id(invitation.id).accept(f"hash {number}"))

    threads = [Thread(target=accept, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(accepted) == [False] * 49 + [True]
    told = Event.select().where(Event.kind == "invitation.accepted", Event.subject_id == invitation.id)
    assert told.count() == 1


def test_nothing_stored_is_a_token(cast, row):
    invitation = Invitation.send(row, cast.olga)
    stored = repr([row.__data__ for model in (Invitation, Outbox, Event) for row in model.select()])
    assert invitation.token not in stored
    assert Invitation.by_token(invitation.id, invitation.token) == invitation
    assert (
        Invitation.by_token(invitation.id, tokens.token_of("password_reset", *invitation._token_content[1:]))
        is None
    )


def test_one_sign_in_reaches_every_account_where_the_address_has_login(cast, row):
    Invitation.send(row, cast.olga).accept(PASSWORD_HASH)
    link_contact(cast.b, row.link.contact, cast.olga)
    on_b = next(each for each in LinkedAddress.on(cast.b) if each.address.email == "aase@a.example")
    assert [each.link.account_id for each in places_of_mailbox("aase@a.example")] == [cast.a.id]
    on_b.turn("login", True, cast.olga)
    assert {each.link.account_id for each in places_of_mailbox("aase@a.example")} == {cast.a.id, cast.b.id}
    assert next(each for each in LinkedAddress.on(cast.b) if each.id == on_b.id).login_state == "active"


def test_a_row_knows_its_invitation_and_its_mail(cast, row):
    invitation = Invitation.send(row, cast.olga)
    rows = {each.address.email: each for each in with_invitations(LinkedAddress.of_account(cast.a))}
    assert rows["aase@a.example"].invitation == invitation
    assert rows["aase@a.example"].invitation.mail.state == "waiting"
    assert rows["anna@a.example"].invitation is None
