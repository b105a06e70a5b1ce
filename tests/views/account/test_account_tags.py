"""The tags on one client: put on, made by those who may, taken off."""

import re

import pytest

from models.base.event import Event
from models.clients.tag import AccountTag, Tag
from tests.support.digest import digest


@pytest.fixture
def vat(cast):
    return Tag.add_unique(cast.olga, "Moms kvartal", colour="red")


def put_on(browser, account, name, ask="post", **more):
    path = f"/accounts/{account.id}/tags?lang=en"
    data = {"name": name} | more
    return browser.htmx("POST", path, data=data) if ask == "htmx" else browser.post(path, data=data)


def tags(account) -> list[str]:
    return [tag.name for tag in Tag.of_account(account)]


def test_a_tag_is_put_on_by_its_name_whatever_the_case(browse, cast, vat):
    answer = put_on(browse(cast.rikke), cast.a, "moms KVARTAL")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/accounts/{cast.a.id}/info#account-tags")
    assert tags(cast.a) == ["Moms kvartal"]
    assert Tag.select().count() == 1


def test_htmx_gets_the_tags_the_header_and_a_way_back(browse, cast, vat):
    answer = put_on(browse(cast.rikke), cast.a, "Moms kvartal", "htmx")
    assert answer.text.lstrip().startswith('<div class="pair" id="account-tags">')
    assert 'hx-target="#profile"' in answer.text
    undo = re.search(
        r'action="([^"]*)" hx-post="[^"]*" hx-target="#account-tags" hx-swap="outerHTML" hx-sync="this:drop">\s*<input[^>]*>\s*<input[^>]*>\s*<button type="submit" class="btn btn-sm"',
        answer.text,
    )
    browse(cast.rikke).post(undo[1])
    assert tags(cast.a) == []


def test_a_tag_is_taken_off(browse, cast, vat):
    vat.put_on(cast.a, cast.olga)
    answer = browse(cast.rikke).htmx("POST", f"/accounts/{cast.a.id}/tags/{vat.id}/deletion?lang=en")
    assert answer.status_code == 200
    assert "Tag “Moms kvartal” removed." in answer.text
    assert tags(cast.a) == []
    assert Event.get(Event.kind == "account_tag.removed").account_id == cast.a.id


def test_those_who_manage_tags_make_one_in_place_with_its_colour(browse, cast):
    put_on(browse(cast.vera), cast.a, "  Ny   kunde ", colour="teal")
    assert [(tag.name, tag.colour) for tag in Tag.of_account(cast.a)] == [("Ny kunde", "teal")]


@pytest.mark.parametrize("ask", ["post", "htmx"])
def test_without_the_right_to_make_tags_only_known_ones_go_on(browse, cast, vat, ask):
    browser = browse(cast.rikke)
    before = digest()
    answer = put_on(browser, cast.a, "Ny kunde", ask)
    assert answer.status_code == 422
    assert "There is no such tag." in answer.text
    assert 'value="Ny kunde"' in answer.text
    assert ("<!doctype" in answer.text) == (ask == "post")
    assert digest() == before


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "x" * 5_000])
def test_a_bad_name_is_told_beside_the_field(browse, cast, name):
    browser = browse(cast.vera)
    before = digest()
    answer = put_on(browser, cast.a, name, "htmx")
    assert answer.status_code == 422
    assert 'id="tag-name-error"' in answer.text
    assert digest() == before


def test_an_unknown_colour_is_refused(browse, cast):
    browser = browse(cast.vera)
    before = digest()
    assert put_on(browser, cast.a, "Ny", colour="mauve").status_code == 422
    assert digest() == before


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *(("olga", 303), ("adam", 303), ("mona", 303), ("rikke", 303), ("vera", 303)),
        *(("alice", 403), ("bob", 404), ("erik", 404), ("nils", 404)),
    ],
)
def test_who_may_put_on_and_take_off(browse, cast, vat, person, status):
    browser = browse(getattr(cast, person))
    before = digest()
    assert put_on(browser, cast.a, "Moms kvartal").status_code == status
    assert (digest() == before) == (status != 303)
    vat.put_on(cast.a, cast.olga)
    before = digest()
    assert browser.post(f"/accounts/{cast.a.id}/tags/{vat.id}/deletion").status_code == status
    assert (digest() == before) == (status != 303)


def test_a_tag_that_the_client_lacks_is_not_taken_off_another(browse, cast, vat):
    vat.put_on(cast.b, cast.olga)
    browser = browse(cast.olga)
    before = digest()
    assert browser.post(f"/accounts/{cast.a.id}/tags/{vat.id}/deletion").status_code == 404
    assert digest() == before


def test_an_archived_client_keeps_its_tags(browse, cast, vat):
    vat.put_on(cast.a, cast.olga)
    cast.a.archive(cast.olga)
    browser = browse(cast.rikke)
    before = digest()
    assert put_on(browser, cast.a, "Moms kvartal").status_code == 409
    assert browser.post(f"/accounts/{cast.a.id}/tags/{vat.id}/deletion").status_code == 409
    assert digest() == before
    assert "/deletion" not in browser.get(f"/accounts/{cast.a.id}/info").text


def test_those_who_only_read_see_tags_and_no_controls(browse, cast, vat):
    vat.put_on(cast.a, cast.olga)
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/info").text
    assert "Moms kvartal" in page
    assert "/tags" not in page
    assert AccountTag.select().count() == 1
