"""What the program is made of: named where it is used directly, new enough to be safe, from the public index."""

import ast
import re
import sys
import tomllib
import warnings
from importlib.metadata import packages_distributions, version
from pathlib import Path

import peewee
import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from models.base.database import is_safe_sqlite

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

# Older ones have known holes, such as CVE-2026-27205 of flask.
FLOORS = {"flask": "3.1.3", "werkzeug": "3.1.6", "jinja2": "3.1.6"}
# The first of each branch with the mail headers of CVE-2026-1299 mended.
PYTHONS = ((3, 11, 15), (3, 12, 13), (3, 13, 12))

FOR_TESTS = ("tests", "bench")
# Packages that a measurement looks for and does without.
UNNAMED = {"tantivy"}


def required(requirements) -> dict[str, Requirement]:
    return {plain(each.name): each for each in map(Requirement, requirements)}


def plain(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


NAMED = required(PROJECT["project"]["dependencies"])
OPTIONAL = required(PROJECT["project"]["optional-dependencies"]["postgres"])
IN_TESTS = required(PROJECT["dependency-groups"]["dev"])


def imported_packages(folders: bool) -> dict[str, str]:
    """Distribution → a file that imports it: of tests and measurements, or of the program."""
    files = [path for path in ROOT.rglob("*.py") if not path.relative_to(ROOT).parts[0].startswith(".")]
    own = {path.stem for path in ROOT.glob("*.py")} | {path.name for path in ROOT.iterdir() if path.is_dir()}
    distributions, found = packages_distributions(), {}
    for path in files:
        if (path.relative_to(ROOT).parts[0] in FOR_TESTS) != folders:
            continue
        for name in top_names(path.read_text()) - own - set(sys.stdlib_module_names):
            found[plain(distributions.get(name, [name])[0])] = str(path.relative_to(ROOT))
    return found


def top_names(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.partition(".")[0])
    return names


def test_the_program_names_every_package_that_it_imports():
    unnamed = {
        name: path
        for name, path in imported_packages(folders=False).items()
        if name not in {**NAMED, **OPTIONAL}
    }
    assert not unnamed, f"Name in pyproject.toml's dependencies: {unnamed}"


def test_so_do_the_tests():
    known = {*NAMED, *OPTIONAL, *IN_TESTS, *UNNAMED}
    unnamed = {name: path for name, path in imported_packages(folders=True).items() if name not in known}
    assert not unnamed, f"Name in pyproject.toml's group dev: {unnamed}"


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_what_has_known_holes_is_neither_installed_nor_allowed(name, floor):
    assert Version(version(name)) >= Version(floor)
    allowed = NAMED[name].specifier
    assert not allowed.contains(before(floor)), f"Let pyproject.toml ask for {name}>={floor} or newer."


def before(floor: str) -> str:
    *first, last = floor.split(".")
    return ".".join([*first, str(int(last) - 1)])


def test_sqlite_loses_no_commits():
    assert is_safe_sqlite(peewee.sqlite3.sqlite_version_info)


def test_an_older_python_is_told():
    """Debian patches its own without another number, so this is a word and no failure."""
    here = sys.version_info[:3]
    if any(here[:2] == patched[:2] and here < patched for patched in PYTHONS):
        warnings.warn(
            f"Python {here} may have CVE-2026-1299, unless its distribution has mended it.", stacklevel=1
        )


def test_the_lock_names_the_public_index_alone():
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    sources = {str(package["source"]) for package in lock["package"]}
    assert sources == {"{'registry': 'https://pypi.org/simple'}", "{'virtual': '.'}"}
    files = [
        each["url"]
        for package in lock["package"]
        for each in (*package.get("wheels", ()), package.get("sdist"))
        if each
    ]
    assert {url.split("/")[2] for url in files} == {"files.pythonhosted.org"}


def test_the_lock_is_in_step_with_what_is_named():
    (own,) = (
        each
        for each in tomllib.loads((ROOT / "uv.lock").read_text())["package"]
        if each["name"] == "overblik"
    )
    assert {each["name"] for each in own["dependencies"]} == set(NAMED)
