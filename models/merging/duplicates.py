"""Duplicate search: existing contacts and clients like what is being typed, and pairs to be merged."""

from collections import Counter, defaultdict
from functools import reduce
from heapq import nsmallest
from itertools import combinations
from operator import or_
from typing import NamedTuple

from peewee import fn

from models.base.alphabet import BEYOND, letters_key
from models.base.event import Event
from models.base.folding import fold, squeezed
from models.base.mailbox import without_tag
from models.clients.account import Account
from models.clients.account_relation import AccountRelation
from models.clients.contact import Address, Contact, Phone
from models.clients.link import Link
from models.merging.duplicate_score import (
    DuplicateMatch,
    Sketch,
    compare,
    firm_name,
    firm_name_as_one_word,
    name_as_one_word,
    per_cent,
    person_name,
    sorted_words,
)

MOST = 5  # that are told while typing
CLOSEST = 50  # by name alone, that are looked at
LETTERS = 5  # with which names begin that can be alike
PREFIX = 2 * LETTERS  # digits of a sort key, two for a letter
LETTERS_OFF = 4  # between names that can be alike
NEIGHBOURS = 6  # in alphabetical order, among which names are compared for pairs
MOST_PAIRS = 500
WIDEST = 40  # who share one value: more are not one typed twice
RARE = 4  # people of one name: then the name alone makes pairs

COMPARED = ("id", "name", "phone", "street", "postal_code", "registration_number")


# Sketches


def person(first_name="", last_name="", emails=(), phones=(), street="", postal_code="") -> Sketch:
    """The sketch of a person; phones are stored ones."""
    name = f"{first_name} {last_name}"
    mailboxes = frozenset(without_tag(email) for email in emails if email)
    joined = name_as_one_word(fold(name).danish)
    return Sketch(
        person_name(name), mailboxes, frozenset(phones), street.casefold(), postal_code, joined=joined
    )


def firm(name="", phone="", street="", postal_code="", number="") -> Sketch:
    """The sketch of a client; phone and registration number are stored ones."""
    phones = frozenset([phone] if phone else [])
    return Sketch(
        firm_name(name),
        frozenset(),
        phones,
        street.casefold(),
        postal_code,
        number,
        firm_name_as_one_word(name),
    )


def people(contacts) -> dict[int, tuple[Contact, Sketch]]:
    """Contact id → the contact with its sketch, in three queries."""
    rows = list(contacts)
    ids = [row.id for row in rows]
    emails, phones = defaultdict(set), defaultdict(set)
    for contact_id, email in (
        Address.select(Address.contact, Address.email).where(Address.contact.in_(ids)).tuples()
    ):
        emails[contact_id].add(email)
    for contact_id, number in (
        Phone.select(Phone.contact, Phone.number).where(Phone.contact.in_(ids)).tuples()
    ):
        phones[contact_id].add(number)
    return {
        row.id: (
            row,
            person(
                row.first_name, row.last_name, emails[row.id], phones[row.id], row.street, row.postal_code
            ),
        )
        for row in rows
    }


def firms(accounts) -> dict[int, tuple[Account, Sketch]]:
    """Account id → the account with its sketch."""
    return {
        row.id: (row, firm(*(getattr(row, name) for name in COMPARED[1:])))
        for row in accounts.select(*(getattr(Account, name) for name in (*COMPARED, "archived_at")))
    }


def as_known(contact: Contact, seen: int) -> Sketch:
    """The sketch of a contact to somebody who knows it as of event `seen`: with what others took away since."""
    sketch = people([contact])[contact.id][1]
    later = Event.select().where(Event.contact_id == contact.id, Event.id > seen)
    gone = [event.values for event in later.where(Event.noun.in_(("phone", "address")))]
    emails = {without_tag(values["email"][0]) for values in gone if values.get("email", [None])[0]}
    phones = {values["number"][0] for values in gone if values.get("number", [None])[0]}
    return sketch._replace(emails=sketch.emails | emails, phones=sketch.phones | phones)


# While somebody types


def people_like(
    typed: Sketch, first_name: str, last_name: str, contacts, known: Sketch | None = None
) -> list:
    """The DuplicateMatch of those of `contacts`, a query, whom the typed person is like, closest first.

    `known` is what stood before somebody typed: matches that it had already are left out.
    """
    ids = _at_mailboxes(typed.emails) | _having(Phone, Phone.number, typed.phones)
    if typed.joined:
        ids |= _closest(typed, _people_beginning(first_name, last_name, contacts), _names_of_person)
    return _best(typed, people(contacts.where(Contact.id.in_(ids))), known)


def firms_like(typed: Sketch, name: str, accounts, found=()) -> list:
    """The DuplicateMatch of those of `accounts`, a query, which the typed client is like, closest first.

    `found` are the ids of those that a search finds by the typed name.
    """
    numbers = [typed.number] if typed.number else []
    same = Account.phone.in_(typed.phones) | Account.registration_number.in_(numbers)
    ids = {row_id for (row_id,) in accounts.where(same).select(Account.id).tuples()}.union(found)
    if typed.name:
        begun = accounts.where(_begins(Account.sort_key, letters_key(name)))
        ids |= _closest(typed, begun.select(Account.id, Account.name), _names_of_firm)
    return _best(typed, firms(accounts.where(Account.id.in_(ids))))


def related_ids(account_ids) -> set[int]:
    """These accounts, and those that share a contact with one of them or stand in a typed relation to it."""
    shared = Link.select(Link.account).where(
        Link.contact.in_(Link.select(Link.contact).where(Link.account.in_(account_ids)))
    )
    outwards = AccountRelation.select(AccountRelation.related).where(AccountRelation.account.in_(account_ids))
    inwards = AccountRelation.select(AccountRelation.account).where(AccountRelation.related.in_(account_ids))
    found = {row_id for query in (shared, outwards, inwards) for (row_id,) in query.tuples()}
    return found.union(account_ids)


def _at_mailboxes(emails) -> set[int]:
    """The ids of the contacts to whom mail comes at one of these, with a tag behind a plus or without."""
    parts = [email.rpartition("@") for email in emails]
    tagged = [
        Address.email_folded.startswith(f"{local}+") & Address.email_folded.endswith(f"@{domain}")
        for local, _at, domain in parts
    ]
    same = reduce(or_, tagged, Address.email_folded.in_(emails))
    return {row_id for (row_id,) in Address.select(Address.contact).where(same).tuples()}


def _having(model, column, values) -> set[int]:
    """The ids of the contacts that have one of these values in a column."""
    return {row_id for (row_id,) in model.select(model.contact).where(column.in_(values)).tuples()}


def _people_beginning(first_name: str, last_name: str, contacts):
    """(id, folded name) of those whose first or last name begins as typed, whichever was typed first."""
    first, last = (squeezed(fold(name).danish) for name in (first_name, last_name))
    joined = fn.REPLACE(Contact.folded_name, " ", "")
    letters = len(first + last)
    beginnings = {f"{first}{last}"[:LETTERS], f"{last}{first}"[:LETTERS]}
    begins = reduce(or_, [joined.startswith(each) for each in sorted(beginnings)])
    if last:
        begins |= Contact.folded_name.contains(f" {last[:LETTERS]}")
    return contacts.where(
        fn.LENGTH(joined).between(letters - LETTERS_OFF, letters + LETTERS_OFF), begins
    ).select(Contact.id, Contact.folded_name)


def _begins(column, key: str):
    return column.between(key[:PREFIX], key[:PREFIX] + BEYOND)


def _closest(typed: Sketch, rows, compared) -> set[int]:
    """The ids of those (id, name) whose names are most alike to the typed one; `compared` makes a sketch of a name."""
    found = ((compare(typed, compared(other)).score, row_id) for row_id, other in rows.tuples())
    return {
        row_id for similarity, row_id in sorted(filter(lambda each: each[0], found), reverse=True)[:CLOSEST]
    }


def _names_of_person(folded: str) -> Sketch:
    return Sketch(sorted_words(folded), joined=name_as_one_word(folded))


def _names_of_firm(name: str) -> Sketch:
    return Sketch(firm_name(name), joined=firm_name_as_one_word(name))


def _best(typed: Sketch, found: dict, known: Sketch | None = None) -> list[DuplicateMatch]:
    told = []
    for record, sketch in found.values():
        match = compare(typed, sketch, record)
        news = not known or match.codes - compare(known, sketch).codes
        if match.telling and news:
            told.append(match)
    return sorted(told, key=lambda each: (-each.score, each.record.id))[:MOST]


# One mailbox twice at the same person


def twice_at_one(contacts, size: int) -> list[tuple[Contact, list[Address]]]:
    """Those of `contacts`, a query, who have one mailbox in several forms, each with these addresses: the first `size`.

    They had them before the forms were known to be one (Address.kept_apart); whoever looks decides which may go.
    """
    other = Address.alias()
    same = (other.contact == Address.contact) & (other.email_folded == Address.email_folded)
    kept = (
        Address.select(Address.contact)
        .join(other, on=same & (other.id != Address.id))
        .where(Address.kept_apart > 0)
    )
    found = list(contacts.where(Contact.id.in_(kept)).order_by(Contact.sort_key, Contact.id).limit(size))
    alike = defaultdict(list)
    for address in Address.of([each.id for each in found]):
        alike[address.contact_id, address.email_folded].append(address)
    return [
        (each, [row for (id_, _), rows in alike.items() if id_ == each.id and len(rows) > 1 for row in rows])
        for each in found
    ]


# Pairs to be merged


class Pair(NamedTuple):
    """Two records that are probably one: the older to be kept, `match` tells of the other."""

    keep: object
    match: DuplicateMatch


def pairs_of_people(contacts, start: int, size: int) -> tuple[list[Pair], bool]:
    """`size` pairs among `contacts`, a query, from the `start`th on, most probable first, and whether more follow."""
    found = _pairs(_all_people(contacts))
    return _pairs_of(found, start, size, lambda ids: people(contacts.where(Contact.id.in_(ids))))


def pairs_of_firms(accounts, start: int, size: int) -> tuple[list[Pair], bool]:
    """pairs_of_people() for clients."""
    return _pairs_of(
        _pairs(_all_firms(accounts)), start, size, lambda ids: firms(accounts.where(Account.id.in_(ids)))
    )


def _pairs_of(found: list, start: int, size: int, known) -> tuple[list[Pair], bool]:
    some = found[start : start + size]
    records = known({row_id for pair in some for row_id in pair})
    pairs = []
    for one, other in some:
        keep, sketch = records[one]
        record, other_sketch = records[other]
        pairs.append(Pair(keep, compare(sketch, other_sketch, record)))
    return pairs, len(found) > start + size


def _all_people(contacts) -> dict[int, Sketch]:
    """Everybody's sketch, without the addresses and phones that only one person has: they prove nothing."""
    emails, phones = _shared(Address, Address.email_folded, without_tag), _shared(Phone, Phone.number)
    rows = contacts.select(Contact.id, Contact.folded_name, Contact.street, Contact.postal_code).tuples()
    return {
        row_id: Sketch(
            sorted_words(name),
            emails[row_id],
            phones[row_id],
            street.casefold(),
            code,
            joined=name_as_one_word(name),
        )
        for row_id, name, street, code in rows.iterator()
    }


def _shared(model, column, compared=str) -> dict[int, frozenset]:
    """Contact id → those of its values in a column that others have too, as they are `compared`."""
    pairs = model.select(model.contact, column).tuples()
    rows = list({(contact_id, compared(value)) for contact_id, value in pairs})
    times = Counter(value for _, value in rows)
    found = defaultdict(frozenset)
    for contact_id, value in rows:
        if 1 < times[value] <= WIDEST:
            found[contact_id] |= {value}
    return found


def _all_firms(accounts) -> dict[int, Sketch]:
    rows = accounts.select(*(getattr(Account, name) for name in COMPARED)).tuples()
    return {row_id: firm(*compared) for row_id, *compared in rows.iterator()}


def _pairs(sketches: dict[int, Sketch]) -> list[tuple[int, int]]:
    """The ids of probable pairs, most probable first, at most MOST_PAIRS of them."""
    met = set()
    for group in _groups(sketches):
        met.update(combinations(sorted(group), 2))
    met |= _neighbours(sketches)
    scored = ((compare(sketches[one], sketches[other]), one, other) for one, other in met)
    probable = ((-match.score, one, other) for match, one, other in scored if match.probable)
    return [(one, other) for _, one, other in nsmallest(MOST_PAIRS, probable)]


def _groups(sketches: dict[int, Sketch]):
    """Ids that share a value: an address, a phone, a number, a rare name, any name at one postal code."""
    found = defaultdict(list)
    for row_id, sketch in sketches.items():
        keys = [*sketch.emails, *sketch.phones]
        if sketch.number:
            keys.append(("number", sketch.number))
        if sketch.name:
            keys.append(("name", sketch.name))
        if sketch.joined:
            keys.append(("name", sketch.joined))
        if sketch.name and sketch.postal_code:
            keys.append(("at home", sketch.name, sketch.postal_code))
        for key in keys:
            found[key].append(row_id)
    for key, group in found.items():
        if 1 < len(group) <= (RARE if key[0] == "name" else WIDEST):
            yield group


def _neighbours(sketches: dict[int, Sketch]) -> set[tuple[int, int]]:
    """Pairs whose names are alike at one postal code, among those that stand near each other in the alphabet."""
    places = defaultdict(list)
    for row_id, sketch in sketches.items():
        if sketch.name and sketch.postal_code:
            places[sketch.postal_code].append((sketch.name, row_id))
    met = set()
    for named in places.values():
        for order in (sorted(named), sorted(named, key=lambda each: each[0][::-1])):
            for place, (name, row_id) in enumerate(order):
                for other_name, other in order[place + 1 : place + 1 + NEIGHBOURS]:
                    if per_cent(name, other_name):
                        met.add((min(row_id, other), max(row_id, other)))
    return met
