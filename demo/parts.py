"""What a client is told from.

A place's `switches` say, address by address, how a person's addresses stand on that account: `active`, `invited`,
`expired`, `later` (on, not invited) or `off`, then any of `notify`, `sync` and `unsigned` (no signing authority).
"""

from typing import NamedTuple


class Person(NamedTuple):
    """Somebody with e-mail addresses, the primary one first."""

    first: str
    last: str
    emails: tuple[str, ...]


class Place(NamedTuple):
    """A person's place on an account."""

    person: Person
    description: str = ""
    switches: tuple[str, ...] = ("active notify sync",)


class Part(NamedTuple):
    """An account as it is to be told. `shows` names what it shows every kind of; `earlier` is its name before."""

    type: str
    name: str
    places: tuple[Place, ...]
    shows: frozenset[str] = frozenset()
    tags: tuple[str, ...] = ()
    trade: str = ""
    earlier: str = ""
    quickbooks_error: str = ""


def shows(*words: str) -> frozenset[str]:
    return frozenset(words)
