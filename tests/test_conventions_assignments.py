"""Every writer of a place on a team, and of its end, stands in docs/security/access-for-a-time.md."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_conventions import ROOT, product_files

PAGE = ROOT / "docs/security/access-for-a-time.md"

# What writes a place, as a method of the class, of an account or of a place, or as a function.
OF_THE_CLASS = {
    *(
        "add",
        "create",
        "insert",
        "insert_many",
        "bulk_create",
        "update",
        "delete",
        "replace",
        "revive",
        "put",
    ),
    *("decide", "add_time", "come_back", "settle"),
}
OF_A_PLACE = {"assign", "admit", "unassign", "leave"}
FUNCTIONS = {"hand_over", "take_off"}
COLUMNS = {"until_at", "stands_on"}


def writes(source: str) -> bool:
    """Whether a module writes a place on a team."""
    tree = ast.parse(source)
    if not re.search(r"\b(Assignment|assign|admit|unassign|hand_over|take_off|places?)\b", source):
        return False
    return any(_writes(node) for node in ast.walk(tree))


def _writes(node) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(each, ast.Attribute) and each.attr in COLUMNS for each in node.targets)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in FUNCTIONS
    if not isinstance(node.func, ast.Attribute):
        return False
    owner, verb = node.func.value, node.func.attr
    if isinstance(owner, ast.Name) and owner.id == "Assignment" and verb in OF_THE_CLASS:
        return True
    if verb in ("amend", "put_back") and COLUMNS & {keyword.arg for keyword in node.keywords}:
        return True
    return verb in OF_A_PLACE and not isinstance(owner, ast.Constant)


def declared() -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def modules() -> dict[str, str]:
    """Path → source of what may write: all of the program but its demo, which tells a story through the same verbs."""
    found = product_files("*.py", "*/**/*.py")
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in found
        if path.relative_to(ROOT).parts[0] not in ("demo", "migrations")
    }


# They ask the verbs, as every view does.
VIEWS = {"views/account/assignments.py"}


@pytest.mark.knows_no_engine
def test_every_writer_is_declared_and_every_declared_one_writes():
    found = {path for path, source in modules().items() if writes(source)} - VIEWS
    told = {path for path in declared() if not path.startswith("migrations/")}
    assert found <= told, (
        f"{sorted(found - told)}: say in {PAGE.relative_to(ROOT)} what they write, and by which rule."
    )
    generic = {"models/history/undo.py"}  # it writes any row as the history tells it
    assert told - generic <= found, (
        f"{sorted(told - generic - found)} write no place on a team: remove their line."
    )
    assert all(Path(ROOT, path).exists() for path in declared())


@pytest.mark.knows_no_engine
@pytest.mark.parametrize(
    "line",
    [
        "Assignment.add(actor, account=account, user=user)",
        "Assignment.update(until_at=None).execute()",
        "place.amend(actor, until_at=None)",
        "place.until_at = None",
        "account.admit(user, actor)",
        "account.assign(user, actor)",
        "hand_over(place, successor, None, actor)",
    ],
)
def test_a_writer_elsewhere_is_noticed(line):
    assert writes(f"def late(place, account):\n    {line}\n")
