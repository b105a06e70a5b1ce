"""The headers of every response."""

import re

import pytest

from access import portal_session
from app import create_app
from config import Settings
from models.base.database import db
from tests.support.visiting import PASSWORD, give_access
from tests.test_conventions_requests import kept_document

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


@pytest.mark.asvs("3.4.3", "3.4.4", "3.4.5", "3.4.6", "4.1.1", "16.5.1")
def test_refused_broken_and_empty_answers_have_them_too(browse, client, cast):
    browser, account = browse(cast.olga), cast.a
    kept = f"/accounts/{account.id}/documents/{kept_document(account).id}"
    answers = {
        "a foreign origin": browser.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}),
        "another host": browser.get("/accounts", headers={"Host": "evil.example"}),
        "NUL": browser.post("/accounts", data={"name": "a\0b"}),
        "no such method": browser.open("/accounts", method="DELETE"),
        "no such HTTP method": browser.open("/accounts", method="BREW"),
        "too large": browser.post("/accounts", data={"name": "x" * 1_100_000}),
        "too many fields": browser.post(
            "/accounts",
            data={f"f{number}": "x" for number in range(1_200)},
            content_type="multipart/form-data",
        ),
        "no form": browser.post("/accounts", data=b"{", content_type="application/json"),
        "half a form": browser.post("/accounts", data=b"--x", content_type="multipart/form-data; boundary=x"),
        "a redirect": client.get("/accounts"),
        "a trailing slash": browser.get("/accounts/"),
        "a download": browser.get(kept),
        "a part of a download": browser.get(kept, headers={"Range": "bytes=0-1"}),
        "no part of a download": browser.get(kept, headers={"Range": "bytes=900-901"}),
        "a lock": [client.post("/sign-in", data={"email": "a@b.dk", "password": "x"}) for _ in range(11)][-1],
        "static unchanged": client.get(
            "/static/favicon.svg",
            headers={"If-None-Match": client.get("/static/favicon.svg").headers["ETag"]},
        ),
    }
    for response in answers.values():
        check(response)
    statuses = {name: response.status_code for name, response in answers.items()}
    assert statuses["too many fields"] == statuses["too large"] == 413
    assert (statuses["a lock"], statuses["static unchanged"], statuses["another host"]) == (429, 304, 400)
    assert statuses["a part of a download"] in (200, 206)


@pytest.mark.asvs("3.2.1", "3.4.4", "5.4.1")
def test_a_download_runs_nowhere(browse, cast):
    response = browse(cast.olga).get(f"/accounts/{cast.a.id}/documents/{kept_document(cast.a).id}")
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4")
@pytest.mark.parametrize("https", [False, True])
def test_cookies_are_host_only_and_for_no_script(wired_app, settings, https, monkeypatch):
    opened, told = db.obj, settings._replace(base_url="https://localhost" if https else "http://localhost")
    made = create_app(told)
    db.obj.close_all()
    db.initialize(opened)
    prefix = "__Host-" if https else ""
    assert made.config["SESSION_COOKIE_NAME"] == f"{prefix}session"
    assert made.config["SESSION_COOKIE_SECURE"] is https
    assert made.config["SESSION_COOKIE_HTTPONLY"] is True
    assert made.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert made.config.get("SESSION_COOKIE_DOMAIN") is None
    with made.test_request_context("/portal"):
        assert portal_session.cookie_name() == f"{prefix}portal"


@pytest.mark.asvs("3.3.1", "3.3.3")
def test_the_portals_cookie_keeps_what_its_prefix_promises(client, app, settings, cast):
    app.config["SETTINGS"] = settings._replace(base_url="https://localhost")
    give_access(cast.address("aase@a.example"))
    ase = {"email": "aase@a.example", "password": PASSWORD}
    cookie = client.post("/portal/sign-in", data=ase, base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-portal=")
    parts = {part.strip() for part in cookie.split(";")}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert "domain" not in cookie.lower()


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
