"""The conventions of templates, texts, settings, vendored files and the schema, as tests that say what to do."""

import ast
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from peewee import CharField
from playhouse.schema_diff import diff_models

from models import TABLES
from models.base.model import BaseModel
from tests.support import html
from tests.test_conventions import product_files

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
CATALOGUE = ROOT / "translations/da/LC_MESSAGES/messages.po"
SHARED = {"layouts", "macros", "partials", "errors", "mail"}


# Templates lie where the names say


def place_complaints(template: str, endpoints: set[str]) -> list[str]:
    """What is wrong with the place of a page's template, <module>/<function>.html."""
    endpoint = template.removesuffix(".html").replace("/", ".")
    if template.partition("/")[0] in SHARED or endpoint in endpoints:
        return []
    return [
        f"templates/{template}: no view is {endpoint}; a page lies in templates/<module>/<function>.html."
    ]


def test_pages_lie_where_their_endpoint_says(wired_app):
    templates = (str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
    assert not [text for each in templates for text in place_complaints(each, set(wired_app.view_functions))]


def test_a_page_elsewhere_is_noticed():
    assert place_complaints("tasks/list.html", {"tasks.index"})


# Partials


def partial_complaints(name: str, source: str) -> list[str]:
    found = []
    if not source.startswith("{# needs:"):
        found.append(f"{name}: begin with a line such as {{# needs: row, a Task #}}.")
    if '{% extends "layouts/' in source:
        return found  # its root stands in the layout
    bare = re.sub(r"{%.*?%}|{#.*?#}", "", re.sub(r"{{.*?}}", "x", source, flags=re.DOTALL), flags=re.DOTALL)
    text = html.RIDER.sub("", bare).strip() or "".join(html.RIDER.findall(bare)).strip()
    if not text:
        return found  # it only includes another partial
    roots = list(html.parse_fragment(text))
    if len(roots) != 1 or not roots[0].get("id"):
        tags = ", ".join(root.tag for root in roots)
        found.append(
            f"{name}: give it one root element with an id, dom_id(record) for a record's (roots: {tags})."
        )
    return found


def test_partials_say_what_they_need_and_have_one_root_with_an_id():
    complaints = []
    for path in sorted((TEMPLATES / "partials").rglob("*.html")):
        complaints += partial_complaints(str(path.relative_to(TEMPLATES)), path.read_text())
    assert not complaints


@pytest.mark.parametrize(
    "source",
    [
        '<li id="{{ dom_id(row) }}">x</li>',
        "{# needs: row #}\n<li>{{ row }}</li>",
        '{# needs: row #}\n<li id="a">x</li>\n<li id="b">y</li>',
    ],
)
def test_a_partial_without_needs_without_id_or_with_two_roots_is_noticed(source):
    assert partial_complaints("partials/x.html", source)


# What is forbidden in the source

FORBIDDEN = {
    r"\|\s*safe\b": "escape it: only rendering.partial() makes markup",
    r"\bMarkup\(": "let rendering.partial() make markup",
    r"\brender_template_string\b": "put it into a template",
}
MAY = {(name, r"\bMarkup\(") for name in ("web/responses.py", "words/language.py")}  # language: our own texts


def forbidden_complaints(name: str, source: str) -> list[str]:
    return [
        f"{name} has {match[0]!r}: {what}."
        for pattern, what in FORBIDDEN.items()
        for match in re.finditer(pattern, source)
        if (name, pattern) not in MAY
    ]


def test_nothing_is_marked_safe_outside_of_partial():
    complaints = []
    for path in product_files("*.py", "*/**/*.py", "templates/**/*.html"):
        complaints += forbidden_complaints(str(path.relative_to(ROOT)), path.read_text())
    assert not complaints
    assert [(ROOT / name).read_text().count("Markup(") for name, _ in MAY] == [1, 1]


@pytest.mark.parametrize(
    "source", ["{{ note | safe }}", "return Markup(text)", "render_template_string(body)"]
)
def test_markup_made_elsewhere_is_noticed(source):
    assert forbidden_complaints("views/account/notes.py", source)


def upgrade_check(folder: Path):
    command = [sys.executable, ROOT / "tests/vendor/htmx_upgrade_check.py", "--no-color", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_upgrade_check_of_htmx_4_is_silent():
    done = upgrade_check(TEMPLATES)
    assert done.returncode == 0, done.stdout


def test_the_upgrade_check_notices_an_attribute_of_htmx_2(tmp_path):
    (tmp_path / "old.html").write_text('<div hx-ext="sse" hx-disabled-elt="this"></div>')
    assert upgrade_check(tmp_path).returncode == 1


# Vendored files


def vendor_complaints(folder: Path) -> list[str]:
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {path.name for path in folder.iterdir() if path.is_file()} - {"SHA256SUMS", "README.md"}
    found = [
        f"{name} has no line in SHA256SUMS: add it, and its origin to README.md."
        for name in sorted(files - set(sums))
    ]
    return found + [
        f"{name} is not what SHA256SUMS says: fetch it anew, vendored files are never edited."
        for name, digest in sums.items()
        if name not in files or hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]


def test_vendored_files_are_unchanged():
    assert not vendor_complaints(ROOT / "static/vendor")


def test_a_changed_and_an_unlisted_vendored_file_are_noticed(tmp_path):
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  a.js\n")
    (tmp_path / "a.js").write_text("changed")
    (tmp_path / "b.js").write_text("new")
    assert len(vendor_complaints(tmp_path)) == 2


# Schema


def test_the_migrations_make_what_the_models_say(database):
    difference = diff_models(database.obj, list(TABLES))
    assert not difference, (
        "Run bin/flask new-migration <name>. It forgets the index=False of a foreign key: write that in by hand."
    )


def test_a_column_without_migration_is_noticed(database):
    class Firm(BaseModel):
        name = CharField()
        motto = CharField(null=True)

    assert diff_models(database.obj, [Firm])


# Settings


def settings_in(source: str) -> set[str]:
    """The names that are read from the environment: env.str("NAME"), _number(env, "NAME") …"""
    found = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        parties = [getattr(call.func, "value", None), *call.args]
        if any(isinstance(party, ast.Name) and party.id == "env" for party in parties):
            found |= {party.value for party in call.args if isinstance(party, ast.Constant)}
    return {each for each in found if isinstance(each, str) and re.fullmatch(r"[A-Z][A-Z_]{3,}", each)}


def setting_complaints(used: set[str], documented: set[str]) -> list[str]:
    return [
        f"docs/settings.md does not tell about {each}: add a row." for each in sorted(used - documented)
    ] + [
        f"docs/settings.md tells about {each}, which nothing reads: remove the row."
        for each in sorted(documented - used)
    ]


def test_every_setting_is_documented():
    documented = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    used = settings_in((ROOT / "config.py").read_text())
    assert "OVERBLIK_DATA_DIR" in used
    assert not setting_complaints(used, documented)


def test_settings_are_read_in_one_place():
    readers = re.compile(r"os\.environ|os\.getenv|\benv\.\w+\(\s*[\"']")
    others = [path for path in product_files("*.py", "*/**/*.py") if readers.search(path.read_text())]
    assert [path.name for path in others] == ["config.py"], "Read settings in config.py."


def test_an_undocumented_setting_is_noticed():
    assert settings_in('x = env.int("OVERBLIK_NEW", 1)') == {"OVERBLIK_NEW"}
    assert settings_in('x = _number(env, "OVERBLIK_NEW", 1)') == {"OVERBLIK_NEW"}
    assert len(setting_complaints({"HOST", "OVERBLIK_NEW"}, {"HOST", "OVERBLIK_OLD"})) == 2


# Translations


def texts() -> set[str]:
    """Every text that the program marks for translation."""
    outside = {"tests", "bench", "instance"}
    found = extract_from_dir(
        ROOT,
        [("**.py", "python"), ("templates/**.html", "jinja2")],
        {"**.html": {"trimmed": "true"}},
        keywords={"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)},
        directory_filter=lambda path: Path(path).name not in outside and not Path(path).name.startswith("."),
    )
    return {text[0] if isinstance(text, tuple) else text for _, _, text, *_ in found}


def translation_complaints(wanted: set[str], translated: dict[str, str]) -> list[str]:
    placeholder = re.compile(r"%\(\w+\)s")
    return [
        f"{text!r} is not translated: run bin/flask translate and fill {CATALOGUE.relative_to(ROOT)}."
        for text in sorted(wanted)
        if not translated.get(text)
    ] + [
        f"{text!r} and its translation have other placeholders."
        for text, translation in translated.items()
        if translation and set(placeholder.findall(text)) != set(placeholder.findall(translation))
    ]


def catalogue(messages) -> dict[str, str]:
    """Text → translation; of one with a plural both forms, unless one is missing."""
    kept = [each for each in messages if each.id and not each.fuzzy]
    plain = {each.id: each.string for each in kept if isinstance(each.id, str)}
    plural = [each for each in kept if not isinstance(each.id, str)]
    return plain | {each.id[0]: "".join(each.string) if all(each.string) else "" for each in plural}


def written() -> dict[str, str]:
    with CATALOGUE.open() as file:
        return catalogue(read_po(file))


def test_every_text_is_translated():
    wanted = texts()
    assert len(wanted) > 200
    assert not translation_complaints(wanted, written())


def test_the_compiled_catalogue_is_the_written_one():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = catalogue(read_mo(file))
    assert compiled == {text: danish for text, danish in written().items() if danish}, (
        "Run bin/flask translate."
    )


def test_an_untranslated_text_and_a_lost_placeholder_are_noticed():
    assert len(translation_complaints({"Save", "Hello %(who)s"}, {"Hello %(who)s": "Hej"})) == 2
