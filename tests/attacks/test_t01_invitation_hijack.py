"""T01, Plane CVE-2026-105639, -102981, -104978, Better Auth CVE-2026-53514, Databasement CVE-2026-95654: invitations
were taken over and used again (ASVS 6.4.1, 2.3.4).

Of staff here, and with the same cases of the portal; what else there is to the portal's stands in
tests/views/portal/test_invitations.py.
"""

from datetime import timedelta
from threading import Barrier, Thread
from typing import NamedTuple

import pytest
import time_machine

from models.base.clock import now
from models.base.database import db
from models.base.event import Event
from models.outgoing.mailed_invitation import MailedInvitation
from models.portal.invitation import Invitation
from models.processes.offboarding import deactivate
from models.staff.staff_rights import change_member
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest
from tests.support.mailbox import all_leave

PASSWORD = "min egen lange sætning"


class Door(NamedTuple):
    """One of the two kinds: where it is accepted, and what ends or replaces it."""

    path: str
    sent: object
    resend: object
    revoke: object


def staff_door(cast) -> Door:
    sent = StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="employee")
    return Door(
        "/staff-invitations/",
        sent,
        lambda: sent.send_again(cast.olga),
        lambda: sent.withdraw(cast.olga),
    )


def portal_door(cast) -> Door:
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    return Door(
        "/portal/invitations/",
        Invitation.send(row, cast.olga),
        lambda: Invitation.send(row, cast.olga),
        lambda: Invitation.revoke_all(row, cast.olga),
    )


@pytest.fixture(params=[staff_door, portal_door])
def door(request, cast) -> Door:
    return request.param(cast)


def post(client, door: Door, invitation: MailedInvitation | None = None, **fields):
    invitation = invitation or door.sent
    told = {"token": invitation.token, "password": PASSWORD} | fields
    return client.post(f"{door.path}{invitation.id}", data=told)


def refused(client, door: Door, **fields):
    before = digest()
    assert post(client, door, **fields).status_code in (404, 410)
    assert digest() == before


def test_the_positive_half(client, door):
    assert post(client, door).status_code == 303
    assert type(door.sent).get_by_id(door.sent.id).state == "accepted"


def test_a_second_use_by_another_browser(browse, door):
    post(browse(), door)
    refused(browse(), door, password="en helt anden lang sætning")


@pytest.mark.parametrize("how", ["resend", "revoke"])
def test_after_it_was_sent_again_or_revoked_also_from_a_page_that_was_open(client, door, how):
    client.get(f"{door.path}{door.sent.id}", query_string={"token": door.sent.token})
    getattr(door, how)()
    all_leave()
    refused(client, door)


def test_a_new_link_works_where_the_old_one_is_dead(client, door):
    newer = door.resend()
    all_leave()
    refused(client, door)
    assert post(client, door, newer).status_code == 303


@pytest.mark.asvs("6.4.1")
def test_after_its_time(client, door):
    with time_machine.travel(now() + timedelta(days=15)):
        refused(client, door)


def test_the_token_of_another_invitation(client, door, cast):
    other = StaffInvitation.send(cast.olga, name="Anden", email="anden@firma.example", role="employee")
    refused(client, door, token=other.token)


def test_the_token_of_the_other_kind_with_the_same_number(client, cast):
    staff, portal = staff_door(cast), portal_door(cast)
    twin = StaffInvitation.get_by_id(staff.sent.id)
    assert Invitation.by_token(portal.sent.id, twin.token) is None
    refused(client, staff, token=portal.sent.token)
    refused(client, portal, token=staff.sent.token)


def test_another_e_mail_in_the_form_changes_nothing(client, cast):
    post(client, staff_door(cast), email="tyv@evil.example", role="owner", name="Tyv")
    assert not User.select().where(User.email == "tyv@evil.example").exists()
    assert User.get(User.email == "ny@firma.example").role == "employee"


def test_a_get_accepts_nothing(client, door):
    client.get(f"{door.path}{door.sent.id}", query_string={"token": door.sent.token, "password": PASSWORD})
    assert type(door.sent).get_by_id(door.sent.id).state == "open"


@pytest.mark.parametrize("how", ["demoted", "deactivated"])
def test_after_the_inviter_may_offer_it_no_longer(client, cast, how):
    sent = StaffInvitation.send(cast.adam, name="Ny", email="ny@firma.example", role="employee")
    door = Door("/staff-invitations/", sent, None, None)
    if how == "demoted":
        told = {"name": "Adam Birk", "role": "employee", "rights": set()}
        change_member(cast.adam, cast.olga, Event.newest_id(), **told)
    else:
        deactivate(cast.adam, cast.nils, cast.olga)
    refused(client, door)


@pytest.mark.asvs("2.3.4")
def test_of_fifty_at_once_one_is_let_in(app, cast, door):
    start, statuses = Barrier(50), []

    def accept():
        client = app.test_client()
        client.watches_writes = False
        start.wait()
        try:
            statuses.append(post(client, door).status_code)
        finally:
            if not db.is_closed():
                db.close()

    threads = [Thread(target=accept) for _number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, *[410] * 49]
    told = Event.select().where(Event.kind == f"{door.sent.noun}.accepted", Event.subject_id == door.sent.id)
    assert told.count() == 1
