"""The names of modules, addresses and functions and the arrows between rooms, as tests that say what to do.

Each rule is a function that returns complaints; it is asked about the program, which has to please it, and about a
broken sample, which must not. What is done by requests is in test_conventions_requests.py, what concerns templates and
other files in test_conventions_files.py.
"""

import ast
import re
import sys
from pathlib import Path

import pytest

import access

ROOT = Path(__file__).parents[1]

VIEW_FUNCTIONS = {"index", "new", "create", "show", "edit", "update", "delete"}
# Functions with a name of their own, each with the reason.
OTHER_FUNCTIONS = {
    "health.healthz": "the address is known by this name",
    "health.readyz": "the address is known by this name",
    "linked_addresses.switch": "a family of switches is one route",
    "access_requests.grant": "one of two answers to a request",
    "access_requests.decline": "the other answer",
}
# Resources of which there is one, or which cannot be counted.
SINGULAR = {
    *(
        "activity",
        "health",
        "history",
        "home",
        "info",
        "me",
        "outbox",
        "overview",
        "search",
        "security",
        "setup",
    ),
}

CONVERTERS = ("int:", "any(", "path:", "action:")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# Package → what it may import besides the standard library and itself; None: anything but FORBIDDEN.
ALLOWED = {
    "models": {
        "peewee",
        "playhouse",
        "argon2",
        "phonenumbers",
        "email_validator",
        "idna",
        "stdnum",
        "cryptography",
        "rapidfuzz",
        "PIL",
        "pyotp",
        "webauthn",
        "zxcvbn",
    },
    "search_index": {"peewee", "playhouse", "phonenumbers", "whoosh", "pyroaring", "models"},
    "worker": {"peewee", "models", "search_index", "integrations", "config"},
    "integrations": {"models"},
    "demo": {"peewee", "PIL", "models"},
}


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


# Policy


def policy_complaints(endpoints: set[str], policy: set[str]) -> list[str]:
    return [
        f"{each} has no entry: say in access.POLICY who may use it." for each in sorted(endpoints - policy)
    ] + [
        f"access.POLICY names {each}, which is no endpoint: remove the line."
        for each in sorted(policy - endpoints)
    ]


def test_every_route_has_a_policy_entry_and_every_entry_a_route(wired_app):
    assert not policy_complaints(
        {rule.endpoint for rule in wired_app.url_map.iter_rules()}, set(access.POLICY)
    )


def test_a_route_without_entry_and_an_entry_without_route_are_noticed():
    assert len(policy_complaints({"tasks.index", "tasks.new"}, {"tasks.index", "jobs.index"})) == 2


# Addresses


def address_complaints(rule: str) -> list[str]:
    found = [
        f"{rule}: give <{each}> a type, as in <int:{each}>, or a closed list with any(…)."
        for each in re.findall(r"<([^>]*)>", rule)
        if not each.startswith(CONVERTERS)
    ]
    words = re.sub(r"<[^>]*>", "", rule).split("/")
    return found + [
        f"{rule}: {word!r} is not kebab-case, such as time-entries."
        for word in words
        if word and not KEBAB.fullmatch(word)
    ]


def test_addresses_are_kebab_case_with_typed_parameters(wired_app):
    assert not [complaint for rule in rules(wired_app) for complaint in address_complaints(rule.rule)]


@pytest.mark.parametrize(
    "rule", ["/accounts/<account_id>", "/accounts/<int:account_id>/time_entries", "/Accounts"]
)
def test_an_untyped_parameter_and_other_spellings_are_noticed(rule):
    assert address_complaints(rule)


# Endpoints


def endpoint_complaints(endpoint: str, view) -> list[str]:
    path, function = view.__module__, view.__name__
    package, _, module = path.rpartition(".")
    found = []
    if endpoint != f"{'portal.' * (package == 'views.portal')}{module}.{function}":
        found.append(f"{endpoint} is {path}.{function}: an endpoint is named module.function.")
    if not module.endswith("s") and module not in SINGULAR:
        found.append(f"{path} is no plural noun: rename it, or list it in SINGULAR if there is one only.")
    if function not in VIEW_FUNCTIONS and endpoint not in OTHER_FUNCTIONS:
        names = " ".join(sorted(VIEW_FUNCTIONS))
        found.append(
            f"{endpoint}: a view function is one of {names}; a verb without such a name is a missing noun."
        )
    return found


def test_endpoints_are_named_after_module_and_function(wired_app):
    views = wired_app.view_functions
    endpoints = {rule.endpoint for rule in rules(wired_app)}
    assert not [complaint for each in endpoints for complaint in endpoint_complaints(each, views[each])]


def test_exceptions_from_the_names_are_still_needed(wired_app):
    endpoints = {rule.endpoint for rule in rules(wired_app)}
    assert set(OTHER_FUNCTIONS) <= endpoints
    assert {each.split(".")[-2] for each in endpoints} >= SINGULAR


def test_a_verb_a_singular_module_and_a_foreign_endpoint_are_noticed():
    def complete():
        pass

    complete.__module__ = "views.account.tasks"
    assert "missing noun" in str(endpoint_complaints("tasks.complete", complete))
    complete.__module__, complete.__name__ = "views.task", "show"
    assert "plural" in str(endpoint_complaints("task.show", complete))
    assert "module.function" in str(endpoint_complaints("jobs.show", complete))


def test_unsafe_routes_are_post_since_forms_know_nothing_else(wired_app):
    for rule in rules(wired_app):
        assert not rule.methods & {"PUT", "PATCH", "DELETE"}, f"{rule.rule}: let it be POST."
        assert not {"GET", "POST"} <= rule.methods, f"{rule.rule}: one function reads, another writes."


# Imports


def imported(source: str) -> set[str]:
    """The top-level names that a module imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def imported_modules(source: str) -> set[str]:
    """The dotted names of what a module imports anywhere in it, of names from a package as if they were modules."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def import_complaints(path: str, source: str) -> list[str]:
    package = path.partition("/")[0]
    names = imported(source) - set(sys.stdlib_module_names)
    found = [f"{path} imports app: nothing does, app.py is where everything meets."] if "app" in names else []
    if package in ALLOWED:
        found += [
            f"{path} imports {name}: {package} knows only the standard library and {', '.join(sorted(ALLOWED[package]))}."
            for name in sorted(names - ALLOWED[package] - {package, "app"})
        ]
    elif "views" in names and package not in ("views", "app.py"):
        found.append(f"{path} imports views: the arrows point inwards, views import it.")
    return found


def product_files(*patterns: str) -> list[Path]:
    kept = (path for pattern in patterns for path in ROOT.glob(pattern))
    outside = {".venv", ".tools", "tests", "bench", "instance"}
    return sorted(path for path in kept if path.relative_to(ROOT).parts[0] not in outside)


def test_imports_point_inwards():
    complaints = []
    for path in product_files("*.py", "*/**/*.py"):
        complaints += import_complaints(str(path.relative_to(ROOT)), path.read_text())
    assert not complaints


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("models/work/task.py", "from flask import g"),
        ("models/work/task.py", "import search_index"),
        ("search_index/feed.py", "from views.search import bp"),
        ("worker/mail.py", "from views import tasks"),
        ("web/responses.py", "from views.tasks import bp"),
        ("views/account/tasks.py", "from app import create_app"),
    ],
)
def test_an_import_outwards_is_noticed(path, line):
    assert import_complaints(path, f"def late():\n    {line}\n")


# Modules


def module_complaints(views: set[str], tests: set[str]) -> list[str]:
    return [
        f"views/{each}.py has no test module of its name in tests/views: write it."
        for each in sorted(views - tests)
    ] + [
        f"tests/views has a test module for {each}, which is no view module: move or remove it."
        for each in sorted(tests - views)
    ]


def modules(folder: Path, pattern: str, prefix: str = "") -> set[str]:
    """The modules under a folder by their place in it, such as portal/home."""
    found = (path.relative_to(folder) for path in folder.rglob(pattern))
    return {str(path.with_name(path.stem.removeprefix(prefix))) for path in found}


def test_every_view_module_has_its_test_module():
    """What the views of a folder share, _name.py, may have one."""
    views = modules(ROOT / "views", "[!_]*.py")
    shared = modules(ROOT / "views", "_[!_]*.py", "_")
    assert not module_complaints(views, modules(ROOT / "tests/views", "test_*.py", "test_") - shared)


def shared_complaints(path: str, source: str) -> list[str]:
    """Imports of what the views of another folder share."""
    found = [each for each in imported_modules(source) if re.search(r"(^|\.)_[a-z]", each)]
    return [
        f"{path} imports {each}: only what lies in its folder does."
        for each in found
        if not path.replace("/", ".").startswith(each.rpartition("._")[0] + ".")
    ]


def test_what_the_views_of_a_folder_share_stays_there():
    paths = product_files("*.py", "*/**/*.py")
    assert not [
        text for path in paths for text in shared_complaints(str(path.relative_to(ROOT)), path.read_text())
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("views/account/links.py", "from views.contacts._contact_form import ContactForm"),
        ("web/forms.py", "from views import _history_form"),
    ],
)
def test_an_import_of_what_another_folder_shares_is_noticed(path, line):
    assert shared_complaints(path, line)


def test_a_view_module_without_tests_is_noticed():
    assert len(module_complaints({"tasks", "jobs"}, {"tasks", "taks"})) == 2


def test_no_module_is_a_drawer_for_leftovers():
    drawers = {"utils", "util", "helpers", "helper", "services", "common", "misc"}
    found = [path for path in product_files("*.py", "*/**/*.py", "*/") if path.stem in drawers]
    assert not found, f"{found}: name a module after the noun that its contents are about."
