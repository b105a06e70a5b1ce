"""The list of the staff and a member's page: who sees them, and who changes what."""

import re

import pytest

from models.base.clock import now, today
from models.base.event import Event
from models.staff.sign_in import SignIn
from models.staff.user import RIGHTS, User
from models.teams.cover import Cover
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest

STAFF = ("olga", "adam", "alice", "bob", "mona", "rikke", "erik", "vera", "nils")


def fields(member, **values) -> dict:
    told = {"name": member.name, "role": member.role, "rights": sorted(member.rights())}
    return {"seen": Event.newest_id()} | told | values


def path_of(member) -> str:
    return f"/settings/team/{member.id}?lang=en"


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("name", STAFF)
def test_owner_and_admins_alone_see_the_staff(browse, cast, name):
    browser = browse(getattr(cast, name))
    expected = 200 if name in ("olga", "adam") else 403
    for path in ("/settings/team", f"/settings/team/{cast.nils.id}", "/settings/team/invitations/new"):
        assert browser.get(path).status_code == expected, path
    assert ("/settings/team" in browser.get("/accounts").text) is (expected == 200)


def test_the_list_tells_of_each_what_they_are(browse, cast):
    SignIn.start(cast.mona)
    User.update(deactivated_at=now()).where(User.id == cast.nils.id).execute()
    page = browse(cast.olga).get("/settings/team?lang=en").text
    rows = {
        name: re.search(rf'<tr id="user-{getattr(cast, name).id}">.*?</tr>', page, re.DOTALL)[0]
        for name in STAFF
    }
    assert all(getattr(cast, name).email in row for name, row in rows.items())
    assert "Owner" in rows["olga"]
    assert "All" in rows["adam"]
    assert "View all clients, manage clients" in re.sub(r"\s+", " ", rows["mona"])
    assert ">1</td>" in rows["alice"]  # not counting the archived one
    assert "<time" in rows["mona"]
    assert "never" in rows["bob"]
    assert "Deactivated" in rows["nils"]
    assert "Active" in rows["bob"]


def test_those_who_left_come_last(browse, cast):
    User.update(deactivated_at=now()).where(User.id == cast.adam.id).execute()
    page = browse(cast.olga).get("/settings/team").text
    assert page.index("Vera Iversen") < page.index("Adam Birk")


def test_it_pages_by_key(browse, cast):
    for number in range(60):
        User.hire(None, f"Kollega {number:02}", f"k{number}@firma.example", "employee", "x" * 12)
    browser = browse(cast.olga)
    first = browser.get("/settings/team").text
    following = re.search(r'rel="next" href="([^"]*)"', first)[1]
    second = browser.get(following.replace("&amp;", "&")).text
    found = re.findall(r'<tr id="user-(\d+)"', first + second)
    assert len(found) == len(set(found)) == User.select().count()


def test_a_page_shows_a_box_and_a_sentence_for_each_of_the_seventeen_rights(browse, cast):
    page = browse(cast.adam).get(path_of(cast.mona)).text
    boxes = dict(re.findall(r'name="rights" value="(\w+)"( checked)?', page))
    assert set(boxes) == set(RIGHTS)
    assert len(boxes) == 17
    assert {right for right, checked in boxes.items() if checked} == cast.mona.rights()
    assert len(re.findall(r'<p class="field-hint" id="right-\w+-hint">[^<]+\.</p>', page)) == 17


def test_saving_gives_name_role_and_rights(browse, cast):
    response = browse(cast.adam).post(
        path_of(cast.nils), data=fields(cast.nils, name="Nils Ny", rights=["manage_tags", "export_data"])
    )
    assert response.status_code == 303
    assert (cast.nils.name, cast.nils.rights()) == ("Nils Ny", {"manage_tags", "export_data"})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " "}, "Please fill this in."),
        ({"role": "king"}, "Not a valid choice."),
        ({"role": "owner"}, "Not a valid choice."),
        ({"rights": ["manage_tags", "rule_the_world"]}, ""),
        ({"seen": "x"}, ""),
    ],
)
def test_what_cannot_be_is_told_beside_the_field_and_nothing_is_written(browse, cast, values, words):
    browser = browse(cast.adam)
    before = digest()
    response = browser.post(path_of(cast.nils), data=fields(cast.nils, **values))
    assert response.status_code == 422
    assert words in response.text
    assert digest() == before


def test_a_conflict_tells_the_other_value_and_the_next_save_stands(browse, cast):
    olga, adam = browse(cast.olga), browse(cast.adam)
    asked = fields(cast.nils)
    olga.post(path_of(cast.nils), data=asked | {"name": "Nils Olgas"})
    before = digest()
    response = adam.post(path_of(cast.nils), data=asked | {"name": "Nils Adams"})
    assert response.status_code == 409
    assert "Now it says: Nils Olgas" in response.text
    assert 'value="Nils Adams"' in response.text
    assert digest() == before
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', response.text)[1]
    assert adam.post(path_of(cast.nils), data=asked | {"name": "Nils Adams", "seen": seen}).status_code == 303
    assert cast.nils.name == "Nils Adams"


def test_an_own_page_and_that_of_an_owner_are_read_and_not_changed_by_an_admin(browse, cast):
    browser = browse(cast.adam)
    for member in (cast.adam, cast.olga):
        page = browser.get(path_of(member)).text.split("<main")[1]
        assert 'name="role"' not in page
        assert "/deactivation" not in page


def test_cover_stands_on_the_page(browse, cast):
    Cover.begin(cast.alice, cast.nils, today(), cast.alice)
    for person in (cast.alice, cast.nils):
        assert "Nils Juhl covers for Alice Dam" in browse(cast.adam).get(path_of(person)).text


def test_an_invitation_stands_above_with_its_mail(browse, cast):
    StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="admin")
    page = browse(cast.olga).get("/settings/team?lang=en").text
    assert "ny@firma.example" in page
    assert "Waiting for a mail server" in page
    assert "/renewals" in page
    assert "/renewals" not in browse(cast.adam).get("/settings/team").text


@pytest.mark.parametrize("number", ["0", "987654", str(2**40)])
def test_nobody_has_no_page(browse, cast, number):
    assert browse(cast.olga).get(f"/settings/team/{number}").status_code == 404


def test_the_page_makes_as_many_queries_for_more_people(browse, cast, queries):
    browser, counts = browse(cast.olga), []
    browser.get("/settings/team")
    for round_ in range(2):
        for number in range(round_ * 10 + 1):
            name = f"k{round_}{number}@firma.example"
            User.hire(None, name, name, "employee", "x" * 12, ["manage_tags"])
            StaffInvitation.send(cast.olga, name="Ny", email=f"ny{name}", role="admin")
        with queries() as seen:
            browser.get("/settings/team")
        counts.append(len(seen))
    assert counts[0] == counts[1]
