"""Deactivating somebody: told before, done at once, and undone by letting them in again."""

import pytest

from models.base.event import Event
from models.clients.account import Assignment
from models.staff.user import User
from models.work.task import Task
from tests.support.cast import PASSWORD
from tests.support.digest import digest


def path_of(member, end="") -> str:
    return f"/settings/team/{member.id}/deactivation{end}?lang=en"


def deactivate(browser, member, successor, **values):
    return browser.post(path_of(member), data={"successor_id": successor.id, "share": "all"} | values)


def test_the_page_says_what_will_happen(browse, cast):
    Task.plan(cast.olga, cast.a, "Åben", [cast.alice], status="planned")
    page = browse(cast.adam).get(path_of(cast.alice, "/new")).text
    assert "Clients with Alice Dam on the team: 2." in page
    assert "Open tasks: 1." in page
    assert f'value="{cast.alice.id}"' not in page.split("<main")[1]
    assert '<option selected value="">' in page  # nobody beforehand


@pytest.mark.asvs("7.4.2")
def test_the_person_is_out_with_the_next_request_and_cannot_come_back(browse, cast):
    alice = browse(cast.alice)
    assert deactivate(browse(cast.adam), cast.alice, cast.nils).status_code == 303
    assert alice.get("/me").status_code == 401
    door = browse().post("/sign-in", data={"email": "alice@firma.example", "password": PASSWORD})
    assert door.status_code == 422
    assert browse(cast.nils).get(f"/accounts/{cast.a.id}").status_code == 200


def test_a_double_click_does_it_once(browse, cast):
    adam = browse(cast.adam)
    deactivate(adam, cast.alice, cast.nils)
    before = digest()
    assert deactivate(adam, cast.alice, cast.nils).status_code == 303
    assert digest() == before


def test_who_has_left_has_no_page_to_leave_by(browse, cast):
    adam = browse(cast.adam)
    deactivate(adam, cast.alice, cast.nils)
    assert adam.get(path_of(cast.alice, "/new")).location == f"/settings/team/{cast.alice.id}"


@pytest.mark.parametrize(
    "values", [{"successor_id": ""}, {"successor_id": "987654"}, {"share": "half"}, {"successor_id": "own"}]
)
def test_without_somebody_who_takes_over_nothing_happens(browse, cast, values):
    if values.get("successor_id") == "own":
        values = {"successor_id": cast.alice.id}
    adam = browse(cast.adam)
    before = digest()
    response = deactivate(adam, cast.alice, cast.nils, **values)
    assert response.status_code == 422
    assert "field-error" in response.text
    assert digest() == before


def test_only_what_is_needed_can_be_handed_over(browse, cast):
    deactivate(browse(cast.adam), cast.alice, cast.nils, share="needed")
    assert not Assignment.select().where(Assignment.user == cast.nils).exists()


def test_reactivated_they_sign_in_again(browse, cast):
    adam = browse(cast.adam)
    deactivate(adam, cast.alice, cast.nils)
    assert adam.post(path_of(cast.alice, "/deletion")).status_code == 303
    door = browse().post("/sign-in", data={"email": "alice@firma.example", "password": PASSWORD})
    assert door.status_code == 303


@pytest.mark.parametrize(
    ("actor", "member"), [("adam", "olga"), ("olga", "olga"), ("adam", "adam"), ("vera", "alice")]
)
@pytest.mark.parametrize("end", ["/new", "", "/deletion"])
def test_it_is_for_those_alone_who_manage_them(browse, cast, actor, member, end):
    browser, member = browse(getattr(cast, actor)), getattr(cast, member)
    before = digest()
    method = "GET" if end == "/new" else "POST"
    data = {"successor_id": cast.nils.id, "share": "all"}
    assert browser.open(path_of(member, end), method=method, data=data).status_code == 403
    assert digest() == before
    assert User.active().count() == 9


def test_no_undo_on_a_client_brings_somebody_back(browse, cast):
    """What is undone on a client's page is what was done there, never the place of a member of staff."""
    adam = browse(cast.adam)
    deactivate(adam, cast.alice, cast.nils)
    action = Event.get(Event.kind == "user.deactivated").action
    before = digest()
    assert adam.post(f"/accounts/{cast.a.id}/actions/{action}/reversal").status_code == 404
    assert digest() == before
    assert cast.alice.deactivated_at
