"""The commands under bin/ on a machine that lacks something: one sentence with one command; what was not tested comes last."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests import lacking

ROOT = Path(__file__).parents[1]
COMMANDS = ("demo", "flask", "test")

pytestmark = pytest.mark.knows_no_engine


@pytest.fixture
def machine(tmp_path):
    """machine(command, python3): what a command of a fresh clone says where there is only this python3, a script."""
    shutil.copytree(ROOT / "bin", tmp_path / "clone" / "bin")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "env"):
        (tools / name).symlink_to(shutil.which(name))

    def run(command: str, python3: str | None) -> subprocess.CompletedProcess:
        if python3 is not None:
            (tools / "python3").write_text(f"#!/bin/sh\n{python3}\n")
            (tools / "python3").chmod(0o755)
        return subprocess.run(
            [tmp_path / "clone" / "bin" / command],
            env={"PATH": str(tools)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("python3", "word"),
    [
        (None, "Python 3.11"),
        ('case "$2" in *version_info*) exit 1;; esac', "Python 3.11"),
        ('case "$2" in *"import pip"*) echo No module named pip >&2; exit 1;; esac', "python3-pip"),
    ],
)
def test_what_is_missing_is_told_in_one_sentence(machine, command, python3, word):
    done = machine(command, python3)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert word in done.stderr


def test_what_is_told_is_what_the_readme_says(machine):
    told = machine("demo", 'case "$2" in *"import pip"*) exit 1;; esac').stderr
    wanted = told.split("'")[1]
    readme = (ROOT / "README.md").read_text()
    assert wanted in readme
    assert all(f"\n    bin/{command}\n" in readme for command in ("demo", "test"))


# What was not tested


@pytest.mark.parametrize("ci", ["true", ""])
@pytest.mark.parametrize("chromium", [True, False])
@pytest.mark.parametrize("postgresql", [True, False])
def test_what_was_left_out_is_told_with_what_brings_it_and_fails_in_ci(
    monkeypatch, capsys, ci, chromium, postgresql
):
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("OVERBLIK_TEST_POSTGRES_URL", raising=False)
    monkeypatch.setattr(lacking, "chromium", lambda: "/usr/bin/chromium" if chromium else None)
    monkeypatch.setattr(lacking, "programs", lambda: Path("/usr/bin") if postgresql else None)
    status, told = lacking.main(), capsys.readouterr().out
    whole = chromium and postgresql
    assert (told == "") == whole
    assert ("in the browser" in told, "on PostgreSQL" in told) == (not chromium, not postgresql)
    assert status == (1 if ci and not whole else 0)
    if not whole:
        *_, last = told.splitlines()
        assert last.split()[:5] == ["apt-get", "update", "&&", "apt-get", "install"]


def test_the_last_words_come_however_the_tests_end():
    script = (ROOT / "bin" / "test").read_text()
    assert script.index("trap finish EXIT") < script.index("run --frozen ruff")
