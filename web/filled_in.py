"""The values of a refused form as label and text, so that a page about an error can show them for copying."""

import inspect
import re
from sys import modules

from flask import current_app, request
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

# Fields of the program's own in forms that no class of this program draws; nobody fills them in.
OWN = frozenset(
    {
        *("accepted", "account", "again", "back", "credential", "digest", "gone", "idempotency_key"),
        *("invitation", "keep", "kind", "next", "on", "on_page", "path", "proof", "seen", "sort"),
        *("state", "token", "username"),
    }
)
OWN_NAMES = re.compile(r"filter-.*|.*[_-]id|.*_was")


def in_words(fields: list[tuple[str, str]]) -> str:
    """The names and values of fields as lines of labels and values; what a template alone draws has no label here.

    A choice whose words are nowhere here is left out: it was not typed, and its id says nothing.
    """
    known = _fields_here()
    lines = (_line(known.get(re.sub(r"^.*-\d+-", "", name)), name, text.strip()) for name, text in fields)
    return "\n".join(filter(None, lines))


def _line(field: UnboundField | None, name: str, text: str) -> str:
    if field is None:
        return "" if name in OWN or OWN_NAMES.fullmatch(name) else text
    if isinstance(field.kwargs.get("widget") or field.field_class.widget, HiddenInput):
        return ""
    words = _label_of_choice(field, text) if issubclass(field.field_class, SelectField) else text
    return ": ".join(filter(None, (_label_of(field), words))) if words else ""


def _fields_here() -> dict[str, UnboundField]:
    """The fields by name of the forms that the view asked for works with, and of those that stand beside them."""
    view = current_app.view_functions.get(request.endpoint)
    own = _forms_in(view.__module__) if view else []
    beside = [form for module in {each.__module__ for each in own} for form in _forms_in(module)]
    return {
        name: field
        for form in (*beside, *own)
        for name, field in inspect.getmembers(form, lambda each: isinstance(each, UnboundField))
    }


def _forms_in(module: str) -> list[type]:
    return [
        each for each in vars(modules[module]).values() if inspect.isclass(each) and issubclass(each, Form)
    ]


def _label_of(field: UnboundField) -> str:
    label = field.kwargs.get("label") or (field.args[0] if field.args else "")
    return "" if isinstance(label, list | tuple) else str(label)


def _label_of_choice(field: UnboundField, text: str) -> str:
    """The words of a choice."""
    choices = field.kwargs.get("choices") or ()
    offered = [SelectChoice.from_input(each) for each in (choices() if callable(choices) else choices)]
    return next((str(each.label) for each in offered if str(each.value) == text), "")
