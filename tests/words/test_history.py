"""The history has words for everything that is ever recorded."""

import ast
import re
from itertools import product
from pathlib import Path

import pytest

from models import TABLES
from models.base.event import Event
from models.base.model import models_by_noun
from models.base.recorded import Recorded
from models.clients.linked_address import SWITCHES, LinkedAddress, _verb
from models.history.account_history import groups
from tests.test_conventions import ROOT
from words import labels
from words.field_changes import LOGGED, fields_of
from words.formats import READERS
from words.history import GENERIC, sentence
from words.labels import NOUNS, SENTENCES

# What Recorded itself does to any record.
COMMON = ("created", "changed", "removed", "restored")
RECORDED = {model.noun: model for model in TABLES if issubclass(model, Recorded)}
GROUPS = groups()
TOLD = [noun for nouns in GROUPS.values() for noun in nouns]


class Verbs(ast.NodeVisitor):
    """The verbs that a module's code gives to events: (noun of the record itself or None for any other, verb)."""

    def __init__(self, takers: dict[str, set[int]]):
        self.takers, self.noun, self.found = takers, None, set()

    def visit_ClassDef(self, node):
        named = [each for each in node.body if isinstance(each, ast.Assign) and each.targets[0].id == "noun"]
        self.noun = getattr(named[0].value, "value", None) if named else None
        self.generic_visit(node)
        self.noun = None

    def visit_Call(self, node):
        taken = self.takers.get(getattr(node.func, "attr", getattr(node.func, "id", "")), ())
        given = [node.args[place] for place in taken if place < len(node.args)]
        given += [each.value for each in node.keywords if each.arg == "verb"]
        owner = self.noun if self._is_own(node.func) else None
        for each in given:
            for part in ast.walk(each):
                if isinstance(part, ast.Constant) and re.fullmatch("[a-z_]+", str(part.value)):
                    self.found.add((owner, part.value))
        self.generic_visit(node)

    @staticmethod
    def _is_own(function) -> bool:
        on = getattr(function, "value", None)
        if isinstance(on, ast.Call):
            on = on.func
        return isinstance(on, ast.Name) and on.id in ("self", "cls", "super")


def takers(sources) -> dict[str, set[int]]:
    """Function → the places where it takes a verb."""
    found = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                names = [each.arg for each in node.args.args if each.arg not in ("self", "cls")]
                if "verb" in names:
                    found.setdefault(node.name, set()).add(names.index("verb"))
    return found


def verbs(sources: list[str]) -> set[tuple[str | None, str]]:
    places, found = takers(sources), set()
    for source in sources:
        visitor = Verbs(places)
        visitor.visit(ast.parse(source))
        found |= visitor.found
    return found


def wordless(nouns, found) -> list[str]:
    """What the history could not tell."""
    complaints = [f"{noun}: name it in NOUNS of words/<domain>.py." for noun in nouns if noun not in NOUNS]
    own = {(noun, verb) for noun, verb in found if noun in nouns} | set(product(nouns, COMMON))
    complaints += [
        f"{noun}.{verb} has no words: write its sentence into SENTENCES of words/<domain>.py."
        for noun, verb in sorted(own)
        if f"{noun}.{verb}" not in SENTENCES and verb not in GENERIC
    ]
    told = {kind.partition(".")[2] for kind in SENTENCES} | set(GENERIC)
    return complaints + [
        f"Something is {verb!r}, which SENTENCES has no words for."
        for noun, verb in sorted(found, key=str)
        if noun is None and verb not in told
    ]


def sources() -> list[str]:
    return [
        path.read_text()
        for folder in ("access", "cli", "mails", "models", "views", "web", "words", "worker")
        for path in Path(ROOT / folder).rglob("*.py")
    ]


def test_every_event_that_is_recorded_anywhere_has_words():
    found = verbs(sources())
    assert {("account", "binned"), ("invitation", "sent"), (None, "merged"), (None, "withdrawn")} <= found
    assert not wordless(RECORDED, found)


def test_an_event_without_words_is_noticed():
    code = """
class Account(Recorded):
    noun = "account"
    def amend(self, actor, verb="changed", **values): ...
    def sing(self):
        self.amend(None, "sung" if self.glad else "hummed")

def dance(other):
    other.amend(None, "danced")
    other.amend(None, verb="leapt")
"""
    complaints = wordless(["account"], verbs([code]))
    assert [complaint.split()[0:3] for complaint in complaints] == [
        ["account.hummed", "has", "no"],
        ["account.sung", "has", "no"],
        ["Something", "is", "'danced',"],
        ["Something", "is", "'leapt',"],
    ]
    assert wordless(["lyre"], set())


def logged(sources: list[str]) -> set[str]:
    """The kinds that Event.log() is given anywhere."""
    calls = (node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    kinds = (call.args[0] for call in calls if getattr(call.func, "attr", "") == "log" and call.args)
    return {part.value for kind in kinds for part in ast.walk(kind) if isinstance(part, ast.Constant)}


def test_every_kind_that_is_logged_has_words_and_a_noun():
    kinds = logged([*sources(), *(path.read_text() for path in ROOT.glob("*.py"))])
    assert kinds <= set(SENTENCES), "Write a sentence for it into SENTENCES of words/<domain>.py."
    nouns = {kind.partition(".")[0] for kind in kinds}
    assert nouns <= set(NOUNS)
    assert not nouns & set(TOLD), "What is logged stands in the firm's log, on no client's page."


def test_a_logged_kind_is_noticed():
    code = 'Event.log("door.shut" if late else "door.opened", actor, name="x")'
    assert logged([code]) == {"door.shut", "door.opened"}


@pytest.mark.parametrize(
    ("kind", "name", "details", "said"),
    [
        ("sign_in.succeeded", "", {"factor": "totp"}, "Adam Birk signed in (code from an app)."),
        (
            "sign_in.failed",
            "",
            {"factor": "password"},
            "Somebody tried to sign in as somebody unknown and failed (password).",
        ),
        ("sign_in.ended", "Adam Birk", {"by": "sign_out"}, "Adam Birk signed out."),
        ("sign_in.ended", "Bob", {"by": "administrator"}, "Adam Birk ended a sign-in of Bob."),
        ("refusal.made", "/accounts/2", {"status": 404}, "Adam Birk was denied access to /accounts/2."),
        (
            "export.made",
            "",
            {"what": "accounts", "rows": 12},
            "Adam Birk exported “Clients”: 12 rows.",
        ),
        ("bell.rung", "Ding", {}, "Adam Birk did something that is logged:  “Ding”."),
    ],
)
def test_what_is_logged_is_told(app, cast, kind, name, details, said):
    event = Event.log(kind, cast.adam, name, **details)
    with app.test_request_context("/?lang=en"):
        assert sentence(event, cast.olga) == said


def test_every_group_of_a_history_has_a_name():
    assert set(labels.HISTORY_GROUPS) == set(GROUPS)


@pytest.mark.parametrize("noun", [noun for noun in TOLD if noun in RECORDED])
def test_every_field_of_a_history_has_a_label_or_is_left_out_on_purpose(noun):
    model = RECORDED[noun]
    kept, known = set(model().values()), set(model.fields) | model.untold
    assert not kept - known, (
        f"Say in {model.__name__}.fields how {kept - known} is read, or put it into untold."
    )
    assert not known - kept, f"{noun} has no {known - kept} any more."


@pytest.mark.parametrize("noun", [*labels.FIELDS, *LOGGED, *models_by_noun()])
def test_every_field_has_a_name_and_every_name_a_field(noun):
    assert list(labels.FIELDS.get(noun, {})) == list(fields_of(noun))


def test_every_kind_of_value_can_be_read():
    kinds = {field.kind for noun in labels.FIELDS for field in fields_of(noun).values()}
    assert kinds == set(READERS) | {"account", "contact", "user", "custom", "on_off"}


@pytest.mark.parametrize(("switch", "on"), list(product(SWITCHES, (True, False))))
def test_every_switch_is_told(app, cast, switch, on):
    row = LinkedAddress.on(cast.a)[1]
    event = row.record(_verb(switch, on), "changed", cast.olga, {})
    with app.test_request_context("/?lang=en"):
        said = sentence(event, cast.olga)
    assert said.startswith(f"You turned {'on' if on else 'off'} ")
    assert said.endswith(" for anna.privat@a.example.")


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_sentence_can_be_said(app, cast, language):
    """Of any noun, with any verb and whatever it did, also without any values."""
    all_verbs = {kind.partition(".")[2] for kind in SENTENCES} | set(GENERIC) | {"unheard_of"}
    event = cast.a.record("changed", "changed", cast.adam, {})
    with app.test_request_context(f"/?lang={language}"):
        for noun, verb, effect in product(
            [*RECORDED, "unheard_of"], all_verbs, ("created", "changed", "removed")
        ):
            event.noun, event.kind, event.effect = noun, f"{noun}.{verb}", effect
            said = sentence(event, cast.olga)
            assert said.endswith("."), (noun, verb)
            assert "%(" not in said, (noun, verb)
