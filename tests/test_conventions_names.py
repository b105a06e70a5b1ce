"""Names say what they stand for in words of the field: private words of ours stay out of classes, functions and arguments."""

import ast
import re

import pytest

from tests.test_conventions import ROOT, product_files

# What nobody outside would look for → what it is called.
PRIVATE = {
    "appoint": "assign a role, staff rights",
    "appointing": "staff_rights",
    "coin": "add_unique",
    "departing": "offboarding",
    "door": "sign-in page, audience, scope",
    "fact": "field value",
    "facts": "field values",
    "house": "relying party",
    "joining": "merging",
    "likeness": "duplicate match",
    "likenesses": "duplicate matches",
    "proof": "token, second factor",
    "proofs": "signed tokens",
    "purge": "delete_for_good, bin_expiry",
    "purging": "bin_expiry",
    "react": "dispatch",
    "reactions": "event_handlers",
    "rehearsal": "dry run",
    "rehearse": "dry_run",
    "restoring": "restore",
    "reversal": "undo",
    "reversals": "undo",
    "seat": "place",
    "seats": "places",
    "sweep": "delete_orphans",
    "sweeping": "orphan_files",
}
# As the whole name of a class or function: it says what was done, not what comes back.
SAYS_NOTHING = {
    *("asked", "chosen", "drawn", "drawing", "kept", "past", "redrawn", "refused", "shown", "tell", "told"),
}
# Of an argument: what it is, not what was done with it.
NO_ARGUMENT = SAYS_NOTHING - {"asked", "kept"}
# Addresses keep their words, and so do the modules that are named after them.
ADDRESSES = {"views/account/reversals.py", "views/clients/likenesses.py"}


def words(name: str) -> list[str]:
    """The words of a name in snake_case or CamelCase."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().strip("_").split("_")


def complaints_about(path: str, name: str, whole: set[str]) -> list[str]:
    plain = "_".join(words(name))
    if plain in whole:
        return [f"{path}: {name} does not say what it is or what comes back."]
    return [f"{path}: {name}: say {PRIVATE[word]!r}." for word in words(name) if word in PRIVATE]


def name_complaints(path: str, source: str) -> list[str]:
    """What is wrong with the names that a file gives."""
    found = []
    if path not in ADDRESSES:
        found += complaints_about(path, path.rpartition("/")[2].removesuffix(".py"), SAYS_NOTHING)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found += complaints_about(path, node.name, SAYS_NOTHING)
        elif isinstance(node, ast.arg):
            found += complaints_about(path, node.arg, NO_ARGUMENT)
    return found


def test_names_are_words_of_the_field():
    paths = {str(path.relative_to(ROOT)): path for path in product_files("*.py", "*/**/*.py")}
    assert not [
        each
        for path, file in paths.items()
        if not path.startswith("migrations/")
        for each in name_complaints(path, file.read_text())
    ]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("views/tags.py", "def told(tag): pass"),
        ("models/passkey.py", "class House: pass"),
        ("models/passkey.py", "def keep(user, house): pass"),
        ("views/facts.py", ""),
        ("views/values.py", "def find_fact(owner): pass"),
        ("models/base/sweeping.py", ""),
        ("views/page.py", "def page(shown): pass"),
    ],
)
def test_a_private_word_is_noticed(path, source):
    assert len(name_complaints(path, source)) == 1


def test_an_address_keeps_its_word():
    assert not name_complaints("views/account/reversals.py", "def create(account_id): pass")
