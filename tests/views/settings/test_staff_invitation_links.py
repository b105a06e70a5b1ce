"""Inviting staff by a link that is passed on, with and without a mail server."""

import re

import pytest

from models.base.event import Event
from models.outgoing.outbox import Outbox
from models.staff.user import User
from models.teams.staff_invitation import StaffInvitation
from tests.support.digest import digest

PATH = "/settings/team/invitations/links?lang=en"
NEW = {
    "seen": 0,
    "name": "Ny Kollega",
    "email": "Ny@firma.example",
    "role": "employee",
    "rights": ["manage_tags"],
}
LINK = re.compile(r'id="one-time-url"[^>]* value="http://localhost(/staff-invitations/\d+\?token=([^"]+))"')


def link_on(page) -> tuple[str, str]:
    """Address and token of the link that a page shows."""
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    return LINK.search(page.text).groups()


def again(invitation: StaffInvitation) -> str:
    return f"/settings/team/invitations/{invitation.id}/links?lang=en"


def accept(browser, path: str):
    url, token = path.split("?token=")
    return browser.post(url, data={"token": token, "password": "en ny og lang sætning"})


@pytest.mark.asvs("6.4.1")
def test_a_colleague_comes_in_by_the_link_without_any_mail(browse, cast):
    path, _token = link_on(browse(cast.adam).post(PATH, data=NEW))
    assert not Outbox.select().where(Outbox.kind == "staff_invitation").exists()
    newcomer = browse()
    assert newcomer.get(path).status_code == 200
    assert accept(newcomer, path).status_code == 303
    assert newcomer.get("/me").status_code == 204
    made = User.get(email="ny@firma.example")
    assert (made.role, made.rights()) == ("employee", {"manage_tags"})
    assert accept(browse(), path).status_code == 410


def test_each_link_is_fresh_and_ends_the_one_before_also_one_that_was_mailed(browse, cast):
    mailed = StaffInvitation.send(cast.adam, name="Ny", email="ny@firma.example", role="employee")
    browser = browse(cast.adam)
    first, _ = link_on(browser.post(again(mailed)))
    assert Outbox.get(Outbox.subject_id == mailed.id).state == "cancelled"
    second, _ = link_on(browser.post(again(StaffInvitation.unanswered().get())))
    assert first != second
    for dead in (f"/staff-invitations/{mailed.id}?token={mailed.token}", first):
        assert accept(browse(), dead).status_code == 410
    assert accept(browse(), second).status_code == 303


def test_it_is_told_without_the_token_and_shown_this_once(browse, cast):
    browser = browse(cast.olga)
    _path, token = link_on(browser.post(PATH, data=NEW))
    told = Event.get(Event.kind == "staff_invitation.handed_out")
    assert (told.actor_id, told.subject_name) == (cast.olga.id, "ny@firma.example")
    stored = repr([row.__data__ for model in (StaffInvitation, Outbox, Event) for row in model.select()])
    assert token not in stored
    for page in ("/settings/team", "/outbox", "/settings/activity", "/settings/team/invitations/new"):
        assert token not in browser.get(page).text
    assert "By link" in browser.get("/settings/team?lang=en").text


@pytest.mark.parametrize(
    ("actor", "role", "status"),
    [
        ("olga", "owner", 200),
        ("olga", "admin", 200),
        ("adam", "employee", 200),
        ("adam", "admin", 422),
        ("adam", "owner", 422),
        ("vera", "employee", 403),
        ("alice", "employee", 403),
    ],
)
def test_who_makes_a_link_for_whom(browse, cast, actor, role, status):
    browser, before = browse(getattr(cast, actor)), digest()
    assert browser.post(PATH, data=NEW | {"role": role}).status_code == status
    assert (digest() == before) == (status != 200)


def test_an_admin_makes_no_link_of_what_an_owner_offers(browse, cast):
    offered = StaffInvitation.send(cast.olga, name="Ny", email="ny@firma.example", role="admin")
    browser, before = browse(cast.adam), digest()
    assert browser.post(again(offered)).status_code == 403
    assert browser.post(PATH, data=NEW).status_code == 403
    assert digest() == before


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "nils@firma.example"}, "Nils Juhl has this address and is already a member of staff."),
        ({"email": "ingen"}, "This is not an e-mail address."),
        ({"name": ""}, "Please fill this in."),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(browse, cast, values, words):
    browser, before = browse(cast.adam), digest()
    response = browser.post(PATH, data=NEW | values)
    assert response.status_code == 422
    assert words in response.text
    assert 'value="manage_tags" checked' in response.text
    assert digest() == before


def test_what_was_accepted_or_revoked_makes_no_link(browse, cast):
    sent = StaffInvitation.send(cast.adam, name="Ny", email="ny@firma.example", role="employee")
    sent.withdraw(cast.adam)
    browser, before = browse(cast.adam), digest()
    assert browser.post(again(sent)).status_code == 404
    assert digest() == before


def test_where_one_invites_it_says_that_there_is_no_mail_server(browse, cast, app, settings):
    browser = browse(cast.adam)
    for page in ("/settings/team?lang=en", "/settings/team/invitations/new?lang=en"):
        assert "No mail server is set up" in browser.get(page).text
    app.config["SETTINGS"] = settings._replace(smtp_url="smtp://127.0.0.1:25")
    for page in ("/settings/team?lang=en", "/settings/team/invitations/new?lang=en"):
        assert "No mail server is set up" not in browser.get(page).text
    assert 'id="invitation-link"' in browser.get("/settings/team/invitations/new").text
