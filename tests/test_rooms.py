"""The rooms of the house and the arrows between them: whoever imports stands further down in these lists."""

import pytest

import mails
from access import policy
from tests.test_conventions import ROOT, imported_modules, product_files

ROOMS = (
    "models",
    "config",
    "search_index",
    "integrations",
    "worker",
    "access",
    "words",
    "web",
    "mails",
    "views",
    "demo",
    "serving",
    "cli",
    "app",
)
# Likewise within models: folders by domain.
FLOORS = (
    "base",
    "staff",
    "clients",
    "outgoing",
    "documents",
    "portal",
    "sign_in",
    "teams",
    "billing",
    "work",
    "conversation",
    "history",
    "merging",
    "processes",
)


def arrow_complaints(path: str, source: str) -> list[str]:
    """What is wrong with the imports of a product file: {room} imports {other} against the order."""
    own = path.removesuffix(".py").split("/")
    found = []
    for other in sorted(imported_modules(source)):
        there = other.split(".")
        for order, level in ((ROOMS, 0), (FLOORS, 1)):
            if (len(own) <= level + 1 and level) or len(there) <= level or there[:level] != own[:level]:
                continue
            here, to = own[level], there[level]
            if here in order and to in order and order.index(to) > order.index(here):
                found.append(f"{path} imports {other}: {to} stands on {here}, not the other way round.")
    return found


def test_arrows_point_one_way():
    paths = {str(path.relative_to(ROOT)): path.read_text() for path in product_files("*.py", "*/**/*.py")}
    assert not [text for path, source in paths.items() for text in arrow_complaints(path, source)]


def test_every_room_has_its_place():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    loose = {path.stem for path in ROOT.glob("*.py")}
    assert folders - {"bench", "tests"} == set(ROOMS) - {"config", "app"}
    assert loose == {"config", "app"}, "A module at the top belongs into a room."
    assert {path.parent.name for path in ROOT.glob("models/*/__init__.py")} == set(FLOORS)


def test_each_kind_of_mail_has_its_file():
    files = {path.stem for path in ROOT.glob("mails/*.py")}
    assert files - {"__init__", "letter", "envelope"} == mails.COMPOSED.keys()


def test_what_helps_tests_lies_in_support():
    called_by_name = {"conftest", "lacking", "postgres"}  # by pytest and bin/test
    loose = {path.stem for path in ROOT.glob("tests/*.py") if not path.stem.startswith("test_")}
    assert loose == called_by_name, "Put what helps tests into tests/support."


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("models/base/event.py", "from models.clients.account import Account"),
        ("models/clients/link.py", "import models.processes.bulk"),
        ("words/labels.py", "from web.responses import page"),
        ("web/forms.py", "from views.account import links"),
        ("views/account/tasks.py", "import demo"),
    ],
)
def test_an_arrow_the_other_way_is_noticed(path, line):
    assert arrow_complaints(path, f"def late():\n    {line}\n")


def test_an_arrow_that_points_the_right_way_is_none():
    assert not arrow_complaints("models/clients/link.py", "from models.base.event import Event")
    assert not arrow_complaints("views/account/tasks.py", "from models.work.task import Task")


def test_each_folder_of_views_has_its_table_in_the_policy(wired_app):
    folders = {}
    for endpoint, view in wired_app.view_functions.items():
        folder = view.__module__.split(".")[1:-1]
        folders.setdefault(folder[0] if folder else "anybody", set()).add(endpoint)
    tables = {name: getattr(policy, name).POLICY.keys() for name in folders}
    assert tables == folders
