"""The headers of every response."""

import re

import pytest

from config import Settings

pytestmark = pytest.mark.asvs(
    "3.4.1", "3.4.2", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "4.1.1", "16.5.1", "16.5.4"
)

PATHS = (
    *(
        "/accounts",
        "/accounts/1",
        "/accounts/1/overview",
        "/accounts/999",
        "/nothing/here",
        "/healthz",
        "/readyz",
    ),
    *("/me", "/sign-in", "/search?q=a", "/static/favicon.svg", "/static/missing.css", "/static/../config.py"),
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def test_every_response_has_the_strict_headers(browse, cast):
    browser = browse(cast.alice)
    for path in PATHS:
        for method in ("GET", "POST", "DELETE", "OPTIONS"):
            check(browser.open(path, method=method))


def check(response):
    asked = f"{response.request.method} {response.request.path}"
    for name, value in EVERYWHERE.items():
        assert response.headers[name] == value, asked
    csp = response.headers["Content-Security-Policy"]
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action "):
        assert part in csp, asked
    assert "unsafe" not in csp
    scripts = re.search(r"script-src ('none'|'nonce-[\w-]{22}');", csp)
    assert scripts or csp.startswith("sandbox; default-src 'none'"), asked
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Content-Type" in response.headers or not response.data


def test_the_nonce_is_the_scripts_and_never_the_same(browse, cast):
    browser, nonces = browse(cast.alice), set()
    for _ in range(3):
        response = browser.get("/accounts")
        nonce = re.search(r"'nonce-([\w-]+)'", response.headers["Content-Security-Policy"])[1]
        assert set(re.findall(r'nonce="([^"]*)"', response.text)) == {nonce}
        nonces.add(nonce)
    assert len(nonces) == 3


def test_failures_have_the_headers_and_tell_no_details(browse, cast, wired_app, monkeypatch):
    def fail():
        raise RuntimeError("secret detail")

    monkeypatch.setitem(wired_app.view_functions, "accounts.index", fail)
    for response in (browse(cast.alice).get("/accounts"), browse(cast.alice).htmx("GET", "/accounts")):
        assert response.status_code == 500
        assert "secret detail" not in response.text
        assert "Traceback" not in response.text
        check(response)


def test_static_files_are_kept_for_a_year_under_an_address_with_their_digest(client):
    href = re.search(r'href="(/static/css/overblik.css\?v=[0-9a-f]{10})"', client.get("/sign-in").text)[1]
    response = client.get(href)
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "no-store" not in response.headers["Cache-Control"]


@pytest.mark.asvs("3.3.1")
@pytest.mark.parametrize(
    ("base_url", "https"), [("https://overblik.example", True), ("http://localhost", False)]
)
def test_https_makes_the_cookies_secure(settings, base_url, https):
    told: Settings = settings._replace(base_url=base_url)
    assert told.https is https


def test_hsts_is_sent_where_the_base_url_is_https(client, app, settings):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    app.config["SETTINGS"] = settings._replace(base_url="https://overblik.example")
    strict = client.get("/healthz").headers["Strict-Transport-Security"]
    assert strict == "max-age=31536000; includeSubDomains"


def test_text_says_its_charset(browse, cast):
    for path in ("/accounts", "/healthz", "/accounts/1/overview/notes", "/nothing"):
        assert "charset=utf-8" in browse(cast.olga).get(path).headers["Content-Type"].lower()


def test_too_much_at_once_is_413(browse, cast):
    response = browse(cast.olga).post("/accounts", data={"name": "x" * 1_100_000})
    assert response.status_code == 413
    check(response)
