"""T03, SuiteCRM CVE-2021-25961: a deleted user's link opened the account of whoever got the number next (ASVS 6.4.1).

Numbers are never handed out twice on either engine, and a token is bound to its row, its moment and its address.
"""

import pytest

from models.base import tokens
from models.base.clock import now
from models.base.database import transaction
from models.portal.invitation import Invitation
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest

PASSWORD = "min egen lange sætning"


def invite(cast, email="ny@firma.example"):
    return StaffInvitation.send(cast.olga, name="Ny", email=email, role="employee")


def test_the_number_of_a_deleted_row_is_never_another_rows(cast):
    for make in (
        lambda number: User.hire(None, "Ny", f"ny{number}@firma.example", "employee", "x" * 12),
        lambda number: invite(cast, f"inviteret{number}@firma.example"),
    ):
        first = make(1)
        with transaction():
            type(first).delete().where(type(first).id == first.id).execute()
        assert make(2).id > first.id


@pytest.mark.asvs("6.4.1")
def test_a_token_outlives_neither_its_row_nor_its_address(client, cast):
    gone = invite(cast)
    token = gone.token
    with transaction():
        StaffInvitation.delete().where(StaffInvitation.id == gone.id).execute()
    newer = invite(cast)
    for number in (gone.id, newer.id):
        before = digest()
        answer = client.post(f"/staff-invitations/{number}", data={"token": token, "password": PASSWORD})
        assert answer.status_code == 404
        assert digest() == before


def test_even_a_row_with_the_same_number_has_another_token(cast):
    gone = invite(cast)
    twin = tokens.token_of("staff_invitation", gone.id, now(), gone.email)
    other = tokens.token_of("staff_invitation", gone.id, gone.created_at, "anden@firma.example")
    assert len({gone.token, twin, other}) == 3
    assert Invitation.by_token(1, gone.token) is None
