"""Tags: made, renamed, put on, taken off and deleted, each in the history and in the index's feed."""

import pytest

from models.base.event import Event
from models.base.recorded import Stale
from models.base.search_change import SearchChange
from models.clients.tag import AccountTag, Tag
from models.history.undo import reverse
from models.staff.unique_name import NameTaken
from tests.support.digest import digest
from tests.support.two_at_once import at_once


@pytest.fixture
def vat(cast):
    """A tag on A and B."""
    tag = Tag.add_unique(cast.olga, "Moms kvartal", colour="red")
    for account in (cast.a, cast.b):
        tag.put_on(account, cast.olga)
    return tag


def told_search(since: int) -> set[int]:
    return {change.account_id for change in SearchChange.after(since)}


@pytest.mark.parametrize("name", ["moms kvartal", "MOMS  KVARTAL ", "Moms\N{NO-BREAK SPACE}kvartal"])
def test_no_two_tags_differ_by_case_or_spaces_alone(cast, vat, name):
    before = digest()
    with pytest.raises(NameTaken) as taken:
        Tag.add_unique(cast.olga, name)
    assert str(taken.value) == "Moms kvartal"
    assert digest() == before


def test_letters_beyond_ascii_count_alike(cast):
    Tag.add_unique(cast.olga, "ÆRØ")
    with pytest.raises(NameTaken):
        Tag.add_unique(cast.olga, "ærø")
    assert Tag.named("Ærø").name == "ÆRØ"


def test_a_tag_may_change_the_case_of_its_own_name(cast, vat):
    assert vat.edit_unique(cast.olga, vat.last_event_id, name="MOMS kvartal")
    assert vat.hold().name == "MOMS kvartal"


def test_a_tag_does_not_take_another_ones_name(cast, vat):
    other = Tag.add_unique(cast.olga, "Løn")
    before = digest()
    with pytest.raises(NameTaken):
        other.edit_unique(cast.olga, other.last_event_id, name="moms KVARTAL")
    assert digest() == before


def test_renaming_and_deleting_tell_search_about_every_account_with_it(cast, vat):
    before = SearchChange.latest_id()
    vat.edit_unique(cast.olga, vat.last_event_id, name="Moms halvår")
    assert told_search(before) == {cast.a.id, cast.b.id}
    before = SearchChange.latest_id()
    vat.remove(cast.olga)
    assert told_search(before) == {cast.a.id, cast.b.id}


def test_recolouring_tells_search_nothing(cast, vat):
    before = SearchChange.latest_id()
    assert vat.edit_unique(cast.olga, vat.last_event_id, colour="teal")
    assert told_search(before) == set()


def test_a_deleted_tag_leaves_each_account_in_an_event_of_its_own(cast, vat):
    vat.remove(cast.olga)
    removed = Event.select().where(Event.effect == "removed").order_by(Event.id)
    assert [event.kind for event in removed] == ["account_tag.removed", "account_tag.removed", "tag.removed"]
    assert {event.account_id for event in removed} == {cast.a.id, cast.b.id, None}
    assert not AccountTag.select().exists()


def test_putting_on_and_taking_off_twice_is_once(cast, vat):
    before = digest()
    vat.put_on(cast.a, cast.olga)
    assert digest() == before
    vat.take_off(cast.a, cast.olga)
    before = digest()
    vat.take_off(cast.a, cast.olga)
    assert digest() == before


def test_two_who_rename_it_are_told_of_each_other(cast, vat):
    seen = vat.last_event_id
    vat.edit_unique(cast.adam, seen, name="Moms måned")
    with pytest.raises(Stale):
        vat.edit_unique(cast.olga, seen, name="Moms år")
    assert vat.hold().name == "Moms måned"


def test_two_who_make_the_same_tag_at_once_make_one(cast):
    outcomes = at_once(
        lambda: Tag.add_unique(cast.olga, "Ny").name,
        lambda: Tag.add_unique(cast.adam, "NY").name,
        expected=NameTaken,
    )
    assert sorted(map(type, outcomes), key=str) == sorted([str, NameTaken], key=str)
    assert Tag.select().count() == 1


def test_deleting_a_tag_can_be_undone_on_every_account(cast, vat):
    vat.remove(cast.olga)
    removed = Event.get(Event.kind == "tag.removed")
    reverse(removed.action, cast.olga)
    assert Tag.named("Moms kvartal").colour == "red"
    assert AccountTag.select().count() == 2
