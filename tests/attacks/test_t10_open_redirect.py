"""T10, Flask-Security-Too CVE-2021-32618 and CVE-2023-49438: `next` led to another site (ASVS 3.7.2)."""

import re

import pytest

from tests.support.cast import PASSWORD

pytestmark = [pytest.mark.asvs("3.7.2"), pytest.mark.knows_no_engine]

ALICE = {"email": "alice@firma.example", "password": PASSWORD}
ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "http://evil.example/accounts",
    "https:evil.example",
    "HTTP://localhost@evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "//localhost@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "//[evil",
    "http://[evil",
    " //evil.example",
)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_the_door_leads_nowhere_else(client, path):
    assert client.post("/sign-in", data=ALICE | {"next": path}).location == "/"


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nor_does_it_for_those_inside(browse, cast, path):
    assert browse(cast.alice).get("/sign-in", query_string={"next": path}).location == "/"


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nor_do_preferences(browse, cast, path):
    assert browse(cast.alice).post("/preferences", data={"theme": "dark", "next": path}).location == "/"


@pytest.mark.parametrize("path", ["/accounts", "/accounts/1/info?lang=da#contacts", "/search?q=http://x"])
def test_our_own_addresses_are_led_to(client, path):
    assert client.post("/sign-in", data=ALICE | {"next": path}).location == path


@pytest.mark.parametrize("page", ["http://evil.example//evil.example", "http://[evil", "//[", "javascript:x"])
def test_nor_does_the_page_that_htmx_names(client, page):
    door = client.htmx("GET", "/accounts", headers={"HX-Current-URL": page}).headers["HX-Redirect"]
    assert door.startswith("/sign-in")
    page = client.get(door).text
    path = re.search(r'name="next"[^>]*value="([^"]*)"', page)[1]
    assert client.post("/sign-in", data=ALICE | {"next": path}).location == "/"
