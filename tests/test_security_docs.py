"""docs/security tells what the program does: rendered anew, its pages are those that are committed."""

import re

import pytest

from docs.security.__main__ import HERE, PAGES, items, markers

COMMAND = "run `python -m docs.security` and commit what it writes."


@pytest.mark.asvs("8.1.1")
@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_the_present_one(name):
    committed = (HERE / name).read_text(encoding="utf-8")
    assert committed == PAGES[name](), f"docs/security/{name} is out of date: {COMMAND}"


def test_every_item_has_a_verdict():
    rows, marked = items(), markers()
    known = {item for item, *_ in rows}
    assert not marked.keys() - known, "Write these items into docs/security/asvs.txt, in your own words."
    for item, level, asks, reason in rows:
        assert level in ("1", "2", "3")
        assert asks
        assert (item in marked) != bool(reason), (
            f"{item}: either a test asserts it, or docs/security/asvs.txt says why none does, and not both."
        )
        assert not reason or re.match("not (met|applicable)[^:]*: .+", reason), item


def test_the_way_to_them_is_told():
    assert "docs/security/README.md" in (HERE.parent.parent / "SECURITY.md").read_text(encoding="utf-8")
