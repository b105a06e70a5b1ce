"""A10, VentureDrake CVE-2026-110630 and Zulip CVE-2022-31168: roles were given upwards (ASVS 8.2.1, 8.2.3).

Rule Staff 2: an owner may do everything; admins everything but manage owners and admins; employees nothing of this;
nobody decides their own role or rights; there is always an owner.
"""

from datetime import timedelta
from itertools import product

import pytest

from models.base.clock import now
from models.base.event import Event
from models.staff.sign_in import SignIn
from models.staff.user import RIGHTS, User
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest

ROLES = ("owner", "admin", "employee")

# Actor → whose place they decide, and which roles they give.
DECIDES = {"owner": {"owner", "admin", "employee"}, "admin": {"employee"}, "employee": set()}


def form(member, **values) -> dict:
    told = {"name": member.name, "role": member.role, "rights": sorted(member.rights())}
    return {"seen": Event.newest_id()} | told | values


ACTIONS = {
    "rename": lambda member: ("", form(member, name="Omdøbt")),
    "give rights": lambda member: ("", form(member, rights=["export_data"])),
    "end sign-ins": lambda _member: ("/sign-ins/deletion", {}),
    "deactivate": lambda _member: ("/deactivation", {"successor_id": 1, "share": "all"}),
    "reactivate": lambda _member: ("/deactivation/deletion", {}),
}


def person(role: str, name: str) -> User:
    user = User.hire(None, name, f"{name}@firma.example", role, "x" * 12)
    SignIn.start(user)
    return user


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize(("actor", "target", "action"), list(product(ROLES, ROLES, ACTIONS)))
def test_who_does_what_to_whom(browse, cast, actor, target, action):
    browser, member = browse(person(actor, "anton")), person(target, "tove")
    end, fields = ACTIONS[action](member)
    before = digest()
    status = browser.post(f"/settings/team/{member.id}{end}", data=fields).status_code
    if target in DECIDES[actor]:
        assert status == 303
        assert (digest() == before) is (action == "reactivate")  # who has not left stays as they are
    else:
        assert status == 403
        assert digest() == before


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize(("actor", "old", "new"), list(product(ROLES, ROLES, ROLES)))
def test_who_gives_which_role_to_whom(browse, cast, actor, old, new):
    browser, member = browse(person(actor, "anton")), person(old, "tove")
    before = digest()
    status = browser.post(f"/settings/team/{member.id}", data=form(member, role=new)).status_code
    if old in DECIDES[actor] and new in DECIDES[actor]:
        assert (status, User.get_by_id(member.id).role) == (303, new)
    else:
        assert status in (403, 422)
        assert digest() == before


@pytest.mark.parametrize(("actor", "role"), list(product(ROLES, ROLES)))
def test_who_invites_whom(browse, cast, actor, role):
    browser = browse(person(actor, "anton"))
    fields = {"seen": 0, "name": "Ny", "email": "ny@firma.example", "role": role}
    before = digest()
    status = browser.post("/settings/team/invitations", data=fields).status_code
    if role in DECIDES[actor]:
        assert (status, StaffInvitation.get().role) == (303, role)
    else:
        assert status in (403, 422)
        assert digest() == before


@pytest.mark.parametrize("name", ["olga", "adam", "vera", "nils"])
def test_nobody_decides_about_themselves(browse, cast, name):
    user = getattr(cast, name)
    browser = browse(user)
    before = digest()
    for action in ACTIONS.values():
        end, fields = action(user)
        assert browser.post(f"/settings/team/{user.id}{end}", data=fields).status_code == 403
    for values in ({"role": "owner"}, {"role": "employee"}, {"rights": list(RIGHTS)}):
        assert browser.post(f"/settings/team/{user.id}", data=form(user, **values)).status_code == 403
    assert digest() == before


@pytest.mark.asvs("15.3.3")
def test_other_columns_in_the_form_are_not_written(browse, cast):
    """Mass assignment: only what the form asks for changes."""
    stolen = {"email": "x@y.example", "password_hash": "x", "deactivated_at": "2026-01-01", "id": "1"}
    before = {name: getattr(cast.nils, name) for name in stolen}
    browse(cast.adam).post(f"/settings/team/{cast.nils.id}", data=form(cast.nils, name="Nils Ny") | stolen)
    assert {name: getattr(cast.nils, name) for name in stolen} == before
    assert cast.nils.name == "Nils Ny"


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize("action", ACTIONS)
def test_who_has_not_proved_lately_who_they_are_is_asked_before_anything_happens(browse, cast, action):
    browser = browse(cast.olga)
    SignIn.update(proved_at=now() - timedelta(hours=1)).execute()
    end, fields = ACTIONS[action](cast.nils)
    before = digest()
    assert browser.post(f"/settings/team/{cast.nils.id}{end}", data=fields).status_code == 401
    assert digest() == before


def test_the_last_owner_cannot_go_by_anybody(browse, cast):
    for name in ("olga", "adam", "vera"):
        browser = browse(getattr(cast, name))
        for end, fields in (
            ("", form(cast.olga, role="admin")),
            ("/deactivation", {"successor_id": cast.adam.id, "share": "all"}),
        ):
            assert browser.post(f"/settings/team/{cast.olga.id}{end}", data=fields).status_code == 403
    assert (cast.olga.role, cast.olga.deactivated_at) == ("owner", None)


@pytest.mark.asvs("7.4.3")
def test_a_demoted_admin_is_out_at_once_and_administers_nothing_when_back(browse, cast):
    adam, olga = browse(cast.adam), browse(cast.olga)
    olga.post(f"/settings/team/{cast.adam.id}", data=form(cast.adam, role="employee"))
    assert adam.get("/me").status_code == 401
    assert browse(cast.adam).get("/settings/team").status_code == 403
