"""The links and forms that a page draws, and those among them that would be refused."""

import re
from html import unescape
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from tests.matrix.expected import ADMITTED, DOOR, outcome

TAG = re.compile(r"<(?:a|form|button|input|div|tr|li|section|ul|span|select)\b[^>]*>")
ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
ADDRESSES = {"href": "GET", "hx-get": "GET", "hx-post": "POST", "formaction": "POST"}

FOR_ALL = {("home.show", DOOR)}  # "To the first page" of an error's page, which for strangers is the door


def controls(text: str) -> set[tuple[str, str]]:
    """(method, path) of everything in a page that can be followed or sent."""
    found = set()
    for tag in TAG.findall(text):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        if tag.startswith("<form"):
            found.add((attributes.get("method", "get").upper(), attributes.get("action", "")))
        found |= {(method, attributes[name]) for name, method in ADDRESSES.items() if name in attributes}
    return {(method, urlsplit(address).path) for method, address in found if address.startswith("/")}


def denied_controls(app, world, persona, text: str, here: str) -> list[str]:
    """The controls of the page `here` whose use the table denies to who reads it; what leads to itself is none."""
    found = []
    for method, path in sorted(controls(text) - {("GET", here.partition("?")[0])}):
        try:
            endpoint, values = app.url_map.bind("localhost").match(path, method)
        except HTTPException:
            found.append(f"{method} {path}: there is no such address")
            continue
        wanted = outcome(world, persona, endpoint, method, values)
        if wanted != ADMITTED and (endpoint, wanted) not in FOR_ALL:
            found.append(f"{method} {path}: {wanted}")
    return found
