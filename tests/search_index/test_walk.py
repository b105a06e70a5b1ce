"""Tier by tier through many candidates, as in a large firm; that a firm is large is told to the walk."""

import pytest

import search_index
from search_index import index, walk


@pytest.fixture
def large(index_world, monkeypatch):
    """A world in which any number of candidates is too large to look at one by one."""
    monkeypatch.setattr(walk, "FEW", 0)
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
