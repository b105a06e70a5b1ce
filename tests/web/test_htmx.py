"""What htmx 4 tells about its requests."""

import pytest
from flask import request

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        (HTMX, True),
        (HTMX | {"HX-Request-Type": "partial"}, True),
        (HTMX | {"HX-Request-Type": "full"}, False),
        (HTMX | {"HX-Boosted": "true"}, False),
    ],
)
def test_fragments_are_for_those_who_ask_for_a_part(app, headers, fragment):
    with app.test_request_context("/", headers=headers):
        assert bool(request.htmx.wants_fragment) is fragment


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://localhost/accounts?sort=id", "/accounts?sort=id"),
        ("http://evil.example/accounts", "/accounts"),
        ("http://[evil", None),
        ("", None),
    ],
)
def test_the_page_that_the_person_is_on_is_a_path(app, url, path):
    with app.test_request_context("/", headers=HTMX | {"HX-Current-URL": url}):
        assert request.htmx.page_path == path


@pytest.mark.parametrize(
    ("header", "target"), [("div#card-tasks", "card-tasks"), ("div", None), ("tr#%C3%A5", "å")]
)
def test_the_target_is_an_id(app, header, target):
    with app.test_request_context("/", headers=HTMX | {"HX-Target": header}):
        assert request.htmx.target == target
