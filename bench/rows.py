"""The lines of the table: what is asked for, and by whom."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, render_template
from jinja2 import DictLoader

from bench.people import Person
from models import Account
from web.sections import CARDS


class Row(NamedTuple):
    """A line: what it is, who asks, and `sample`, which makes the (app, environ) pairs that are timed as one."""

    name: str
    asker: str
    sample: Callable[[], list[tuple[Flask, dict]]]


EMPTY = "empty Flask answer"
SELECT = "one indexed SELECT + small template"


def baselines(app: Flask, person: Person) -> list[Row]:
    """What everything else is compared with: Flask itself, and one row of this database in one template."""
    bare = Flask("bare")
    bare.jinja_loader = DictLoader(
        {"row.html": "<p>{{ account.name }} ({{ account.id }}, {{ account.type }})</p>"}
    )
    bare.add_url_rule("/", "empty", lambda: "")

    @bare.get("/<int:account_id>")
    def select(account_id):
        found = Account.select(Account.id, Account.name, Account.type).where(Account.id == account_id).first()
        return render_template("row.html", account=found)

    return [
        Row(EMPTY, "", lambda: [(bare, person.get("/"))]),
        Row(SELECT, "", lambda: [(bare, person.get(f"/{next(person.accounts).id}"))]),
    ]


def rows_of(person: Person, asker: str) -> list[Row]:
    """Everything that `person` is timed with."""

    def row(name: str, *requests: Callable[[], dict]) -> Row:
        return Row(name, asker, lambda: [(person.app, request()) for request in requests])

    def of_account(name: str, *parts: str, page: bool = False) -> Row:
        """The profile page if `page`, then these fragments of the same account."""

        def sample():
            account = f"/accounts/{next(person.accounts).id}"
            requests = [person.get(account)] if page else []
            return [
                (person.app, each) for each in requests + [person.fragment(account + part) for part in parts]
            ]

        return Row(name, asker, sample)

    def inline():
        return person.get(f"/accounts/{next(person.accounts).id}", cards="inline")

    cards = {card.name: f"/overview/{card.name}" for card in CARDS if person.may_see(card.name)}
    return [
        row("`/me`", lambda: person.get("/me")),
        row("search while typing", lambda: person.fragment("/search", q=next(person.typed))),
        row("search page", lambda: person.get("/search", q=next(person.accounts).name.split()[0])),
        row("clients list, first page", lambda: person.get("/accounts")),
        row("clients list, deep page", lambda: person.get("/accounts", after=person.deep_key())),
        of_account("profile page with skeletons", page=True),
        *(of_account(f"card {name}", path) for name, path in cards.items()),
        of_account("all cards in one batch", "/overview"),
        row("profile page with `?cards=inline`", inline),
        row("Info", lambda: person.get(f"/accounts/{next(person.accounts).id}/info")),
        *([row("one switch", person.turn_next_switch)] if person.manages else []),
        of_account("whole overview: page + one batch", "/overview", page=True),
        of_account("whole overview: page + one request a card", *cards.values(), page=True),
    ]
