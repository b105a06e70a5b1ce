"""What is kept between letters: enough to ask for little, and never more than allowed."""

import pytest

import search_index
from search_index.store.lately import Lately
from search_index.store.terms import ACROSS, GRAM


def test_what_was_not_used_for_long_is_forgotten():
    lately = Lately(100)
    lately.keep("a", 1, 60)
    assert lately.get("a") == 1
    assert lately.get("b") is None
    for number in range(20):
        lately.keep(number, number, 60)
        assert lately.get("a") == 1  # used all the time
        assert lately.get(number) == number
    assert lately.get(0) is None
    assert sum(lately.get(number) is not None for number in range(20)) < 5


@pytest.fixture
def reads(index_world):
    """The terms whose lists are read, once an index of a few hundred clients is open."""
    for number in range(300):
        index_world.add(
            f"Kristiansen {number:03} Holding", contacts=("Christina",), addresses=(f"c{number}@kunst.dk",)
        )
    search_index.rebuild()
    (segment,) = search_index._place.snapshot().readers
    read, seen = segment.candidates._documents_with, []
    segment.candidates._documents_with = lambda *term: seen.append(term) or read(*term)
    return seen


def test_a_further_letter_reads_few_lists_and_a_known_one_none(index_world, reads):
    text = "kristiansen 1"
    for length in range(1, len(text) + 1):
        reads.clear()
        found = index_world.found(text[:length])
        assert found == index_world.expected(text[:length])[:10], text[:length]
        assert len(reads) <= 10, (text[:length], reads)
    reads.clear()
    for length in range(1, len(text) + 1):
        index_world.found(text[:length])
    assert reads == []


def test_after_a_beginning_that_stands_nowhere_no_list_of_texts_is_read(index_world, reads):
    for beginning in ("xq", "kriq", "c1q", "kristianq"):
        assert index_world.found(beginning) == []
        reads.clear()
        for text in (f"{beginning}u", f"{beginning}un", f"{beginning}uns"):
            assert index_world.found(text) == []
        asked = {field for field, term in reads if len(term) != GRAM or field not in ACROSS}
        assert asked <= {"whole_name"}, (beginning, reads)


def test_a_whole_name_is_asked_for_though_its_beginning_was_none(index_world, reads):
    other, whole = index_world.add("12 Kunst Tolv"), index_world.add("Kunst Tolv 12")
    search_index.rebuild()
    index_world.found("1")
    assert index_world.found("kunst tolv 12") == [whole, other]
