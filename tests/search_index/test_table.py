"""The table in models/base/folding.py: whatever it says is found, is found, wherever somebody looks for it."""

import pytest

import search_index
from models.base import folding

KINDS = {"name", "person", "address", "phone", "number"}
REASONS = {
    "name": "name",
    "person": "contact",
    "address": "address",
    "phone": "phone",
    "number": "registration_number",
}


def table() -> list[tuple[str, str, list[str]]]:
    """(kind of text, as it is stored, what may be typed) of each line."""
    lines = [line.split(None, 1) for line in folding.__doc__.splitlines() if " | " in line]
    found = []
    for kind, rest in lines:
        stored, _, typed = rest.partition(" | ")
        found.append((kind, stored.strip(), [each.strip() for each in typed.split(" · ")]))
    return found


def test_the_table_says_something_of_every_kind():
    assert {kind for kind, *_ in table()} == KINDS
    assert len(table()) > 30


@pytest.fixture(params=["index", "database"])
def world(request, index_world):
    for number in range(25):  # others, whom nobody means
        index_world.add(
            f"Brix {number}", contacts=(f"Otto Brix {number}",), phones=(f"+456061{number:04}",), number="99"
        )
    index_world.settle = search_index.rebuild if request.param == "index" else lambda: None
    return index_world


def facts_of(kind: str, stored: str) -> dict:
    facts = {"name": "Zebra", "contacts": ("Zoe",)}
    if kind == "name":
        return facts | {"name": stored}
    told = {"person": "contacts", "address": "addresses", "phone": "phones", "number": "number"}[kind]
    return facts | {told: stored if told == "number" else (stored,)}


def test_what_the_table_says_is_found_with_the_reason(world):
    accounts = [world.add(**facts_of(kind, stored)) for kind, stored, _ in table()]
    world.settle()
    for account, (kind, stored, typed) in zip(accounts, table(), strict=True):
        for query in typed:
            hits = {hit.account_id: hit for hit in search_index.search(query, limit=50).hits}
            assert account in hits, (query, stored)
            assert hits[account].reason == REASONS[kind], (query, stored)
            found = [hit.account_id for hit in search_index.search(query, limit=50).hits]
            assert found == world.expected(query)[:50], query


FIRST = [
    ("name", "Lund & Søn", ["lund og søn", "Lund+Søn", "LUND & SOEN"]),
    ("name", "Holm A/S", ["holm as", "Holm, A.S."]),
    (
        "person",
        "Anne-Marie Holm",
        ["Holm, Anne-Marie", "anne marie holm", "Annemarie Holm", "Holm Anne Marie"],
    ),
    ("person", "Seán O'Brien", ["sean o’brien", "O´Brien, Sean", "Sean OBrien"]),
    ("address", "anne@dam.example", ["Ukendt Navn <anne@dam.example>;", "mailto:ANNE@dam.example"]),
    ("number", "13585628", ["13585628", "DK 13 58 56 28", "CVR-nr. 13585628"]),
]


@pytest.mark.parametrize(("kind", "stored", "typed"), FIRST)
def test_what_is_exact_comes_first(world, kind, stored, typed):
    world.add(
        "Aaben Holm Lund", contacts=("Anne-Marie Holmgaard", "Anne Marie Holm Lund"), phones=("+4513585628",)
    )
    world.add("Anne Holm Marie ApS", addresses=("anne@dam.example.net", "sean.obrien@dam.example"))
    world.add("Lund & Sønner", contacts=("Seán O'Brien Lund", "Lund Søn Holm"))
    account = world.add(**facts_of(kind, stored))
    world.settle()
    for query in typed:
        hit = search_index.search(query).hits[0]
        assert (query, hit.account_id, hit.reason) == (query, account, REASONS[kind])
        assert hit.matched == (None if kind == "name" else stored)


def test_a_person_who_was_found_is_told_by_name_and_an_address_where_that_was_typed(world):
    """The address of somebody begins or goes on as the name does; it is the person who was meant."""
    account = world.add(
        "Zebra", contacts=("Anna Østergaard",), addresses=("anna@ostergaard.example", "ostergaard@x.example")
    )
    world.settle()
    for query in ("anna", "østerg", "ostergaard", "anna øster", "gaard"):
        assert search_index.search(query).hits[0] == (account, "contact", "Anna Østergaard", False), query
    for query in ("anna@", "ostergaard.ex", "anna@ostergaard.example"):
        assert search_index.search(query).hits[0] == (account, "address", "anna@ostergaard.example", False)
    assert search_index.search("x.example").hits[0].matched == "ostergaard@x.example"


def test_the_start_of_a_persons_name_is_a_start(world):
    begun = world.add("Bb", contacts=("Tage Skov",))
    named = world.add("Ca Tage Skovs Værksted")
    inside = world.add("Aa", contacts=("Bo Tage Skov",))
    world.settle()
    for query in ("tage sk", "Tage Skov"):
        assert world.found(query) == [begun, named, inside] == world.expected(query)
