"""access.POLICY is what docs/rules.md says: compared with a table written by hand, of which no cell can be flipped unseen.

ASVS 8.1.1, 8.2.1, 16.5.3.
"""

import pytest

import access
from tests.matrix.who import BESIDES, who
from tests.test_conventions_requests import silently_written

pytestmark = pytest.mark.asvs("8.1.1", "8.2.1")

NOT_LITERAL = {"audience", "rights", "owner"}  # who() holds them


def differences() -> list[str]:
    """How access.POLICY differs from what stands in who.py, in sentences that say what to do."""
    literal, policy = who(), access.POLICY
    told = [
        f"{endpoint} has no line in tests/matrix/who.py: read docs/rules.md (Access, Staff) and write it under who may use it."
        for endpoint in policy.keys() - literal.keys()
    ]
    told += [
        f"{endpoint} stands in tests/matrix/who.py and has no entry in access.POLICY: give it one, or take the word away."
        for endpoint in literal.keys() - policy.keys()
    ]
    for endpoint in literal.keys() & policy.keys():
        told += _of_entry(endpoint, policy[endpoint], literal[endpoint])
    return told


def _of_entry(endpoint: str, entry, people: str) -> list[str]:
    told = []
    if who_of(entry) != people:
        told.append(
            f"{endpoint} is for {who_of(entry)!r}, and by tests/matrix/who.py for {people!r}: which is right?"
        )
    besides = BESIDES | {"writes": {name: frozenset(tables) for name, tables in silently_written().items()}}
    for name in set(entry._fields) - NOT_LITERAL:
        usual = access.Entry._field_defaults[name]
        meant = besides.get(name, {}).get(endpoint, frozenset() if name == "writes" else usual)
        is_ = frozenset(entry.writes) if name == "writes" else getattr(entry, name)
        if is_ != meant:
            told.append(
                f"{endpoint}: {name} is {is_!r}, and by BESIDES in tests/matrix/who.py {meant!r}: which is right?"
            )
    return told


def who_of(entry) -> str:
    """The heading of who.py under which an entry belongs."""
    narrower = [*(["owner"] if entry.owner else []), *sorted(entry.rights)]
    return " ".join([*([] if narrower and entry.audience == "staff" else [entry.audience]), *narrower])


def test_the_policy_is_what_stands_in_the_table_by_hand():
    assert not differences(), "\n".join(differences())


def test_every_address_has_an_entry_and_every_entry_an_address(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    without = endpoints - access.POLICY.keys()
    assert not without, f"{without}: write into access.POLICY who may use it, or nobody may."
    assert not access.POLICY.keys() - endpoints, (
        "These entries of access.POLICY are of no address: take them away."
    )


def flipped(entry) -> list[tuple[str, access.Entry]]:
    """An entry with each of its cells changed: (what was changed, the changed entry)."""
    other = {"anyone": "staff", "staff": "client", "client": "anyone"}
    flips = [("audience", entry._replace(audience=other[entry.audience]))]
    flips += [(f"without {right}", entry._replace(rights=entry.rights - {right})) for right in entry.rights]
    flips.append(("another right", entry._replace(rights=entry.rights | {"manage_rates"})))
    flips.append(("writes", entry._replace(writes=() if entry.writes else ("account",))))
    for name in set(entry._fields) - {"audience", "rights", "writes"}:
        value = getattr(entry, name)
        flips.append(
            (
                name,
                entry._replace(
                    **{name: (not value) if isinstance(value, bool) else 1 if value is None else None}
                ),
            )
        )
    return flips


@pytest.mark.parametrize("endpoint", sorted(access.POLICY))
def test_no_cell_can_be_flipped_unseen(monkeypatch, endpoint):
    for what, entry in flipped(access.POLICY[endpoint]):
        with monkeypatch.context() as patch:
            patch.setitem(access.POLICY, endpoint, entry)
            seen = [each for each in differences() if each.startswith((f"{endpoint} ", f"{endpoint}:"))]
            assert seen, f"{endpoint}: {what}"


def test_a_forgotten_entry_is_seen(monkeypatch):
    monkeypatch.delitem(access.POLICY, "accounts.index")
    assert any("accounts.index" in each for each in differences())
