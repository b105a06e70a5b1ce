"""Tier by tier through many candidates, as in a large firm; that a firm is large is told to the walk."""

import pytest

import search_index
from search_index.store import index, walk
from search_index.store.segment import OpenSegment


@pytest.fixture
def large(index_world, monkeypatch):
    """A world in which any number of candidates is too large to look at one by one."""
    monkeypatch.setattr(walk, "HANDFUL", 0)
    return index_world


def test_a_whole_name_comes_first_in_either_spelling(large):
    longer, whole = large.add("Oela"), large.add("Øe")
    search_index.rebuild()
    assert large.found("oe") == [whole, longer]
    assert large.found("øe") == [whole, longer]


def test_a_spelling_of_one_form_is_not_that_of_the_other(large):
    large.add("Oel A/S")
    search_index.rebuild()
    assert large.found("oee") == []
    assert large.found("a oee") == []


def test_more_letters_than_a_list_has_are_looked_at(large):
    right = large.add("Kristiansen")
    large.add("Kristian Tiansen")
    search_index.rebuild()
    assert large.found("kristiansen") == [right]


def test_a_number_is_an_id_before_it_is_a_name(large):
    first = large.add("Lund")
    named = large.add(f"{first} Lund")
    archived = large.add(f"{first} Arkiv", archived=True)
    search_index.rebuild()
    assert large.found(str(first)) == [first, named, archived]
    assert large.found(f"{first} lund") == [named, first]


def test_words_are_as_good_as_the_best_where_all_begin_one(large):
    inside, later, first = large.add("Xjens Hans"), large.add("A Jens Hans"), large.add("Hans Jens")
    search_index.rebuild()
    assert large.found("jens hans") == [first, later, inside]


def test_what_was_replaced_is_not_found_as_it_was(large, monkeypatch):
    monkeypatch.setattr(index, "GROWTH", 0)  # each change stands in a segment of its own
    kept, renamed, removed = large.add("Lund"), large.add("Lunding"), large.add("Lundum")
    search_index.rebuild()
    large.change(renamed, name="Dalgas Lund")
    large.change(removed, binned=True)
    assert large.found("lund") == [kept, renamed]
    search_index.follow()
    assert large.found("lund") == [kept, renamed]
    assert large.found("lund", frozenset({renamed, removed})) == [renamed]
    assert large.pages("lund", limit=1) == [[kept], [renamed]]


def test_two_ids_are_no_account_but_one_said_twice_is(large):
    first = large.add("Zebra")
    named = [large.add(f"{first} Klub {number:02}") for number in range(15)]
    search_index.rebuild()
    asked = f"{first} #{first}"
    assert large.found(asked) == large.expected(asked)[:10]
    assert large.found(str(first))[:2] == [first, named[0]]


def test_one_letter_more_than_a_list_has_is_looked_at(large):
    right = large.add("Kristiana")
    large.add("Kristianb Tiana")
    search_index.rebuild()
    assert large.found("kristiana") == [right]


def test_a_country_code_of_three_digits_is_dialled(large):
    right = large.add("Helsinki", phones=("+358401234567",))
    large.add("Esbo", phones=("+358407654321",))
    search_index.rebuild()
    for query in ("+358401234", "00358 40 1234567"):
        assert [hit.account_id for hit in search_index.search(query).hits] == [right]


@pytest.fixture
def looked_at(index_world, monkeypatch):
    """The numbers of the documents that are asked for."""
    seen = []
    real = OpenSegment.__init__

    def opened(self, *args):
        real(self, *args)
        document = self.document
        self.document = lambda number: seen.append(number) or document(number)

    monkeypatch.setattr(OpenSegment, "__init__", opened)
    return seen


def test_of_many_clients_few_are_looked_at(index_world, looked_at):
    names = ["Jens Hansen", "Hansens Kro", "Bo Hansen"]
    ids = [index_world.add(name) for name in names for _ in range(40)]
    search_index.rebuild()
    for query, most in (("hans", 1), ("jens h", 1), ("jens hansen", 11), ("hansens kro", 11), ("ansen", 30)):
        looked_at.clear()
        assert index_world.found(query) == index_world.expected(query)[:10], query
        assert len(set(looked_at)) <= most, query
    looked_at.clear()
    seen = frozenset(ids[:3])
    assert index_world.found("hansen", seen) == ids[:3]
    assert len(set(looked_at)) == 3


def test_a_small_segment_is_asked_whether_it_has_anything_and_for_tiers_that_the_answer_reaches(
    index_world, looked_at, monkeypatch
):
    monkeypatch.setattr(index, "GROWTH", 0)
    for number in range(120):
        index_world.add(f"{('Lund', 'Berg')[number % 2]} {number:03}")
    search_index.rebuild()
    for number in range(8):
        index_world.change(index_world.add(f"Øland {number:02}"), archived=number % 2 == 0)
    search_index.follow()
    large, small = search_index._place.snapshot().readers
    assert (large.count, small.count) == (120, 8)
    lists, read = [], small.candidates._documents_with
    small.candidates._documents_with = lambda *term: lists.append(term) or read(*term)
    for query, documents, terms in (("lund", 1, 4), ("land", 8, 8), ("lu", 1, 4), ("l", 1, 6)):
        looked_at.clear()
        lists.clear()
        assert index_world.found(query) == index_world.expected(query)[:10], query
        assert len(set(looked_at)) <= documents, query
        assert len(lists) <= terms, query
