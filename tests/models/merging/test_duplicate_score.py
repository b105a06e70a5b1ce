"""Who is like whom, and why."""

import pytest

from models.clients.account import Account
from models.clients.account_relation import AccountRelation
from models.clients.contact import Contact
from models.clients.new_client import open_client
from models.merging.duplicate_score import firm_name, person_name
from models.merging.duplicates import (
    firm,
    firms_like,
    pairs_of_firms,
    pairs_of_people,
    people,
    people_like,
    person,
    related_ids,
)


def told(first_name, last_name, **others) -> dict[str, set]:
    """Name → the reasons for which somebody who types is told of that contact."""
    found = people_like(person(first_name, last_name, **others), first_name, last_name, Contact.select())
    return {match.record.name: match.codes for match in found}


@pytest.mark.parametrize(
    ("one", "other"), [("Åse Lund", "aase lund"), ("Søren Holm", "SOEREN  HOLM"), ("Åse Lund", "Lund Åse")]
)
def test_names_are_compared_without_case_accents_and_order(one, other):
    assert person_name(one) == person_name(other)


def test_one_word_is_no_name_to_compare():
    assert person_name("Anna") == ""


@pytest.mark.parametrize("other", ["Østergaard Byg", "østergård byg A/S", "Oestergaard Byg I/S"])
def test_clients_are_compared_without_their_legal_form(other):
    assert firm_name("Østergaard Byg ApS") == firm_name(other)


@pytest.mark.parametrize(
    ("typed", "name", "reasons"),
    [
        (("Anna", "Østergaard", {}), "Anna Østergaard", {"same_name"}),
        (("anna", "oestergaard", {}), "Anna Østergaard", {"same_name"}),
        (("Ana", "Østergaard", {}), "Anna Østergaard", {"similar_name"}),
        (("Østergaard", "Anna", {}), "Anna Østergaard", {"same_name"}),
        (("Per", "Holm", {"emails": ["AASE@a.example"]}), "Åse Lund", {"same_address"}),
        (("", "", {"emails": ["aase@a.example"]}), "Åse Lund", {"same_address"}),
        (("Kai", "Kroh", {"phones": ["+4533123456"]}), "Kaj Kro", {"same_phone"}),
    ],
)
def test_who_types_a_duplicate_is_told_why(cast, typed, name, reasons):
    first_name, last_name, others = typed
    assert told(first_name, last_name, **others)[name] == reasons


@pytest.mark.parametrize(
    "typed", [("Per", "Holm"), ("Anna", ""), ("Anna", "Vestergaard Olsen"), ("", ""), ("%", "_")]
)
def test_strangers_are_nobodys_duplicate(cast, typed):
    assert told(*typed) == {}


def test_a_somewhat_similar_name_says_something_with_the_postal_code(cast):
    Contact.update(postal_code="8000").where(Contact.first_name == "Bent").execute()
    assert told("Berit", "Bøgh") == {}
    assert told("Berit", "Bøgh", postal_code="8000") == {}
    assert told("Bendt", "Bøgh", postal_code="8000") == {"Bent Bøgh": {"similar_name", "same_postal_code"}}


def test_what_was_so_before_is_not_told_again(cast):
    anna = Contact.get(Contact.first_name == "Anna")
    others = Contact.select().where(Contact.id != anna.id)
    known = people([anna])[anna.id][1]
    assert people_like(known, "Anna", "Østergaard", others, known) == []
    news = person("Åse", "Lund", phones=["+4533123456"])
    assert [each.record.name for each in people_like(news, "Åse", "Lund", others, known)] == ["Åse Lund"]


@pytest.mark.parametrize(
    ("typed", "name", "reasons"),
    [
        (firm("Østergård Byg"), "Østergård Byg", {"same_name"}),
        (firm("Noget andet", number="25313763"), "Noget andet", {"same_number"}),
        (firm("Noget andet", "+4586123456"), "Noget andet", {"same_phone"}),
    ],
)
def test_who_types_a_client_is_told_of_its_like(cast, typed, name, reasons):
    cast.a.change(cast.olga, cast.a.last_event_id, registration_number="25313763", phone="+4586123456")
    found = firms_like(typed, name, Account.select())
    assert [(each.record.name, each.codes) for each in found] == [("Østergaard Byg ApS", reasons)]


def test_related_are_those_that_share_a_contact_or_stand_in_a_relation(cast):
    shared = open_client(
        cast.olga, type="other", name="Fælles", contact=cast.address("bent@b.example").address.contact
    )
    AccountRelation.add(cast.olga, account=cast.b, related=cast.old, kind="owns")
    assert related_ids([cast.b.id]) == {cast.b.id, shared.id, cast.old.id}
    assert related_ids([]) == set()


# Pairs


def pairs(found) -> list[tuple]:
    return [(pair.keep.id, pair.match.record.id, pair.match.codes) for pair in found[0]]


def test_the_cast_holds_no_pairs(cast):
    assert pairs_of_people(Contact.select(), 0, 10) == ([], False)
    assert pairs_of_firms(Account.select(), 0, 10) == ([], False)


def test_pairs_of_people_come_with_reasons_the_most_probable_first(cast):
    anna = Contact.get(Contact.first_name == "Anna")
    aase = Contact.get(Contact.first_name == "Åse")
    twin = Contact.meet(cast.olga, first_name="Aase", last_name="Lund")
    again = Contact.meet(cast.olga, first_name="Anna", last_name="Østergaard", phone="33123456")
    found = pairs_of_people(Contact.select(), 0, 10)
    assert pairs(found) == [
        (anna.id, again.id, {"same_name", "same_phone"}),
        (aase.id, twin.id, {"same_name"}),
    ]
    assert [pair.match.score for pair in found[0]] == [90, 65]


def test_pairs_are_found_by_similar_names_at_one_postal_code(cast):
    one, other = (
        Contact.meet(cast.olga, first_name=first, last_name="Kristoffersen", postal_code="8000")
        for first in ("Kristian", "Christian")
    )
    assert pairs(pairs_of_people(Contact.select(), 0, 10)) == [
        (one.id, other.id, {"similar_name", "same_postal_code"})
    ]


def test_people_who_share_a_phone_only_are_no_pair(cast):
    assert pairs(pairs_of_people(Contact.select(), 0, 10)) == []


def test_a_common_name_alone_makes_no_pairs(cast):
    for _ in range(5):
        Contact.meet(cast.olga, first_name="Jens", last_name="Jensen")
    assert pairs(pairs_of_people(Contact.select(), 0, 10)) == []


def test_pairs_of_clients_are_found_by_number_and_name(cast):
    twin = open_client(
        cast.olga,
        type="company",
        name="Østergård Byg A/S",
        contact={"first_name": "X"},
        registration_number="1",
    )
    cast.b.change(cast.olga, cast.b.last_event_id, registration_number="1")
    assert pairs(pairs_of_firms(Account.select(), 0, 10)) == [
        (cast.b.id, twin.id, {"same_number"}),
        (cast.a.id, twin.id, {"same_name"}),
    ]


def test_pairs_are_paged(cast):
    for name in ("Ib Krog", "Ib Krog", "Eva Dam", "Eva Dam"):
        Contact.meet(cast.olga, first_name=name.split()[0], last_name=name.split()[1])
    first, more = pairs_of_people(Contact.select(), 0, 1)
    assert more
    second, more = pairs_of_people(Contact.select(), 1, 1)
    assert not more
    assert {pair.keep.name for pair in first + second} == {"Ib Krog", "Eva Dam"}


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        (("Jørgen", "Ørsted"), ("Joergen", "Oersted")),
        (("Joergen", "Oersted"), ("Jørgen", "Ørsted")),
        (("Anne-Marie", "Holm"), ("Anne Marie", "Holm")),
        (("Anne-Marie", "Holm"), ("Annemarie", "Holm")),
        (("Annemarie", "Holm"), ("Anne‑Marie", "Holm")),
        (("Anne-Marie", "Holm"), ("Holm", "Anne Marie")),
        (("Seán", "O'Brien"), ("Sean", "O’Brien")),
        (("Seán", "O'Brien"), ("Sean", "OBrien")),
        (("Åge", "Ågård"), ("Aage", "Aagaard")),
        (("Jürgen", "Bäcker"), ("Juergen", "Baecker")),
    ],
)
def test_a_person_is_known_in_every_spelling_that_search_finds(cast, known, typed):
    Contact.meet(cast.olga, first_name=known[0], last_name=known[1])
    assert told(*typed) == {" ".join(known): {"same_name"}}


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("per@ny.example", "per+moms@ny.example"),
        ("per+moms@ny.example", "per@ny.example"),
        ("per+moms@ny.example", "PER+andet@ny.example"),
    ],
)
def test_a_tagged_address_comes_to_the_same_mailbox(cast, known, typed):
    Contact.meet(cast.olga, first_name="Per", emails=[known])
    Contact.meet(cast.olga, first_name="Perle", emails=["perle+moms@ny.example", "per+x@andet.example"])
    assert told("", "", emails=[typed]) == {"Per": {"same_address"}}


def test_pairs_of_people_are_found_in_every_spelling(cast):
    one, other = (
        Contact.meet(cast.olga, first_name=first, last_name="Qvist") for first in ("Anne-Marie", "Annemarie")
    )
    assert pairs(pairs_of_people(Contact.select(), 0, 10)) == [(one.id, other.id, {"same_name"})]


@pytest.mark.parametrize(
    "other", ["Lund og Søn", "Lund+Søn A/S", "Lund & Soen AS", "LUND OG SØN A.S.", "Lund-Søn"]
)
def test_clients_are_compared_however_they_are_written(other):
    assert firm_name("Lund & Søn ApS") == firm_name(other)
