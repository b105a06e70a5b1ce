"""I06, Krayin CVE-2026-38526, FreeScout CVE-2026-28289 (zero-width space), SuiteCRM `.pHaR`; I07, ERPNext CVE-2026-44440:
names and contents that were not what they said, and names that led elsewhere. ASVS 5.2.2, 5.3.1, 5.3.2, 5.4.1, 5.4.2.
"""

import re
import stat
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from models.base import file_store
from models.documents.document import Document

pytestmark = pytest.mark.knows_no_engine

PROGRAMS = {
    "shell.php": b"<?php system($_GET['c']); ?>\0",
    "tool.exe": b"MZ\x90\0",
    "run.sh": b"#!/bin/sh\nrm -rf /",
    "lib.so": b"\x7fELF\x02\x01\x01\0",
    "data.bin": b"\0\1\2\3",
    "empty.pdf": b"",
}
TRICKS = (
    "x.php\u200b.pdf",
    "x.pHaR",
    "x.pdf.",
    "x.pdf .exe",
    "fdp.\u202eexe.pdf",
    "x.php%00.pdf",
    "x.pdf::$DATA",
    "con",
    ".htaccess",
)
TRAVERSALS = (
    "../../../app.db",
    "..\\..\\app.db",
    "/etc/passwd",
    "a/b/../../c.txt",
    "....//x",
    "~/.ssh/authorized_keys",
    "." * 300,
    "å" * 4_000,
)


def upload(browser, name, data):
    form = {"files": (BytesIO(data), name)}
    return browser.post("/accounts/1/documents", data=form, content_type="multipart/form-data")


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("ending", ["", ".pdf", ".PNG"])
def test_what_is_a_program_is_refused_under_any_name(browse, cast, tmp_path, name, ending):
    assert upload(browse(cast.olga), name + ending, PROGRAMS[name]).status_code == 422
    assert Document.select().count() == 0
    assert not list((tmp_path / "files").glob("*"))


@pytest.mark.asvs("5.3.1", "5.3.2", "5.4.1")
@pytest.mark.parametrize("name", [*TRICKS, *TRAVERSALS])
def test_a_name_is_only_shown(browse, cast, tmp_path, name):
    assert upload(browse(cast.olga), name, b"Hej").status_code == 303
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == b"Hej")
    assert kept.parent == tmp_path / "files"
    assert re.fullmatch("[0-9a-f]{32}", kept.name)
    assert not kept.stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    shown = Document.get().name
    assert not re.search(r"[/\\\x00-\x1f\u200b\u202e]", shown)
    assert len(shown) <= 255


@pytest.mark.asvs("5.4.2")
@pytest.mark.parametrize(
    "name",
    ["Årsrapport æøå.txt", 'a"b.txt', "a%0D%0AX: y.txt", "👩‍👩‍👧.txt", "a;b='c'.txt", "å" * 190 + ".txt"],
)
def test_a_download_says_its_name_and_no_more(browse, cast, name):
    browser = browse(cast.olga)
    upload(browser, name, b"Hej")
    response = browser.get(f"/accounts/1/documents/{Document.get().id}")
    assert response.status_code == 200
    assert "X" not in response.headers
    assert response.headers["Content-Disposition"].startswith("attachment; filename")


@pytest.mark.asvs("5.3.2")
@given(name=some.text(max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_at_all_is_a_path(name):
    shown = file_store.display_name(name)
    assert shown
    assert shown not in (".", "..")
    assert not set(shown) & set("/\\\0\r\n")


@pytest.mark.asvs("5.3.2")
@pytest.mark.parametrize("name", [*TRAVERSALS, "", "x" * 32, "A" * 32, "0" * 31, "0" * 33, "0" * 32 + "\n"])
def test_no_content_is_asked_for_by_a_name_that_is_not_our_own(tmp_path, name):
    file_store.configure(tmp_path)
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        file_store.path_of(name)
