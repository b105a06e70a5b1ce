"""How many files of the product the four changes touch that are made most often (CONTRIBUTING.md).

Each is made in a copy of the project, whose convention tests then pass and in which it works. Migrations, translations,
tests and docs are not counted.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_conventions import ROOT

pytestmark = pytest.mark.knows_no_engine

HERE = Path(__file__).parent
UNCOUNTED = ("migrations", "translations", "tests", "docs", "CHANGELOG.md")
NOT_COPIED = shutil.ignore_patterns(
    ".venv", ".git", "__pycache__", ".tools", "data", "node_modules", ".pytest_cache", ".ruff_cache", "counts"
)
CONVENTIONS = (
    *("tests/test_conventions.py", "tests/test_conventions_files.py", "tests/test_rooms.py"),
    *("tests/words/test_labels.py", "tests/words/test_history.py"),
)
# What the Danish alone decides, and what takes long and concerns no change.
LEFT_OUT = "not translated and not catalogue and not can_be_said"
TABLE = """
def up(migrator, db):
    db.execute_sql({up!r})


def down(migrator, db):
    db.execute_sql({down!r})
"""


def new_column(table: str, column: str, type_: str) -> str:
    """A migration."""
    return TABLE.format(
        up=f"ALTER TABLE {table} ADD COLUMN {column} {type_}",
        down=f"ALTER TABLE {table} DROP COLUMN {column}",
    )


# Change → file → the line that it is written after, and what is written; or a whole new file.
CHANGES = {
    "A column on a client": {
        "models/clients/account.py": [
            ('    website = CharField(default="")\n', '    industry = CharField(default="")\n'),
            (
                '        "website": Field("web_address", restorable=True, filled_with="website", on_info=True),\n',
                '        "industry": Field(restorable=True, filled_with="industry", on_info=True),\n',
            ),
        ],
        "words/clients.py": [
            ('        "website": _l("Website"),\n', '        "industry": _l("Industry"),\n')
        ],
        "views/account/accounts.py": [
            (
                '    website = URLField(NAMES["website"], [at_most(255), web_link], [stripped])\n',
                '    industry = StringField(NAMES["industry"], [at_most(255)], [stripped])\n',
            )
        ],
        "migrations/9999_industry.py": new_column("account", "industry", "VARCHAR(255) NOT NULL DEFAULT ''"),
        "tests/counts/test_change.py": HERE / "column.py",
    },
    "A switch of an address": {
        "models/clients/linked_address.py": [
            ('    "signing-authority": "signing_authority_at",\n', '    "texts": "texts_at",\n'),
            (
                "    signing_authority_at = InstantField(null=True, default=now)\n",
                "    texts_at = InstantField(null=True)\n",
            ),
        ],
        "words/clients.py": [
            ('    "signing-authority": _l("SIGNING AUTHORITY"),\n', '    "texts": _l("TEXTS"),\n')
        ],
        "words/consequences.py": [
            (
                '    "signing-authority": signing_authority_consequence,\n',
                '    "texts": lambda row, _portal, _going: _("%(name)s will get texts.", name=row.link.contact.name),\n',
            )
        ],
        "migrations/9999_texts.py": new_column("linked_address", "texts_at", "DATETIME"),
        "tests/counts/test_change.py": HERE / "switch.py",
    },
    "A card of data that is there": {
        "web/sections.py": [
            (
                '    Section("payments", "billing", "payments/payment.html"',
                ', Card(14, "cash", Payment.for_account)',
            ),
            ("from models.billing.invoice import Invoice", ", Payment"),
        ],
        "tests/counts/test_change.py": HERE / "card.py",
    },
    "A section with a history": {
        "models/work/agreement.py": HERE / "section/models/work/agreement.py",
        "models/__init__.py": [
            (
                "from models.teams.staff_invitation import StaffInvitation\n",
                "from models.work.agreement import Agreement\n",
            ),
            ("    Note,\n", "    Agreement,\n"),
        ],
        "words/work.py": [
            ('    "tasks": _l("Tasks"),\n', '    "agreements": _l("Agreements"),\n'),
            (
                '    "tasks": _l("Nothing to do here at the moment."),\n',
                '    "agreements": _l("No agreement yet."),\n',
            ),
            (
                "from flask_babel import lazy_gettext as _l\n",
                (
                    '\nNOUNS = {"agreement": _l("the agreement")}\n'
                    '\nFIELDS = {"agreement": {"title": _l("Agreed"), "ended_on": _l("Ended")}}\n'
                ),
            ),
        ],
        "web/sections.py": [
            (
                '    Section("tasks", "work", "tasks/task.html", Card(2, "checklist", Task.under_way, Task.with_assignees)),\n',
                '    Section("agreements", "work", "agreements/agreement.html", Card(14, "note", Agreement.in_force)),\n',
            ),
            (
                "from models.portal.portal_login import PortalLogin\n",
                "from models.work.agreement import Agreement\n",
            ),
        ],
        "views/account/agreements.py": HERE / "section/views/account/agreements.py",
        "access/policy/account.py": [
            (
                "POLICY = {\n",
                '    "agreements.index": STAFF,\n    "agreements.show": STAFF,\n'
                + "".join(
                    f'    "agreements.{each}": needs("manage_accounts"),\n'
                    for each in ("new", "create", "edit", "update")
                ),
            )
        ],
        "templates/partials/agreements/agreement.html": HERE
        / "section/templates/partials/agreements/agreement.html",
        "templates/agreements/show.html": HERE / "section/templates/agreements/show.html",
        "templates/agreements/edit.html": HERE / "section/templates/agreements/edit.html",
        "migrations/9999_agreements.py": HERE / "section/migrations/9999_agreements.py",
        "tests/views/account/test_agreements.py": HERE / "section/works.py",
        "tests/matrix/who.py": [
            ('    "staff": """\n', "        agreements: index show\n"),
            ('    "manage_accounts": """\n', "        agreements: new create edit update\n"),
        ],
    },
}
MOST = {
    "A column on a client": 4,
    "A switch of an address": 3,
    "A card of data that is there": 4,
    "A section with a history": 9,
}


def make(change: dict, copy: Path):
    """Make a change in a copy of the project."""
    for name, what in change.items():
        path = copy / name
        if isinstance(what, list):
            text = path.read_text()
            for line, more in what:
                assert text.count(line) == 1, f"{name} has {line!r} {text.count(line)} times."
                text = text.replace(line, line + more)
        else:
            text = what.read_text() if isinstance(what, Path) else what
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def counted(change: dict) -> list[str]:
    return sorted(name for name in change if not name.startswith(UNCOUNTED))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_touches_few_files_and_works(name, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    make(CHANGES[name], copy)
    own = [each for each in CHANGES[name] if each.startswith("tests/") and "/test_" in each]
    own += ["tests/matrix/test_who.py"] if "tests/matrix/who.py" in CHANGES[name] else []
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            *CONVENTIONS,
            *own,
            "-k",
            LEFT_OUT,
        ],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert len(counted(CHANGES[name])) <= MOST[name]


@pytest.mark.parametrize("name", CHANGES)
def test_contributing_names_exactly_these_files(name):
    text = (ROOT / "CONTRIBUTING.md").read_text()
    told = re.search(rf"^\| {name} \|(.*)\|$", text, flags=re.MULTILINE)
    assert told, f"Let CONTRIBUTING.md say which files this takes: {name}."
    assert sorted(re.findall(r"`([\w/.]+\.(?:py|html|css|js))`", told[1])) == counted(CHANGES[name])
