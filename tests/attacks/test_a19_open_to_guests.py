"""A19, ERPNext CVE-2026-27471 and Indico CVE-2026-28352: guests could call what was meant for nobody (ASVS 8.2.1).

Which endpoints answer a guest stands literally in test_a17_forgotten_sibling.py; here they tell and change nothing.
"""

import pytest

import access
from tests.attacks.test_a17_forgotten_sibling import ANYONE
from tests.support import digest
from tests.support.browsing import endpoint_of

pytestmark = [pytest.mark.asvs("8.2.1", "13.4.5"), pytest.mark.knows_no_engine]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
TELLING = ("Østergaard", "Bageriet", "a.example", "firma.example", "Olga", "Anna", "33 12 34 56")


def test_what_answers_guests_tells_them_nothing_about_anybody(app, client, cast):
    # A guest who fails at a door is counted there, and a wish to be mailed is kept.
    telling = {name for name in ANYONE if access.POLICY[name].writes}
    for rule in app.url_map.iter_rules():
        values = {name: 1 for name in rule.arguments} | {"filename": "favicon.svg", "card_name": "tasks"}
        values |= {"switch": "login", "kind": "reminders", "action": "0" * 16}
        path = rule.build({name: values[name] for name in rule.arguments})[1]
        for method in METHODS:
            before = digest.digest()
            response = client.open(path, method=method, data={"token": "x", "email": "x@y.example"})
            assert response.status_code < 500 or path == "/readyz"
            assert not any(word in response.text for word in TELLING), path
            if endpoint_of(app, response.request) not in telling:
                assert digest.digest() == before, (method, path)


@pytest.mark.parametrize(
    "path", ["/console", "/debug", "/admin", "/.env", "/.git/config", "/app.db", "/files/", "/metrics"]
)
def test_nothing_lies_around(client, cast, path):
    assert client.get(path).status_code == 404


def test_health_says_only_ok(client, cast):
    assert client.get("/healthz").text == "ok\n"
    assert set(client.get("/readyz").json) == {"database", "index", "worker"}
