"""Names of people as others type them than they are stored."""

from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from models import Account, Address, Contact, Link


class Person(NamedTuple):
    """Somebody whose full name nobody else has, and no client but their own."""

    first_name: str
    last_name: str
    email: str
    accounts: frozenset[int]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


SPELLINGS: dict[str, Callable[[Person], str]] = {
    "as stored": lambda person: person.name,
    "reversed with a comma": lambda person: f"{person.last_name}, {person.first_name}",
    "without hyphens": lambda person: person.name.replace("-", " "),
    "as one word": lambda person: person.name.replace("-", ""),
    "with the other apostrophe": lambda person: person.name.replace("'", "\u2019"),
    "without apostrophes": lambda person: person.name.replace("'", ""),
    "pasted from a mail": lambda person: f"{person.name} <{person.email}>;",
    "with the address of another mailbox": lambda person: f'"{person.name}" <ukendt@andet.example>',
    "in ASCII": lambda person: person.name.translate(
        str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ü": "ue"})
    ),
}


def unique_people(count: int, seed: int) -> list[Person]:
    """At most `count` people, chosen by the dice, in a fixed number of queries."""
    linked = Contact.select(
        Contact.id, Contact.first_name, Contact.last_name, Contact.folded_name, Link.account
    )
    rows = list(
        linked.join(Link).join(Account).where(Account.stands(), Account.archived_at.is_null()).tuples()
    )
    named, accounts = defaultdict(set), defaultdict(set)
    for contact_id, _first, _last, folded, account_id in rows:
        named[folded.replace(" ", "")].add(contact_id)
        accounts[contact_id].add(account_id)
    own = dict(Address.select(Address.contact, Address.email).where(Address.position == 0).tuples())
    alone = {
        contact_id: Person(first, last, own[contact_id], frozenset(accounts[contact_id]))
        for contact_id, first, last, folded, _ in rows
        if len(named[folded.replace(" ", "")]) == 1 and last and contact_id in own
    }
    dice = Random(seed)  # noqa: S311 (no secret)
    return dice.sample(list(alone.values()), min(count, len(alone)))
