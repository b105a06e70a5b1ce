"""Invitations of staff: once, for fourteen days, and only as long as the inviter may offer what they offer."""

from datetime import timedelta

import pytest
import time_machine

from models.base import tokens
from models.base.clock import now
from models.base.event import Event
from models.outgoing.outbox import Outbox
from models.processes.offboarding import deactivate
from models.staff.staff_rights import NotTheirs, change_member
from models.staff.user import User
from models.teams.staff_invitation import AlreadyStaff, StaffInvitation
from tests.support.digest import digest
from tests.support.mailbox import all_leave
from tests.support.two_at_once import at_once

PASSWORD_HASH = "not a real one"


def invite(actor, role="employee", email="Ny@Firma.example", **fields) -> StaffInvitation:
    return StaffInvitation.send(actor, name="Ny Kollega", email=email, role=role, **fields)


def again(invitation) -> StaffInvitation:
    return StaffInvitation.get_by_id(invitation.id)


def mails(state="waiting") -> list[str]:
    return [each.email for each in Outbox.select().where(Outbox.state == state).order_by(Outbox.id)]


def test_the_mail_waits_a_minute_and_nobody_is_staff_before_it_is_accepted(cast):
    before = User.select().count()
    invitation = invite(cast.olga, rights=["manage_tags"])
    mail = Outbox.get(Outbox.kind == "staff_invitation")
    assert (mail.subject_id, mail.email) == (invitation.id, "ny@firma.example")
    assert mail.due_at - mail.created_at >= timedelta(seconds=59)
    assert User.select().count() == before


def test_accepting_makes_one_of_the_staff_with_the_role_and_rights_of_the_invitation(cast):
    user = invite(cast.adam, rights=["export_data", "manage_tags"]).accept(PASSWORD_HASH)
    assert (user.name, user.email, user.role) == ("Ny Kollega", "ny@firma.example", "employee")
    assert user.rights() == {"manage_tags", "export_data"}
    assert User.get_by_id(user.id).password_hash == PASSWORD_HASH
    told = Event.get(Event.kind == "staff_invitation.accepted")
    assert (
        told.actor_name,
        Event.get(Event.kind == "user.created", Event.subject_id == user.id).actor_name,
    ) == (
        "Ny Kollega",
        "Adam Birk",
    )


@pytest.mark.parametrize(
    ("actor", "role", "may"),
    [
        ("olga", "owner", True),
        ("olga", "admin", True),
        ("olga", "employee", True),
        ("adam", "owner", False),
        ("adam", "admin", False),
        ("adam", "employee", True),
        ("vera", "owner", False),
        ("vera", "admin", False),
        ("vera", "employee", False),
    ],
)
def test_who_invites_whom(cast, actor, role, may):
    if may:
        assert invite(getattr(cast, actor), role).role == role
        return
    before = digest()
    with pytest.raises(NotTheirs):
        invite(getattr(cast, actor), role)
    assert digest() == before


@pytest.mark.parametrize("email", ["nils@firma.example", " NILS@firma.EXAMPLE "])
def test_an_address_of_the_staff_is_not_invited(cast, email):
    before = digest()
    with pytest.raises(AlreadyStaff) as already:
        invite(cast.olga, email=email)
    assert already.value.user == cast.nils
    assert digest() == before


def test_sent_again_the_first_link_is_dead_when_the_new_mail_leaves_and_one_mail_goes(cast):
    first = invite(cast.olga, rights=["manage_tags"])
    second = again(first).send_again(cast.adam)
    assert (again(first).state, list(StaffInvitation.listed())) == ("open", [second])
    assert (mails(), mails("cancelled")[-1:]) == (["ny@firma.example"], ["ny@firma.example"])
    all_leave()
    assert again(first).state == "revoked"
    assert not again(first).accept(PASSWORD_HASH)
    assert (second.rights, second.invited_by) == (["manage_tags"], cast.adam)
    assert second.accept(PASSWORD_HASH)


@pytest.mark.parametrize("end", ["withdraw", "cancel"])
def test_taken_back_before_it_leaves_the_first_is_as_it_was(cast, end):
    first = invite(cast.olga)
    all_leave()
    second = again(first).send_again(cast.adam)
    second.withdraw(cast.adam) if end == "withdraw" else second.mail.cancel(cast.adam)
    assert (again(second).state, again(first).state) == ("revoked", "open")
    assert list(StaffInvitation.listed()) == [first]
    assert not mails()
    assert again(first).accept(PASSWORD_HASH)


def test_accepted_by_the_first_link_nothing_of_the_second_is_left(cast):
    first = invite(cast.olga)
    second = again(first).send_again(cast.olga)
    assert again(first).accept(PASSWORD_HASH)
    assert again(second).state == "revoked"
    assert not mails()
    assert not StaffInvitation.listed().exists()


@pytest.mark.parametrize(
    ("earlier", "newer", "lives"),
    [
        (("admin", []), ("employee", []), False),
        (("employee", ["export_data"]), ("employee", []), False),
        (("employee", []), ("employee", ["export_data"]), True),
        (("employee", ["export_data"]), ("admin", []), True),
    ],
)
def test_what_offers_more_than_is_meant_now_dies_at_once(cast, earlier, newer, lives):
    first = invite(cast.olga, earlier[0], rights=earlier[1])
    invite(cast.olga, newer[0], rights=newer[1])
    assert (again(first).state == "open") == lives


def test_revoked_once_its_mail_has_left_no_link_to_the_address_is_open(cast):
    first = invite(cast.olga)
    second = again(first).send_again(cast.olga)
    mail = second.mail
    mail._move("waiting", "failed")
    StaffInvitation.get_by_id(second.id).withdraw(cast.olga)
    assert not StaffInvitation.unanswered().exists()


def test_an_admin_neither_replaces_nor_revokes_what_an_owner_offers(cast):
    invitation = invite(cast.olga, "admin")
    before = digest()
    for deed in (
        lambda: invite(cast.adam),
        lambda: invitation.send_again(cast.adam),
        lambda: invitation.withdraw(cast.adam),
    ):
        with pytest.raises(NotTheirs):
            deed()
    assert digest() == before


def test_revoked_and_cancelled_it_is_dead(cast):
    for end in (
        lambda each: each.withdraw(cast.adam),
        lambda each: Outbox.get(Outbox.subject_id == each.id).cancel(cast.olga),
    ):
        invitation = invite(cast.olga)
        end(invitation)
        assert not mails()
        before = digest()
        assert again(invitation).accept(PASSWORD_HASH) is None
        assert digest() == before


def test_it_dies_with_the_inviters_role(cast):
    other = User.hire(None, "Oda", "oda@firma.example", "owner", "x" * 12)
    as_admin, as_employee = invite(other, "admin"), invite(other, email="to@firma.example")
    told = {"name": "Oda", "role": "admin", "rights": set()}
    change_member(other, cast.olga, Event.newest_id(), **told)
    assert again(as_admin).state == "revoked"
    assert again(as_employee).state == "open"  # what an admin may offer too
    change_member(User.get_by_id(other.id), cast.olga, Event.newest_id(), **told | {"role": "employee"})
    assert again(as_employee).state == "revoked"
    change_member(User.get_by_id(other.id), cast.olga, Event.newest_id(), **told | {"role": "owner"})
    assert not again(as_admin).accept(PASSWORD_HASH)  # it does not come back
    assert not again(as_employee).accept(PASSWORD_HASH)


def test_it_dies_when_the_inviter_leaves(cast):
    invitation = invite(cast.adam)
    deactivate(cast.adam, cast.nils, cast.olga)
    assert again(invitation).state == "revoked"
    assert not mails()
    assert again(invitation).accept(PASSWORD_HASH) is None


def test_it_dies_when_the_address_is_somebodys(cast):
    invitation = invite(cast.olga)
    User.hire(cast.olga, "En Anden", "ny@firma.example", "employee", "x" * 12)
    before = digest()
    assert again(invitation).accept(PASSWORD_HASH) is None
    assert digest() == before


@pytest.mark.asvs("6.4.1")
def test_after_fourteen_days_it_is_over(cast):
    invitation = invite(cast.olga)
    with time_machine.travel(now() + timedelta(days=13, hours=23)):
        assert again(invitation).state == "open"
    with time_machine.travel(now() + timedelta(days=14, seconds=1)):
        assert again(invitation).state == "expired"
        assert again(invitation).accept(PASSWORD_HASH) is None


def test_one_who_is_demoted_while_it_is_accepted_is_either_too_late_or_it_is_dead(cast):
    adam, olga = cast.adam, cast.olga
    told = {"name": adam.name, "role": "employee", "rights": set()}
    invitation = invite(adam)
    at_once(
        lambda: again(invitation).accept(PASSWORD_HASH),
        lambda: change_member(adam, olga, Event.newest_id(), **told),
        expected=NotTheirs,
    )
    assert cast.adam.role == "employee"
    assert again(invitation).state in ("accepted", "revoked")
    made = User.select().where(User.email == "ny@firma.example").count()
    assert made == (again(invitation).state == "accepted")


def test_nothing_stored_is_a_token(cast):
    invitation = invite(cast.olga)
    stored = repr([row.__data__ for model in (StaffInvitation, Outbox, Event) for row in model.select()])
    assert invitation.token not in stored
    assert len(invitation.token) >= 43  # 256 bits
    assert StaffInvitation.by_token(invitation.id, invitation.token) == invitation
    for other in ("invitation", "password_reset"):
        foreign = tokens.token_of(other, *invitation._token_content[1:])
        assert StaffInvitation.by_token(invitation.id, foreign) is None
