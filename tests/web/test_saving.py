"""Saving what a form holds: written once, or not at all and with a word beside the field."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from models.base.recorded import Stale
from models.staff.unique_name import NameTaken
from tests.test_conventions import ROOT, imported_modules
from web.forms import BaseForm, SeenField, required
from web.saving import Saved, save, save_valid


class Form(BaseForm):
    refusals = {
        NameTaken: ("name", lambda error: f"{error} is taken"),
        LookupError: ("name", "gone"),
    }

    seen = SeenField()
    name = StringField("Name", [required()])


class Record:
    last_event_id = 7


def raising(error: Exception):
    def write():
        raise error

    return write


@pytest.fixture
def form_with(app):
    """form_with(name): what somebody has sent who saw event 3."""
    with app.test_request_context("/?lang=en"):
        yield lambda name: Form(MultiDict({"name": name, "seen": "3"}))


def test_what_is_valid_is_written_once(form_with):
    written = []
    form = form_with("Moms")
    saved = save(form, lambda: written.append(form.name.data) or "made")
    assert (saved.done, saved.result, written) == (True, "made", ["Moms"])


def test_what_is_not_valid_is_not_written(form_with):
    form = form_with("")
    assert save(form, raising(AssertionError())) == Saved(status=422)
    assert form.name.errors


@pytest.mark.parametrize(
    ("error", "words"), [(NameTaken("Moms"), "Moms is taken"), (KeyError("kind of LookupError"), "gone")]
)
def test_what_the_model_refuses_stands_beside_its_field(form_with, error, words):
    form = form_with("moms")
    assert save(form, raising(error)) == Saved(status=422)
    assert (form.name.errors, form.seen.data) == ([words], 3)


def test_after_a_conflict_the_form_goes_on_from_what_stands_now(form_with):
    form = form_with("Moms")
    saved = save(form, raising(Stale({"name": "Løn"})), Record)
    assert (saved.done, saved.status, saved.theirs) == (False, 409, {"name": "Løn"})
    assert (form.seen.data, form.name.data) == (7, "Moms")
    assert 'value="7"' in str(form.seen())


def test_what_the_form_has_no_words_for_is_an_error(form_with):
    with pytest.raises(ZeroDivisionError):
        save_valid(form_with("Moms"), raising(ZeroDivisionError()))


def test_no_view_tells_of_conflicts_by_itself():
    """Restoring a value of the past is no form: its conflict is a toast."""
    views = {path: path.read_text() for path in ROOT.glob("views/**/*.py")}
    found = {
        path.stem for path, text in views.items() if "models.base.recorded.Stale" in imported_modules(text)
    }
    assert found == {"restorations"}
