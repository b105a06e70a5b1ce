"""Who gets into the portal, event by event (rule Switches 4): the table of docs/security/portal-access.md.

Åse stands on A with aase@a.example, Bent on B with bent@b.example. Rikke may open A alone, Erik B alone; both manage.
"""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.base.password import hash_password, is_password
from models.clients.account import Account
from models.clients.addresses import add_address, correct_address, remove_address
from models.clients.contact import Address, Contact
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.clients.portal_user import PortalSession, PortalUser
from models.history.restore import NotRestorable, restore_value
from models.history.undo import NotUndoable, undo
from models.merging.merging import merge, unmerge
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation, Uninvitable
from models.portal.portal_access import places_of_mailbox
from models.portal.readiness import Readiness
from models.processes.address_change import ChangedAgain, confirm, decline
from models.processes.bin_expiry import delete_for_good
from models.sign_in.password_reset import PasswordReset
from tests.support.digest import digest

AASE, NEW = "aase@a.example", "aase.lund@a.example"
OLD_PASSWORD, OTHER_PASSWORD = "Åses egen sætning", "en anden persons sætning"


def row_of(account, email=AASE) -> LinkedAddress:
    return next(each for each in LinkedAddress.on(account) if each.address.email.casefold() == email)


def state(account, email=AASE) -> str:
    return row_of(account, email).login_state


def reached(email=AASE) -> set[int]:
    return {place.account_id for place in places_of_mailbox(email)}


def let_in(row: LinkedAddress, actor, password=OLD_PASSWORD) -> PortalUser:
    """LOGIN on, invited, accepted."""
    row.turn("login", True, actor)
    row = LinkedAddress.get_by_id(row.id)
    if row.login_state != "active":
        assert Invitation.send(row, actor).accept(hash_password(password))
    return PortalUser.of(row.address.email)


def newcomer(account, actor, email=AASE, first_name="Ny") -> LinkedAddress:
    """Another person with the address, on an account."""
    person = Contact.meet(actor, first_name=first_name, emails=[email])
    link = link_contact(account, person, actor)
    return LinkedAddress.get(LinkedAddress.link == link)


def last_action() -> str:
    return Event.select().order_by(Event.id.desc()).get().action


def mails(kind: str) -> list[str]:
    waiting = Outbox.select().where(Outbox.kind == kind, Outbox.state == "waiting")
    return sorted(each.email for each in waiting)


@pytest.fixture
def åse(cast) -> Contact:
    """Active on A; on B too, with LOGIN, NOTIFY and EMAIL SYNC on."""
    contact = cast.address(AASE).link.contact
    link_contact(cast.b, contact, cast.olga)
    let_in(row_of(cast.a), cast.olga)
    for switch in ("login", "notify", "email-sync"):
        row_of(cast.b).turn(switch, True, cast.erik)
    return contact


@pytest.fixture
def address(åse) -> Address:
    return Address.get(Address.contact == åse)


class TestSecondAccount:
    def test_who_has_accepted_is_active_where_login_is_turned_on(self, cast, åse):
        assert (state(cast.a), state(cast.b)) == ("active", "active")
        assert reached() == {cast.a.id, cast.b.id}

    def test_and_is_not_invited_again(self, cast, åse):
        with pytest.raises(Uninvitable):
            Invitation.send(row_of(cast.b), cast.erik)

    def test_login_on_before_the_acceptance_becomes_active_with_it(self, cast):
        contact = cast.address(AASE).link.contact
        link_contact(cast.b, contact, cast.olga)
        row_of(cast.b).turn("login", True, cast.erik)
        assert state(cast.b) == "not_invited"
        let_in(row_of(cast.a), cast.olga)
        assert state(cast.b) == "active"

    def test_off_on_one_account_leaves_the_other(self, cast, åse):
        row_of(cast.a).turn("login", False, cast.rikke)
        assert reached() == {cast.b.id}

    def test_unlinked_from_one_leaves_the_other(self, cast, åse):
        unlink(row_of(cast.a).link, cast.rikke)
        assert reached() == {cast.b.id}
        link_contact(cast.a, åse, cast.olga)
        row_of(cast.a).turn("login", True, cast.rikke)
        assert state(cast.a) == "active"


class TestAnotherPersonAtTheAddress:
    """A3: one password an address, each person accepts on their own."""

    def leave(self, how, cast):
        row = row_of(cast.a)
        match how:
            case "corrected":
                correct_address(row.address, "aase@nyt.example", cast.rikke)
            case "unlinked":
                unlink(row.link, cast.rikke)
            case "removed":
                remove_address(row.address, cast.rikke)
            case "login off":
                row.turn("login", False, cast.rikke)
            case "archived":
                cast.a.archive(cast.olga)
            case "binned":
                cast.a.archive(cast.olga)
                cast.a.bin(cast.olga)
            case "merged away":
                other = Contact.meet(cast.olga, first_name="Åse", emails=["aase@nyt.example"])
                link_contact(cast.a, other, cast.olga)
                merge(other, row.link.contact, cast.olga)
                correct_address(Address.get(Address.email == AASE), "aase@tredje.example", cast.rikke)

    HOW = ("corrected", "unlinked", "removed", "login off", "archived", "binned", "merged away")

    @pytest.mark.parametrize("how", HOW)
    def test_the_former_password_opens_nothing_for_the_newcomer(self, cast, how):
        let_in(row_of(cast.a), cast.olga)
        self.leave(how, cast)
        row = newcomer(cast.b, cast.erik)
        row.turn("login", True, cast.erik)
        assert state(cast.b) == "not_invited"
        assert not reached()

    @pytest.mark.parametrize("how", HOW)
    def test_the_newcomer_chooses_a_password_and_the_former_one_is_gone(self, cast, how):
        before = let_in(row_of(cast.a), cast.olga)
        before.protect("A" * 32, None)
        PortalSession.start(before)
        reset = PasswordReset.issue(before, AASE)
        self.leave(how, cast)
        row = newcomer(cast.b, cast.erik)
        row.turn("login", True, cast.erik)
        invitation = Invitation.send(row, cast.erik)
        assert invitation.sign_in is None
        assert invitation.accept(hash_password(OTHER_PASSWORD))
        user = PortalUser.of(AASE)
        assert is_password(OTHER_PASSWORD, user.password_hash)
        assert not is_password(OLD_PASSWORD, user.password_hash)
        assert not user.protected
        assert not PortalSession.select().exists()
        assert not PasswordReset.select().where(PasswordReset.id == reset.id).exists()
        assert reached() == {cast.b.id}

    @pytest.mark.parametrize("how", ["login off", "archived", "binned"])
    def test_what_rested_comes_back_for_the_same_person_only(self, cast, how):
        let_in(row_of(cast.a), cast.olga)
        self.leave(how, cast)
        let_in(newcomer(cast.b, cast.erik), cast.erik, OTHER_PASSWORD)
        self.come_back(how, cast)
        assert state(cast.a) == "not_invited"
        assert reached() == {cast.b.id}

    @pytest.mark.parametrize("how", ["login off", "archived", "binned"])
    def test_what_rested_comes_back_where_nobody_else_came(self, cast, how):
        let_in(row_of(cast.a), cast.olga)
        self.leave(how, cast)
        assert not reached()
        self.come_back(how, cast)
        assert state(cast.a) == "active"
        assert is_password(OLD_PASSWORD, PortalUser.of(AASE).password_hash)

    def come_back(self, how, cast):
        if how == "login off":
            row_of(cast.a).turn("login", True, cast.rikke)
            return
        cast.a.recover(cast.olga)
        cast.a.reactivate(cast.olga)

    @pytest.mark.parametrize("how", ["unlinked", "removed"])
    def test_undoing_brings_it_back_unless_somebody_else_came(self, cast, how):
        """Åse stands with two addresses, so that undoing finds her on the account."""
        let_in(row_of(cast.a), cast.olga)
        self.leave(how, cast)
        action = last_action()
        undo(action, cast.a, cast.rikke)
        assert state(cast.a) == "active"
        self.leave(how, cast)
        action = last_action()
        let_in(newcomer(cast.b, cast.erik), cast.erik, OTHER_PASSWORD)
        undo(action, cast.a, cast.rikke)
        assert state(cast.a) == "not_invited"
        assert reached() == {cast.b.id}

    def test_linked_again_after_the_last_account_is_invited_anew(self, cast):
        contact = cast.address(AASE).link.contact
        let_in(row_of(cast.a), cast.olga)
        unlink(row_of(cast.a).link, cast.rikke)
        link_contact(cast.b, contact, cast.olga)
        row_of(cast.b).turn("login", True, cast.erik)
        assert state(cast.b) == "not_invited"

    def test_no_new_password_is_mailed_for_what_reaches_nothing(self, cast):
        let_in(row_of(cast.a), cast.olga)
        cast.a.archive(cast.olga)
        PasswordReset.ask(AASE)
        assert not Outbox.select().where(Outbox.kind == "password_reset").get().subject.still_wanted


class TestSharedMailbox:
    @pytest.fixture
    def partner(self, cast) -> LinkedAddress:
        let_in(row_of(cast.a), cast.olga)
        row = newcomer(cast.b, cast.erik, first_name="Per")
        row.turn("login", True, cast.erik)
        return LinkedAddress.get_by_id(row.id)

    def test_the_partner_has_not_accepted(self, cast, partner):
        assert partner.login_state == "not_invited"
        assert reached() == {cast.a.id}

    def test_the_partner_accepts_with_the_password_that_exists(self, cast, partner):
        invitation = Invitation.send(partner, cast.erik)
        before = digest()
        assert invitation.sign_in == PortalUser.of(AASE)
        assert not invitation.accept(hash_password(OTHER_PASSWORD))
        assert digest() == before
        assert invitation.accept()
        assert is_password(OLD_PASSWORD, PortalUser.of(AASE).password_hash)
        assert reached() == {cast.a.id, cast.b.id}
        assert [place.link.contact.first_name for place in places_of_mailbox(AASE)] == ["Per", "Åse"]

    def test_each_ends_alone(self, cast, partner):
        Invitation.send(partner, cast.erik).accept()
        correct_address(row_of(cast.a).address, NEW, cast.rikke)
        assert reached() == {cast.b.id}

    def test_the_second_acceptance_settles_no_invitation_of_the_other_person(self, cast):
        mine = row_of(cast.a)
        mine.turn("login", True, cast.olga)
        theirs = newcomer(cast.b, cast.erik, first_name="Per")
        theirs.turn("login", True, cast.erik)
        first, second = Invitation.send(mine, cast.olga), Invitation.send(theirs, cast.erik)
        assert first.accept(hash_password(OLD_PASSWORD))
        assert Invitation.get_by_id(second.id).state == "open"
        assert not Invitation.get_by_id(second.id).accept(hash_password(OTHER_PASSWORD))
        assert is_password(OLD_PASSWORD, PortalUser.of(AASE).password_hash)


class TestOlderInvitation:
    """A4: two accounts invited the same person; who has accepted once has accepted."""

    @pytest.fixture
    def two(self, cast) -> tuple[Invitation, Invitation]:
        link_contact(cast.b, cast.address(AASE).link.contact, cast.olga)
        rows = row_of(cast.a), row_of(cast.b)
        for row in rows:
            row.turn("login", True, cast.olga)
        return tuple(Invitation.send(row, cast.olga) for row in rows)

    def test_the_other_is_settled_and_sets_no_password(self, cast, two):
        first, second = two
        assert first.accept(hash_password(OLD_PASSWORD))
        assert Invitation.get_by_id(second.id).state == "accepted"
        assert reached() == {cast.a.id, cast.b.id}
        before = digest()
        assert not Invitation.get_by_id(second.id).accept(hash_password(OTHER_PASSWORD))
        assert not Invitation.get_by_id(second.id).accept()
        assert digest() == before

    def test_one_that_had_expired_ends_and_is_not_renewed(self, cast, two):
        first, second = two
        Invitation.update(expires_at=now() - timedelta(days=1)).where(Invitation.id == second.id).execute()
        assert first.accept(hash_password(OLD_PASSWORD))
        assert Invitation.get_by_id(second.id).state == "revoked"
        assert Invitation.get_by_id(second.id).renew() is None
        assert mails("invitation") == []

    def test_a_mail_that_still_waited_is_not_sent(self, cast, two):
        two[0].accept(hash_password(OLD_PASSWORD))
        assert mails("invitation") == []


class TestChangedAddress:
    """A1, A2: by Rikke, who may open A and not B."""

    def test_login_goes_off_where_the_editor_may_open(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        assert state(cast.a, NEW) == "off"

    def test_elsewhere_the_switches_wait(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        row = row_of(cast.b, NEW)
        assert (row.agreed_email, row.login_state) == (AASE, "unconfirmed")
        assert not any(row.takes_effect(switch) for switch in ("login", "notify", "email-sync"))
        assert row.takes_effect("signing-authority")
        assert not reached()
        assert not reached(NEW)

    def test_a_sign_in_that_the_new_address_has_reaches_neither(self, cast, address):
        let_in(newcomer(cast.a, cast.rikke, NEW, "Tyv"), cast.rikke, OTHER_PASSWORD)
        correct_address(address, NEW, cast.rikke)
        assert {(place.account_id, place.link.contact.first_name) for place in places_of_mailbox(NEW)} == {
            (cast.a.id, "Tyv")
        }

    def test_nor_does_one_that_begins_afterwards_while_it_waits(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        row_of(cast.a, NEW).turn("login", True, cast.rikke)
        assert Invitation.send(row_of(cast.a, NEW), cast.rikke).accept(hash_password(OTHER_PASSWORD))
        assert reached(NEW) == {cast.a.id}

    def test_no_invitation_leaves_for_what_the_editor_may_not_open(self, cast):
        contact = cast.address(AASE).link.contact
        link_contact(cast.b, contact, cast.olga)
        for account in (cast.a, cast.b):
            row_of(account).turn("login", True, cast.olga)
            Invitation.send(row_of(account), cast.olga)
        old = Invitation.newest_open(row_of(cast.b))
        correct_address(row_of(cast.a).address, NEW, cast.rikke)
        assert mails("invitation") == [NEW, AASE]  # the second will not be sent, since it is wanted no longer
        [waiting] = Outbox.select().where(Outbox.email == AASE, Outbox.state == "waiting")
        assert not waiting.subject.still_wanted
        assert waiting.subject == old
        assert [
            each.linked_address.account_id for each in Invitation.select().where(Invitation.email == NEW)
        ] == [cast.a.id]
        assert Invitation.get_by_id(old.id).state == "revoked"
        with pytest.raises(Uninvitable):
            Invitation.send(row_of(cast.b, NEW), cast.erik)

    def test_who_may_confirm_gets_one_mail_each(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        correct_address(address, "aase@tredje.example", cast.rikke)
        assert mails("address_confirmation") == ["erik@firma.example"]  # Bob is on B too, and may not

    def test_nobody_is_mailed_for_an_archived_client_where_it_waits_all_the_same(self, cast, address):
        cast.b.archive(cast.olga)
        correct_address(address, NEW, cast.rikke)
        assert mails("address_confirmation") == []
        cast.b.hold().reactivate(cast.olga)
        assert row_of(cast.b, NEW).unconfirmed

    def test_an_account_whose_team_may_not_asks_the_owner(self, cast, address):
        cast.b.unassign(cast.erik, cast.olga)
        correct_address(address, NEW, cast.rikke)
        assert mails("address_confirmation") == ["olga@firma.example"]

    def test_the_history_of_the_other_account_says_so(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        event = Event.select().where(Event.account_id == cast.b.id).order_by(Event.id.desc()).get()
        assert (event.kind, event.actor_id) == ("linked_address.held", cast.rikke.id)
        assert event.values == {}

    def test_readiness_counts_nothing_that_waits(self, cast, address):
        unlink_all_but(cast.b, address.contact, cast.olga)
        before = Readiness.of(cast.b)
        assert (before.login, before.notify, before.sign) == (True, True, True)
        correct_address(address, NEW, cast.rikke)
        after = Readiness.of(cast.b)
        assert (after.login, after.notify, after.sign) == (False, False, False)
        assert [row.address.email for row in after.unconfirmed] == [NEW]

    def test_confirmed_the_switches_have_effect_and_an_invitation_is_needed(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        assert confirm(row_of(cast.b, NEW), NEW, cast.erik)
        row = row_of(cast.b, NEW)
        assert row.login_state == "not_invited"
        assert all(row.takes_effect(switch) for switch in ("login", "notify", "email-sync"))
        assert not confirm(row, NEW, cast.erik)
        assert not reached(NEW)

    def test_declined_they_are_off(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        assert decline(row_of(cast.b, NEW), NEW, cast.erik)
        row = row_of(cast.b, NEW)
        assert not row.unconfirmed
        assert not row.waiting_switches
        assert row.is_on("signing-authority")

    @pytest.mark.parametrize("decide", [confirm, decline])
    def test_only_what_was_looked_at_is_decided(self, cast, address, decide):
        correct_address(address, NEW, cast.rikke)
        seen = row_of(cast.b, NEW)
        correct_address(address, "tyv@evil.example", cast.rikke)
        before = digest()
        with pytest.raises(ChangedAgain):
            decide(seen, NEW, cast.erik)
        assert digest() == before

    def test_turning_all_of_them_off_leaves_nothing_to_confirm_until_one_is_on_again(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        for switch in ("login", "notify"):
            row_of(cast.b, NEW).turn(switch, False, cast.erik)
            assert row_of(cast.b, NEW).unconfirmed
        row_of(cast.b, NEW).turn("email-sync", False, cast.erik)
        assert not row_of(cast.b, NEW).unconfirmed
        undo(last_action(), cast.b, cast.erik)
        assert row_of(cast.b, NEW).unconfirmed
        assert not row_of(cast.b, NEW).takes_effect("email-sync")

    @pytest.mark.parametrize("how", ["switch", "undo", "restored value"])
    def test_what_was_off_meanwhile_waits_as_soon_as_it_is_on_again(self, cast, address, how):
        for switch in ("notify", "email-sync", "login"):
            row_of(cast.b).turn(switch, False, cast.erik)
        action = last_action()
        withdrawn = (
            Event.select()
            .where(Event.kind == "linked_address.login_withdrawn")
            .order_by(Event.id.desc())
            .get()
        )
        correct_address(address, NEW, cast.rikke)
        assert mails("address_confirmation") == []
        assert not row_of(cast.b, NEW).unconfirmed
        let_in(row_of(cast.a, NEW), cast.rikke, OTHER_PASSWORD)
        match how:
            case "switch":
                row_of(cast.b, NEW).turn("login", True, cast.erik)
            case "undo":
                undo(action, cast.b, cast.erik)
            case "restored value":
                restore_value(withdrawn, "login_at", cast.erik, cast.b)
        assert state(cast.b, NEW) == "unconfirmed"
        assert reached(NEW) == {cast.a.id}

    def test_taken_off_and_undone_it_waits_as_well(self, cast, address):
        unlink(row_of(cast.b).link, cast.erik)
        action = last_action()
        correct_address(address, NEW, cast.rikke)
        let_in(row_of(cast.a, NEW), cast.rikke, OTHER_PASSWORD)
        undo(action, cast.b, cast.erik)
        assert state(cast.b, NEW) == "unconfirmed"
        assert reached(NEW) == {cast.a.id}

    def test_changed_back_nothing_waits_and_the_person_accepts_anew(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        correct_address(address, AASE, cast.rikke)
        assert (state(cast.a), state(cast.b)) == ("off", "not_invited")

    def test_undone_all_is_as_before(self, cast, address):
        before = {name: state(account) for name, account in (("a", cast.a), ("b", cast.b))}
        correct_address(address, NEW, cast.rikke)
        undo(last_action(), cast.a, cast.rikke)
        assert {name: state(account) for name, account in (("a", cast.a), ("b", cast.b))} == before
        assert reached() == {cast.a.id, cast.b.id}

    def test_undone_after_the_address_went_to_somebody_else_opens_nothing(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        action = last_action()
        let_in(newcomer(cast.b, cast.erik), cast.erik, OTHER_PASSWORD)
        undo(action, cast.a, cast.rikke)
        assert {(place.account_id, place.link.contact.first_name) for place in places_of_mailbox(AASE)} == {
            (cast.b.id, "Ny")
        }

    def test_a_restored_value_is_a_change_like_any_other(self, cast, address):
        correct_address(address, NEW, cast.olga)
        event = Event.select().where(Event.kind == "address.corrected").order_by(Event.id.desc()).get()
        row_of(cast.b, NEW).turn("login", True, cast.erik)
        restore_value(event, "email", cast.rikke, cast.a)
        assert row_of(cast.b).unconfirmed
        assert not reached()

    def test_by_somebody_who_may_open_both_login_goes_off_on_both(self, cast, address):
        correct_address(address, NEW, cast.mona)
        for account in (cast.a, cast.b):
            assert state(account, NEW) == "off"
            assert not row_of(account, NEW).unconfirmed
        assert row_of(cast.b, NEW).takes_effect("notify")

    def test_a_change_by_somebody_who_may_open_it_needs_no_confirmation_any_more(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        correct_address(address, "aase@tredje.example", cast.erik)
        assert not row_of(cast.b, "aase@tredje.example").unconfirmed
        assert state(cast.b, "aase@tredje.example") == "off"

    def test_an_archived_account_waits_as_well(self, cast, address):
        cast.b.archive(cast.olga)
        correct_address(address, NEW, cast.rikke)
        cast.b.reactivate(cast.olga)
        assert state(cast.b, NEW) == "unconfirmed"

    def test_other_letters_of_the_same_address_change_nothing(self, cast, address):
        correct_address(address, "Aase@A.example", cast.rikke)
        assert reached() == {cast.a.id, cast.b.id}

    def test_a_new_address_beside_it_opens_nothing(self, cast, address):
        add_address(address.contact, NEW, cast.rikke)
        assert state(cast.b, NEW) == "off"
        assert reached() == {cast.a.id, cast.b.id}


def unlink_all_but(account, contact, actor):
    for link in Link.select().where(Link.account == account, Link.contact != contact):
        unlink(link, actor)


class TestMerges:
    def twin(self, cast) -> Contact:
        """Another card of Åse, with the same address, on B."""
        return newcomer(cast.b, cast.erik, first_name="Åse").link.contact

    def test_two_cards_of_one_person_keep_the_access_of_one(self, cast):
        let_in(row_of(cast.a), cast.olga)
        made = merge(self.twin(cast), row_of(cast.a).link.contact, cast.olga)
        assert reached() == {cast.a.id}
        assert state(cast.a) == "active"
        unmerge(made, cast.olga)
        assert reached() == {cast.a.id}
        row_of(cast.b).turn("login", True, cast.erik)
        assert state(cast.b) == "not_invited"

    def test_a_person_merged_into_somebody_with_another_address_keeps_theirs(self, cast):
        let_in(row_of(cast.a), cast.olga)
        other = newcomer(cast.b, cast.erik, "aase@b.example", "Åse").link.contact
        made = merge(other, row_of(cast.a).link.contact, cast.olga)
        assert reached() == {cast.a.id}
        assert state(cast.b, AASE) == "off"
        unmerge(made, cast.olga)
        assert reached() == {cast.a.id}

    def test_accounts_merged_and_two_again(self, cast, åse):
        made = merge(cast.a, cast.b, cast.olga)
        assert reached() == {cast.a.id}
        unmerge(made, cast.olga)
        assert reached() == {cast.a.id, cast.b.id}

    def test_what_waits_on_one_waits_on_what_both_became(self, cast, address):
        correct_address(address, NEW, cast.rikke)
        row_of(cast.a, NEW).turn("login", True, cast.rikke)
        merge(cast.a, cast.b, cast.olga)
        assert state(cast.a, NEW) == "unconfirmed"


class TestHistoryOfWhatHasGoneElsewhere:
    """What a merge brought to an account, and undoing the merge took back, is not reached from there any more."""

    @pytest.fixture
    def withdrawn(self, cast) -> Event:
        """Rikke turns LOGIN off at an address of B while B is a part of her A; then they are two again."""
        let_in(row_of(cast.b, "bent@b.example"), cast.olga)
        made = merge(cast.a, cast.b, cast.olga)
        row_of(cast.a, "bent@b.example").turn("login", False, cast.rikke)
        event = (
            Event.select()
            .where(Event.kind == "linked_address.login_withdrawn")
            .order_by(Event.id.desc())
            .get()
        )
        unmerge(made, cast.olga)
        return event

    def test_its_values_are_not_restored(self, cast, withdrawn):
        before = digest()
        with pytest.raises(NotRestorable):
            restore_value(withdrawn, "login_at", cast.rikke, cast.a)
        assert digest() == before

    def test_nor_is_it_undone(self, cast, withdrawn):
        before = digest()
        with pytest.raises(NotUndoable):
            undo(withdrawn.action, cast.a, cast.rikke)
        assert digest() == before


def test_letters_that_are_alike_only_in_capitals_are_another_mailbox(cast, åse, address):
    correct_address(address, "aase@straße.example", cast.mona)
    for account in (cast.a, cast.b):
        row_of(account, "aase@strasse.example").turn("login", True, cast.olga)
    let_in(LinkedAddress.get(LinkedAddress.address == address), cast.olga)
    correct_address(address, "aase@strasse.example", cast.rikke)
    assert not places_of_mailbox("aase@strasse.example").exists()
    assert not places_of_mailbox("aase@straße.example").exists()


def test_who_has_access_by_now_renews_nothing(cast, åse):
    row = row_of(cast.a)
    sent = Invitation.add(
        cast.olga, "sent", linked_address=row, email=AASE, expires_at=now() - timedelta(days=1)
    )
    assert sent.renew() is None


def test_an_account_deleted_for_good_leaves_no_access(cast):
    let_in(row_of(cast.a), cast.olga)
    cast.a.archive(cast.olga)
    cast.a.bin(cast.olga)
    with time_machine.travel(now() + timedelta(days=31)):
        delete_for_good(Account.get_by_id(cast.a.id))
        assert not reached()
        assert PortalUser.of(AASE) is None
        let_in(newcomer(cast.b, cast.erik), cast.erik, OTHER_PASSWORD)
        assert reached() == {cast.b.id}
