"""A09, Vaultwarden CVE-2026-43913: a member who had not confirmed acted, and purged the vault (ASVS 8.2.1, 2.3.1).

An invitation to the staff is not a member of staff: nobody is there until it is accepted, and nobody is after it was
revoked.
"""

import pytest

import access
from models.clients.account import Assignment
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest

PASSWORD = "min egen lange sætning"


@pytest.fixture
def invitation(cast):
    return StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="owner")


def walk(app, browser):
    """Every address of staff that needs no id, with every method."""
    for rule in app.url_map.iter_rules():
        entry = access.POLICY[rule.endpoint]
        if entry.audience == "staff" and not rule.arguments:
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                yield rule.rule, browser.open(rule.rule, method=method)


@pytest.mark.asvs("8.2.1", "2.3.1")
@pytest.mark.parametrize("state", ["invited", "opened", "revoked"])
def test_who_was_invited_gets_nothing(app, client, cast, invitation, state):
    client.get(f"/staff-invitations/{invitation.id}", query_string={"token": invitation.token})
    if state == "revoked":
        invitation.withdraw(cast.olga)
    before = digest()
    for path, response in walk(app, client):
        assert response.status_code == 303, path
        assert response.location.startswith("/sign-in"), path
    assert digest() == before
    door = client.post("/sign-in", data={"email": "ny@firma.example", "password": PASSWORD})
    assert door.status_code == 422
    assert client.get("/me").status_code == 401


def test_nobody_can_be_given_anything_before_they_accept(browse, cast, invitation):
    assert not User.select().where(User.email == "ny@firma.example").exists()
    page = browse(cast.olga).get(f"/accounts/{cast.a.id}/info").text
    assert "ny@firma.example" not in page
    assert not Assignment.select().join(User).where(User.email == "ny@firma.example").exists()
