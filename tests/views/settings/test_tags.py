"""The settings page of the tags."""

import pytest

from models.clients.tag import AccountTag, Tag
from tests.support.digest import digest
from tests.support.html import value_of


@pytest.fixture
def vat(cast):
    """A tag on A and B."""
    tag = Tag.add_unique(cast.olga, "Moms kvartal", colour="red")
    for account in (cast.a, cast.b):
        tag.put_on(account, cast.olga)
    return tag


def fields(tag, **others) -> dict:
    return {"seen": tag.last_event_id, "name": tag.name, "colour": tag.colour} | others


def test_a_tag_is_made_renamed_recoloured_and_deleted(browse, cast):
    browser = browse(cast.vera)
    browser.post("/settings/tags", data={"name": " Ny  kunde", "colour": "teal"})
    tag = Tag.get()
    assert (tag.name, tag.colour) == ("Ny kunde", "teal")
    browser.post(f"/settings/tags/{tag.id}", data=fields(tag, name="Kunde 2027", colour="grey"))
    assert (tag.hold().name, tag.hold().colour) == ("Kunde 2027", "grey")
    assert browser.post(f"/settings/tags/{tag.id}/deletion").status_code == 303
    assert not Tag.select().exists()


def test_the_counts_are_of_clients_that_the_reader_may_open(browse, cast, vat):
    cast.alice.grant("manage_tags", cast.olga)
    for person, count in (("olga", 2), ("alice", 1)):
        browser = browse(getattr(cast, person))
        assert f">{count}<span" in browser.get("/settings/tags").text
        page = browser.get(f"/settings/tags/{vat.id}/edit?lang=en").text
        assert (f"{count} clients have it." if count > 1 else "1 client has it.") in page


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"name": "moms KVARTAL"}, "A tag “Moms kvartal” already exists."),
        ({"name": ""}, "Please fill this in."),
        ({"name": "x" * 61}, "At most 60 characters"),
        ({"colour": "mauve"}, "Not a valid choice"),
    ],
)
def test_bad_input_is_told_beside_its_field(browse, cast, vat, data, error):
    other = Tag.add_unique(cast.olga, "Løn")
    browser = browse(cast.vera)
    before = digest()
    for path, typed in (
        ("/settings/tags", {"name": "Ny", "colour": "blue"}),
        (f"/settings/tags/{other.id}", fields(other)),
    ):
        answer = browser.post(f"{path}?lang=en", data=typed | data)
        assert answer.status_code == 422
        assert error in answer.text
    assert digest() == before


def test_two_who_change_it_are_told_of_each_other(browse, cast, vat):
    typed = fields(vat, name="Moms år")
    vat.edit_unique(cast.olga, vat.last_event_id, name="Moms måned")
    browser = browse(cast.vera)
    before = digest()
    answer = browser.post(f"/settings/tags/{vat.id}?lang=en", data=typed)
    assert answer.status_code == 409
    assert 'value="Moms år"' in answer.text
    assert "Now it says: Moms måned" in answer.text
    assert digest() == before
    renewed = typed | {"seen": value_of(answer.text, "seen")}
    assert browser.post(f"/settings/tags/{vat.id}", data=renewed).status_code == 303
    assert Tag.get_by_id(vat.id).name == "Moms år"


def test_a_tag_that_is_gone_is_said_to_be(browse, cast, vat):
    vat.remove(cast.olga)
    answer = browse(cast.vera).post(f"/settings/tags/{vat.id}?lang=en", data={"name": "x", "colour": "blue"})
    assert answer.status_code == 404
    assert "This tag no longer exists." in answer.text


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        *(("olga", True), ("adam", True), ("vera", True), ("erik", True)),
        *(("mona", False), ("rikke", False), ("alice", False), ("nils", False)),
    ],
)
def test_who_may_manage_tags(browse, cast, vat, person, allowed):
    browser = browse(getattr(cast, person))
    assert browser.get("/settings/tags").status_code == (200 if allowed else 403)
    assert browser.get(f"/settings/tags/{vat.id}/edit").status_code == (200 if allowed else 403)
    assert ('href="/settings/tags"' in browser.get("/accounts").text) == allowed
    for path, data in (
        ("/settings/tags", {"name": "Ny", "colour": "blue"}),
        (f"/settings/tags/{vat.id}", fields(vat, name="Anden")),
        (f"/settings/tags/{vat.id}/deletion", {}),
    ):
        before = digest()
        assert browser.post(path, data=data).status_code == (303 if allowed else 403)
        assert (digest() != before) == allowed
    assert AccountTag.select().exists() != allowed


@pytest.mark.parametrize("seen", ["1" + "0" * 400, "-1", "99999999999"])
def test_no_number_is_too_large_to_be_refused(browse, cast, vat, seen):
    browser = browse(cast.olga)
    before = digest()
    assert browser.post(f"/settings/tags/{vat.id}", data=fields(vat, seen=seen)).status_code == 422
    assert digest() == before
