"""docs/rules.md and those who cite it agree, and nothing names a document that is not in the repository."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.test_conventions import ROOT

SUBJECT = r"(?:Access|Clients|Invitations|Portal|Search|Signing in|Staff|Switches)"
CITED = re.compile(rf"[Rr]ules? ({SUBJECT} \d+)(?: and ({SUBJECT} \d+))?")
DOCUMENT = re.compile(r"(?<![\w/*.-])(?:[\w-]+/)*[\w-][\w.-]*\.md\b")


def rules(text: str) -> set[str]:
    """The rules of docs/rules.md by name, such as “Clients 3”."""
    found, subject = set(), None
    for line in text.splitlines():
        if line.startswith("## "):
            subject = line.removeprefix("## ")
        elif number := re.match(r"(\d+)\. ", line):
            found.add(f"{subject} {number[1]}")
    return found


def cited(text: str) -> set[str]:
    """The rules that a text cites."""
    lines = re.sub(r"\n\s*(# )?", " ", text)
    return {rule for found in CITED.findall(lines) for rule in found if rule}


def rule_complaints(there: set[str], citations: dict[str, set[str]]) -> list[str]:
    known = set().union(*citations.values())
    return [
        f"{path} cites rule {rule}, which docs/rules.md does not have."
        for path, found in sorted(citations.items())
        for rule in sorted(found - there)
    ] + [f"Rule {rule} is cited nowhere: cite it where it is kept." for rule in sorted(there - known)]


def document_complaints(path: str, text: str, files: set[str]) -> list[str]:
    """Documents that a file names, with or without their folder, and that are nowhere."""
    return [
        f"{path} names {name}, which is not in the repository."
        for name in sorted(set(DOCUMENT.findall(text)))
        if not any(f"/{each}".endswith(f"/{name}") for each in files)
    ]


def tracked() -> set[str]:
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {path for path in found.splitlines() if (ROOT / path).is_file()}


def texts() -> dict[str, str]:
    """Path → text of what is written here by hand."""
    foreign = ("tests/browser/vendor/", "static/vendor/", "tests/test_conventions_rules.py")
    kinds = {".py", ".md", ".html", ".css", ".js", ".toml", ".txt"}
    return {
        path: (ROOT / path).read_text()
        for path in tracked()
        if Path(path).suffix in kinds and not path.startswith(foreign)
    }


def test_every_cited_rule_exists_and_every_rule_is_cited():
    found = texts()
    there = rules(found.pop("docs/rules.md"))
    citations = {path: cited(text) for path, text in found.items() if path.endswith(".py")}
    assert len(there) > 40
    assert not rule_complaints(there, citations)


def test_no_file_names_a_document_that_is_not_there():
    files = tracked()
    assert not [each for path, text in texts().items() for each in document_complaints(path, text, files)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# rule Clients 3: until it is reactivated", {"Clients 3"}),
        ("(rules Access 1 and Clients 3)", {"Access 1", "Clients 3"}),
        ('"""Rule Signing in 7."""', {"Signing in 7"}),
        ("the rule\n    # Staff 2", {"Staff 2"}),
        ("Clients 3 and more", set()),
    ],
)
def test_citations_are_read(text, found):
    assert cited(text) == found


def test_a_missing_an_unused_rule_and_a_missing_document_are_noticed():
    assert len(rule_complaints({"Clients 1", "Clients 2"}, {"a.py": {"Clients 1", "Clients 9"}})) == 2
    assert document_complaints("models/a.py", "see plan.md §3", {"docs/rules.md"})
    assert not document_complaints("models/a.py", "see docs/rules.md and rules.md", {"docs/rules.md"})
