"""Inviting staff: the form, its refusals, sending again and revoking."""

import pytest

from models.base.clock import now
from models.outgoing.outbox import Outbox
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest

PATH = "/settings/team/invitations?lang=en"
NEW = {
    "seen": 0,
    "name": "Ny Kollega",
    "email": "ny@firma.example",
    "role": "employee",
    "rights": ["manage_tags"],
}


def invite(browser, **values):
    return browser.post(PATH, data=NEW | values)


def test_it_is_sent_after_a_minute(browse, cast):
    browser = browse(cast.adam)
    assert invite(browser).location == "/settings/team"
    sent = StaffInvitation.get()
    assert (sent.name, sent.email, sent.role, sent.rights) == (
        "Ny Kollega",
        "ny@firma.example",
        "employee",
        ["manage_tags"],
    )
    assert Outbox.get(Outbox.kind == "staff_invitation").seconds_left > 50
    assert "waits in the outbox" in browser.get("/settings/team?lang=en").text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"email": "ingen"}, "This is not an e-mail address."),
        ({"email": "nils@firma.example"}, "Nils Juhl has this address and is already a member of staff."),
        ({"role": "admin"}, "Not a valid choice."),
        ({"role": "owner"}, "Not a valid choice."),
        ({"name": "x" * 256}, "At most 255 characters"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(browse, cast, values, words):
    browser = browse(cast.adam)
    before = digest()
    response = invite(browser, **values)
    assert response.status_code == 422
    assert words in response.text
    assert 'value="manage_tags" checked' in response.text
    assert digest() == before


def test_who_has_left_is_reactivated_rather_than_invited(browse, cast):
    User.update(deactivated_at=now()).where(User.id == cast.nils.id).execute()
    assert "Reactivate them instead" in invite(browse(cast.adam), email="nils@firma.example").text


def test_an_owner_is_offered_every_role(browse, cast):
    for role in ("owner", "admin", "employee"):
        assert invite(browse(cast.olga), role=role, email=f"{role}@firma.example").status_code == 303


def test_sent_again_and_revoked(browse, cast):
    browser = browse(cast.adam)
    invite(browser)
    first = StaffInvitation.get()
    assert browser.post(f"/settings/team/invitations/{first.id}/renewals").status_code == 303
    second = StaffInvitation.listed().get()
    assert second.id != first.id
    for each in (second, first):  # the first waits again once the second is taken back
        assert browser.post(f"/settings/team/invitations/{each.id}/deletion").status_code == 303
    assert not StaffInvitation.unanswered().exists()
    assert not Outbox.select().where(Outbox.state == "waiting", Outbox.kind == "staff_invitation").exists()
    before = digest()
    for end in ("renewals", "deletion"):
        assert browser.post(f"/settings/team/invitations/{second.id}/{end}").status_code == 404
    assert digest() == before


def test_who_became_staff_meanwhile_is_not_invited_again(browse, cast):
    browser = browse(cast.adam)
    invite(browser)
    User.hire(None, "Ny", "ny@firma.example", "employee", "x" * 12)
    before = digest()
    assert browser.post(f"/settings/team/invitations/{StaffInvitation.get().id}/renewals").status_code == 303
    assert digest() == before


@pytest.mark.parametrize("name", ["alice", "mona", "vera"])
def test_employees_invite_nobody(browse, cast, name):
    sent = StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="employee")
    browser = browse(getattr(cast, name))
    before = digest()
    assert invite(browser, email="to@firma.example").status_code == 403
    for end in ("renewals", "deletion"):
        assert browser.post(f"/settings/team/invitations/{sent.id}/{end}").status_code == 403
    assert digest() == before
