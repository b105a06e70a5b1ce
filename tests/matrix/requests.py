"""Every request of the matrix, generated from the application's own addresses, and what its answer came to."""

from typing import NamedTuple

import access
from models.base.fields import LARGEST_ID
from tests.matrix.expected import ADMITTED, CONFLICT, DOOR, MISSING, REFUSED
from tests.matrix.world import STATES, World
from tests.test_conventions_requests import NOBODYS

DOORS = ("/sign-in", "/portal/sign-in")
OUTCOMES = {401: DOOR, 403: REFUSED, 404: MISSING, 410: MISSING, 409: CONFLICT}
ACCOUNTS = ("account_id", "own_id")

# Fields that most forms understand, so that a request which nothing stopped would write.
FIELDS = {
    "seen": str(LARGEST_ID),
    "on": "1",
    "name": "Nyt navn",
    "first_name": "Ny",
    "label": "Nyt felt",
    "type": "company",
    "reason": "Ferie",
    "place": "1",
    "kind": "owns",
    "description": "Ny beskrivelse",
    "message": "Velkommen",
    "theme": "dark",
    "language": "en",
}


class Asked(NamedTuple):
    """One request: `state` is that of the record it is about, None where the address names none."""

    endpoint: str
    method: str
    state: str | None
    path: str
    values: dict
    htmx: bool = False

    @property
    def safe(self) -> bool:
        return self.method in access.SAFE_METHODS


def every_request(app, world: World) -> list[Asked]:
    """Every rule and method, and for those that name a record every state of it."""
    found = []
    for rule in app.url_map.iter_rules():
        for state in STATES if rule.arguments - {"filename"} else (None,):
            values = values_of(rule, world, state)
            path = rule.build(values)[1]
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                asked = Asked(rule.endpoint, method, state, path, values)
                found += [asked, asked._replace(htmx=True)] if state in (None, "own", "foreign") else [asked]
    return found


def every_list(world: World) -> list[Asked]:
    """Lists, searches, suggestions and likenesses, each asked for what is on the other side of the wall."""
    own, foreign = world.ids["own"], world.ids["foreign"]
    likely = "first_name=Kunde2&last_name=Lund&email=kunde@foreign.example&phone=33123456&name=Firma 2 ApS"
    words = ("zq", "firma 2", "kunde2", "kunde@foreign.example", "begge", "33123456", str(foreign), "f", "2")
    paths = [
        *(f"/search?q={word}" for word in words),
        *(f"/accounts/{own}/links/new?q={word}" for word in words),
        *(f"/accounts/{own}/relations/new?other={word}" for word in words),
        *(f"/contacts?q={word}" for word in words),
        *(f"/merges/new?kind={kind}&keep={word}" for kind in ("account", "contact") for word in words),
        *(
            f"/merges/new?kind=account&keep={keep}&gone={gone}"
            for keep, gone in ((own, foreign), (foreign, own))
        ),
        *(f"/contacts/likenesses?{likely}&account={each}" for each in (own, foreign)),
        *(f"/bulk-changes/new?kind={kind}&account_id={foreign}" for kind in ("type", "switch")),
        *("/accounts?archived=all", "/accounts?archived=all&sort=-login", "/duplicates?kind=account"),
        *(
            f"/accounts/{own}{end}"
            for end in ("?cards=inline", "/info?as_of=2026-01-01", "/history?kind=team")
        ),
        *(f"/outbox?state={state}" for state in ("waiting", "cancelled")),
        *("/contacts?clients=none", "/contacts?sort=-last", "/access-requests?after=0", "/me", "/"),
    ]
    suggesting = ("/search?q", "/links/new?q", "/relations/new?other")
    asked = [Asked("", "GET", None, path, {}) for path in paths]
    return asked + [
        each._replace(htmx=True) for each in asked if any(part in each.path for part in suggesting)
    ]


def values_of(rule, world: World, state: str | None) -> dict:
    """The parameters of an address for a record in a state; one that does not exist has the number of nobody."""
    if state is None:
        return {name: "favicon.svg" for name in rule.arguments}
    values = {
        name: world.ids[state] if name in ACCOUNTS else world.child(state, name, rule)
        for name in rule.arguments
    }
    if state == "nonexistent" and not rule.arguments & set(ACCOUNTS):
        subject = "contact_id" if "contact_id" in values else min(values)
        values[subject] = NOBODYS
    return values


def answered(response) -> str:
    """What an answer comes to, in the words of expected.py."""
    if response.status_code == 303 and response.location.partition("?")[0] in DOORS:
        return DOOR
    return OUTCOMES.get(response.status_code, ADMITTED)


def fields_of(asked: Asked, world: World) -> dict | None:
    """What the request sends: a form that would do something."""
    if asked.safe:
        return None
    if asked.endpoint == "accounts.create":
        return FIELDS  # with somebody new on it
    return FIELDS | {"contact_id": world.children[asked.state or "own"]["contact_id"]}
