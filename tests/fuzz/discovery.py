"""What can be asked for, and with which parameters: from the addresses, from the rendered forms, and from the views."""

import inspect
import re
from html import unescape
from typing import NamedTuple

from werkzeug.exceptions import HTTPException

from tests.matrix.expected import ADMITTED, outcome
from tests.matrix.requests import FIELDS, every_list, every_request

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
NAMED = re.compile(r"<(?:input|select|textarea|button)\b[^>]*>")
ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
READ = re.compile(r"request\.(?:args|form|files|values)(?:\.get(?:list)?\(|\[)\s*\"([\w-]+)\"")


class Form(NamedTuple):
    """A form as somebody was shown it: what it sends when nothing is changed."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]


class Found(NamedTuple):
    """All that a persona can begin with."""

    requests: list
    forms: list[Form]
    names: list[str]


def discover(scene, persona) -> Found:
    """Look at every page that is the persona's, and take down what it asks for."""
    browser, world, forms = scene.browser(persona), scene.world, {}
    requests = every_request(scene.app, world)
    for asked in [*requests, *every_list(world)]:
        wanted = asked.endpoint and outcome(world, persona, asked.endpoint, asked.method, asked.values)
        if asked.safe and asked.state in (None, "own") and not asked.htmx and wanted in ("", ADMITTED):
            for form in forms_of(browser.open(asked.path).text):
                forms[form.method, form.path] = form
    scene.restore()
    names = (
        {name for form in forms.values() for name, _ in form.fields} | set(FIELDS) | names_in_views(scene.app)
    )
    return Found(requests, sorted(forms.values()), sorted(names))


def forms_of(text: str) -> list[Form]:
    found = []
    for head, body in FORM.findall(text):
        told = dict(ATTRIBUTE.findall(head))
        fields = [dict(ATTRIBUTE.findall(tag)) for tag in NAMED.findall(body)]
        sent = tuple((each["name"], unescape(each.get("value", ""))) for each in fields if "name" in each)
        path = unescape(told.get("action", ""))
        if path.startswith("/"):
            found.append(Form(told.get("method", "get").upper(), path, sent))
    return found


def names_in_views(app) -> set[str]:
    """The parameters that views read by name."""
    modules = {inspect.getmodule(inspect.unwrap(view)) for view in app.view_functions.values()}
    return {
        name
        for module in modules
        if module.__name__.startswith("views")
        for name in READ.findall(inspect.getsource(module))
    }


def endpoint_of(app, path: str, method: str) -> str:
    try:
        return app.url_map.bind("localhost").match(path, method)[0]
    except HTTPException:
        return ""
