"""People are found by their names however others write them: first of all where nobody else has the name."""

from random import Random

import search_index
from bench.spelling import SPELLINGS, Person
from demo.names import MEN, SURNAMES, WOMEN

ACCOUNTS = 300


def people(dice):
    """(first name, last name) of many people, each once, among them double names and apostrophes."""
    given, seen = (*WOMEN, *MEN), set()
    while len(seen) < ACCOUNTS:
        first, last = dice.choice(given), dice.choice(SURNAMES)
        kind = dice.randrange(4)
        if kind == 1:
            first += dice.choice("-\u2011 ") + dice.choice(given)
        if kind == 2:
            last = f"O'{last}"
        if kind == 3:
            last = f"{last}-{dice.choice(SURNAMES)}"
        folded = "".join(each for each in f"{first}{last}".casefold() if each.isalnum())
        if folded not in seen:
            seen.add(folded)
            yield first, last


def test_who_has_a_name_alone_is_first_in_every_spelling(index_world):
    dice, found = Random(7), []  # noqa: S311 (no secret)
    for number, (first, last) in enumerate(people(dice)):
        name = f"{dice.choice(SURNAMES)}s {dice.choice(WOMEN)}s Kro" if number % 3 else f"{first} {last}"
        email = f"post{number}@kro.example"
        account = index_world.add(name, contacts=(f"{first} {last}",), addresses=(email,))
        found.append(Person(first, last, email, frozenset({account})))
    search_index.rebuild()
    for spelling, spell in SPELLINGS.items():
        wrong = [
            (spell(person), person.name)
            for person in found
            if search_index.search(spell(person)).hits[0].account_id not in person.accounts
        ]
        assert wrong == [], spelling
