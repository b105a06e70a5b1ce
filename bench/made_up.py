"""Clients in any number for measuring the search: 1.5 contacts and 1.6 addresses each, with Danish names."""

from collections.abc import Iterator
from itertools import islice
from random import Random

from peewee import fn

from demo import invent
from models import Account, Address, Contact, Firm, Link, LinkedAddress, Phone, User
from models.base.alphabet import danish_sort_key
from models.base.clock import now
from models.base.database import db, transaction
from models.clients.account import Assignment
from models.clients.contact import name_keys
from models.staff.demo_people import PASSWORD

AT_ONCE = 20_000  # clients in one transaction


def fill(count: int, seed: int, seen: int):
    """Write `count` clients into an empty database, past verbs and history, since a million are wanted.

    Two people sign in as in the demo firm: an owner, and an employee who is on the team of `seen` clients.
    """
    numbered = enumerate(clients(count, seed), 1)
    while some := list(islice(numbered, AT_ONCE)):
        with transaction():
            _write(some)
    with transaction():
        owner, employee = (
            User.hire(None, name.title(), f"{name}@demo.example", name, PASSWORD)
            for name in ("owner", "employee")
        )
        Firm.add(owner, id=Firm.THE_ONLY, name="Regnskabshuset")
        dice = Random(seed)  # noqa: S311 (no secret)
        for account_id in dice.sample(range(1, count + 1), seen):
            Assignment.create(account=account_id, user=employee)


def typed_targets(count: int, seed: int) -> list[str]:
    """Names and addresses of some clients, two of the first for one of the second."""
    account = Account.select(fn.COUNT(Account.id)).scalar()
    dice = Random(seed)  # noqa: S311 (no secret)
    found = []
    for number, account_id in enumerate(dice.sample(range(1, account + 1), count)):
        chosen = Account.get_by_id(account_id)
        address = Address.select().join(LinkedAddress).join(Link).where(Link.account == chosen).first()
        found.append(chosen.name if number % 3 else address.email)
    return found


def targets_of_kinds(count: int, seed: int) -> dict[str, list[str]]:
    """What is typed of some clients, by kind."""
    most = Account.select(fn.COUNT(Account.id)).scalar()
    dice = Random(seed)  # noqa: S311 (no secret)
    found = {"name": [], "person": [], "address": [], "phone": [], "number": []}
    for account_id in dice.sample(range(1, most + 1), count):
        account = Account.get_by_id(account_id)
        person = Contact.select().join(Link).where(Link.account == account).order_by(Contact.id).first()
        found["name"].append(account.name)
        found["person"].append(person.name)
        found["address"].append(Address.get(Address.contact == person).email)
        number = Phone.get(Phone.contact == person).number[3:]
        spaced = " ".join(number[at : at + 2] for at in range(0, 8, 2))
        found["phone"].append(dice.choice((number, spaced, f"+45 {spaced}")))
        found["number"] += [account.registration_number] if account.registration_number else []
    return found


def clients(count: int, seed: int) -> Iterator[tuple[str, list[tuple[str, str, list[str]]], bool]]:
    """(name, contacts as (first name, last name, addresses), whether it is archived), the same for the same seed."""
    dice = Random(seed)  # noqa: S311 (no secret)
    for number in range(count):
        first, last = invent.full_name(dice)
        if dice.random() < 0.65:
            name, _ = invent.company(dice, dice.choice(("ApS", "ApS", "A/S", "I/S")), last.split()[-1])
        else:
            name = f"{first} {last}"
        domain = f"{invent.slug(name)[:24]}{dice.randrange(count)}.example"
        people = [(first, last), *(invent.full_name(dice) for _ in range(number % 2))]
        people = [_double(dice, *person) for person in people]
        contacts = [
            (first, last, [f"{invent.slug(first)}.{invent.slug(last)}@{domain}"]) for first, last in people
        ]
        if number % 10 == 0:
            contacts[0][2].append(f"post@{domain}")
        yield name, contacts, dice.random() < 0.04


def _double(dice: Random, first: str, last: str) -> tuple[str, str]:
    """The same person, or one in ten with a double first name or an apostrophe in the last."""
    if dice.random() < 0.08:
        return f"{first}{dice.choice('- ')}{invent.full_name(dice)[0]}", last
    return (first, f"O'{last}") if dice.random() < 0.02 else (first, last)


def _write(some):
    # Ids are told beforehand: contact and link 2n and 2n+1, addresses 4n to 4n+3 of the client n.
    rows = {model: [] for model in (Account, Contact, Link, Address, LinkedAddress, Phone)}
    moment = now()
    for number, (name, contacts, archived) in some:
        archived_at = moment if archived else None
        registered = invent.cvr(number) if number % 3 else ""
        rows[Account].append(
            (number, name, danish_sort_key(name), "company", moment, archived_at, registered)
        )
        for place, (first, last, emails) in enumerate(contacts):
            person = 2 * number + place
            rows[Contact].append((person, first, last, *name_keys(first, last).values(), moment))
            rows[Link].append((person, number, person, place))
            rows[Phone].append((person, person, f"+45{20_000_000 + person * 7_654_321 % 79_999_999}"))
            for at, email in enumerate(emails):
                address = 2 * person + at
                rows[Address].append((address, person, email, email, at))
                rows[LinkedAddress].append((address, person, address))
    columns = {
        Account: "id name sort_key type created_at archived_at registration_number",
        Contact: f"id first_name last_name {' '.join(name_keys('', ''))} created_at",
        Link: "id account contact signer_priority",
        Address: "id contact email email_folded position",
        LinkedAddress: "id link address",
        Phone: "id contact number",
    }
    for model, names in columns.items():
        fields = [getattr(model, name) for name in names.split()]
        _insert(model, fields, rows[model])


def _insert(model, fields, rows):
    """Past peewee's own, which composes a statement for every few rows; what is not told takes its default."""
    told = {field.name for field in fields}
    rest = [field for field in model._meta.sorted_fields if field.name not in told and field.name != "id"]
    defaults = [field.default() if callable(field.default) else field.default for field in rest]
    columns = ", ".join(f'"{field.column_name}"' for field in (*fields, *rest))
    places = ", ".join([db.obj.param] * (len(fields) + len(rest)))
    sql = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({places})'  # noqa: S608 (our own words)
    every = [
        tuple(
            field.db_value(value) if value is not None else None
            for field, value in zip((*fields, *rest), (*row, *defaults), strict=True)
        )
        for row in rows
    ]
    db.cursor().executemany(sql, every)
