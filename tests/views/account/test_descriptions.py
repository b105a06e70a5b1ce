"""What a contact is on one account, in the firm's words."""

import re
from datetime import date

import pytest

from models.base.event import Event
from models.clients.link import Link
from models.clients.linking import link_contact
from tests.support import digest


def aase(account) -> Link:
    return next(link for link in Link.of_account(account) if link.contact.first_name == "Åse")


def path_of(link, end="") -> str:
    return f"/accounts/{link.account_id}/links/{link.id}/description{end}"


def typed(link, text) -> dict:
    return {"seen": str(link.last_event_id), "description": text}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 303),
        ("adam", 303),
        ("mona", 303),
        ("rikke", 303),
        ("vera", 303),
        ("alice", 403),
        ("erik", 404),
        ("bob", 404),
        ("nils", 404),
    ],
)
def test_describing_needs_the_account_and_the_right_to_manage_it(browse, cast, name, status):
    browser, link = browse(getattr(cast, name)), aase(cast.a)
    before = digest.digest()
    assert browser.post(path_of(link), data=typed(link, "Bogholder")).status_code == status
    assert (digest.digest() == before) == (status != 303)
    assert (aase(cast.a).description == "Bogholder") == (status == 303)


def test_a_description_stands_on_this_client_only(browse, cast):
    link = aase(cast.a)
    link_contact(cast.b, link.contact, cast.olga)
    browse(cast.rikke).post(path_of(link), data=typed(link, "  Bogholder "))
    assert aase(cast.a).description == "Bogholder"
    assert aase(cast.b).description == ""


def test_htmx_gets_the_form_the_description_and_the_way_back(browse, cast):
    browser, link = browse(cast.rikke), aase(cast.a)
    root = f'id="link-{link.id}-description"'
    form = browser.htmx("GET", path_of(link, "/edit")).text
    assert re.match(rf"<div [^>]*{root}[^>]*hx-morph-skip", form)
    saved = browser.htmx("POST", path_of(link) + "?lang=en", data=typed(link, "Bogholder")).text
    assert root in saved.partition(">")[0]
    assert "Bogholder" in saved
    assert "The description is saved." in saved
    assert "Bogholder" in browser.htmx("GET", path_of(link)).text


def test_undo_brings_the_description_back(browse, cast):
    browser, link = browse(cast.rikke), aase(cast.a)
    saved = browser.htmx("POST", path_of(link), data=typed(link, "Bogholder")).text
    path = re.search(r'action="(/accounts/\d+/actions/[0-9a-f]{16}/reversal)"', saved)[1]
    assert browser.post(path).status_code == 303
    assert aase(cast.a).description == ""


def test_without_scripts_the_form_is_a_page_that_leads_back(browse, cast):
    browser, link = browse(cast.rikke), aase(cast.a)
    assert browser.get(path_of(link, "/edit")).text.count("<h1") == 1
    assert 'id="contacts-list"' in browser.get(path_of(link)).text
    response = browser.post(path_of(link), data=typed(link, "Bogholder"))
    assert response.location == f"/accounts/{cast.a.id}/info#contacts"


@pytest.mark.parametrize("htmx", [True, False])
def test_the_second_of_two_gets_both_values(browse, cast, htmx):
    browser, link = browse(cast.rikke), aase(cast.a)
    mine = typed(link, "Direktør")
    link.describe("Bogholder", cast.olga, link.last_event_id)
    before = digest.digest()
    path = path_of(link) + "?lang=en"
    response = browser.htmx("POST", path, data=mine) if htmx else browser.post(path, data=mine)
    assert response.status_code == 409
    assert 'value="Direktør"' in response.text
    assert "Now it says: Bogholder" in response.text
    assert digest.digest() == before
    seen = re.search(r'name="seen" type="hidden" value="(\d+)"', response.text)[1]
    assert browser.post(path, data=mine | {"seen": seen}).status_code == 303
    assert aase(cast.a).description == "Direktør"


@pytest.mark.parametrize("fields", [{"description": "x" * 5_000}, {"seen": "x"}, {"seen": "-1"}])
def test_bad_input_changes_nothing_and_stays_typed(browse, cast, fields):
    browser, link = browse(cast.rikke), aase(cast.a)
    before = digest.digest()
    data = typed(link, "Bogholder") | fields
    response = browser.htmx("POST", path_of(link), data=data)
    assert response.status_code == 422
    assert data["description"] in response.text
    assert digest.digest() == before


def test_the_same_again_changes_nothing(browse, cast):
    browser, link = browse(cast.rikke), aase(cast.a)
    browser.post(path_of(link), data=typed(link, "Bogholder"))
    before = digest.digest()
    assert browser.post(path_of(link), data=typed(link, "Bogholder")).status_code == 303
    assert digest.digest() == before


def test_who_has_left_the_client_is_not_described(browse, cast):
    browser, link = browse(cast.rikke), aase(cast.a)
    data = typed(link, "Bogholder")
    link.remove(cast.olga)
    before = digest.digest()
    assert browser.htmx("POST", path_of(link), data=data).status_code == 404
    assert digest.digest() == before


def days(link) -> tuple:
    row = aase(link.account)
    return str(row.from_on or ""), str(row.until_on or "")


def test_from_and_until_are_edited_told_and_undone(browse, cast):
    browser, link = browse(cast.rikke), aase(cast.a)
    told = typed(link, "Bogholder") | {"from_on": "2026-01-01", "until_on": "2026-12-31"}
    saved = browser.htmx("POST", path_of(link) + "?lang=en", data=told).text
    assert days(link) == ("2026-01-01", "2026-12-31")
    event = Event.select().where(Event.kind == "link.described").order_by(Event.id.desc()).get()
    assert event.values["until_on"] == [None, "2026-12-31"]
    assert "until" in saved
    assert 'value="2026-12-31"' in browser.get(path_of(link, "/edit")).text
    path = re.search(r'action="(/accounts/\d+/actions/[0-9a-f]{16}/reversal)"', saved)[1]
    browser.post(path)
    assert days(link) == ("", "")


def test_a_day_is_taken_away_by_emptying_it_and_left_alone_when_it_is_not_sent(browse, cast):
    browser, link = browse(cast.rikke), aase(cast.a)
    link.amend(cast.olga, from_on=date(2026, 1, 1), until_on=date(2026, 6, 1))
    browser.post(path_of(link), data=typed(link, "Bogholder"))
    assert days(link) == ("2026-01-01", "2026-06-01")
    browser.post(path_of(link), data=typed(link, "Bogholder") | {"from_on": "2026-02-01", "until_on": ""})
    assert days(link) == ("2026-02-01", "")


@pytest.mark.parametrize(
    "fields",
    [
        {"from_on": "2026-02-02", "until_on": "2026-02-01"},
        {"until_on": "2025-01-01"},  # before the day that stands
        {"from_on": "32-13-2026"},
        {"until_on": "x"},
    ],
)
def test_days_that_cannot_be_change_nothing(browse, cast, fields):
    browser, link = browse(cast.rikke), aase(cast.a)
    link.amend(cast.olga, from_on=date(2026, 1, 1))
    before = digest.digest()
    answer = browser.post(path_of(link), data=typed(link, "Bogholder") | fields)
    assert (answer.status_code, digest.digest()) == (422, before)
    assert "Bogholder" in answer.text


def test_one_day_is_enough(browse, cast):
    link = aase(cast.a)
    told = typed(link, "") | {"from_on": "2026-02-01", "until_on": "2026-02-01"}
    assert browse(cast.rikke).post(path_of(link), data=told).status_code == 303


def test_of_two_who_change_a_day_the_second_gets_both(browse, cast):
    browser, link = browse(cast.rikke), aase(cast.a)
    mine = typed(link, "") | {"from_on": "", "until_on": "2026-03-01"}
    link.describe("", cast.olga, link.last_event_id, until_on=date(2026, 4, 1))
    before = digest.digest()
    answer = browser.post(path_of(link) + "?lang=en", data=mine)
    assert (answer.status_code, digest.digest()) == (409, before)
    assert "Now it says:" in answer.text
