"""I10, InvoicePlane CVE-2026-49850 and Kimai GHSA-4jwx: another site's page wrote with the victim's cookie (ASVS 3.5.1)."""

import pytest

from tests.support import digest
from tests.test_conventions_requests import CHILDREN

pytestmark = [pytest.mark.asvs("3.5.1", "3.3.2", "3.3.4"), pytest.mark.knows_no_engine]

REFUSED = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:8001"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost.evil.example"},
    {},
)
ACCEPTED = ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {"Origin": "http://127.0.0.1"})


def unsafe_paths(app, account):
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            values = {name: CHILDREN[name](account) for name in rule.arguments - {"account_id"}}
            yield rule.build(values | {"account_id": account.id})[1].partition("?")[0]


@pytest.mark.parametrize("headers", REFUSED)
def test_every_unsafe_route_refuses_what_is_not_our_own_page(app, browse, cast, headers):
    browser = browse(cast.olga)
    del browser.environ_base["HTTP_SEC_FETCH_SITE"]
    unsafe = list(unsafe_paths(app, cast.a))
    before = digest.digest()
    for path in unsafe:
        assert browser.post(path, data={"on": "1"}, headers=headers).status_code == 403, path
        assert digest.digest() == before, path


@pytest.mark.parametrize("headers", ACCEPTED)
def test_our_own_pages_pass(browse, cast, headers):
    browser = browse(cast.olga)
    del browser.environ_base["HTTP_SEC_FETCH_SITE"]
    assert browser.post("/preferences", data={"theme": "dark"}, headers=headers).status_code == 303


def test_the_door_is_guarded_too(client):
    response = client.post("/sign-in", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_the_cookie_is_lax_and_not_for_scripts(client, cast):
    from tests.support.cast import PASSWORD

    answer = client.post("/sign-in", data={"email": "alice@firma.example", "password": PASSWORD})
    policies = {"session": "SameSite=Lax", "known": "SameSite=Strict"}
    cookies = {cookie.partition("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    assert cookies.keys() == policies.keys()
    for name, cookie in cookies.items():
        assert "HttpOnly" in cookie
        assert policies[name] in cookie
