"""I03, EspoCRM CVE-2021-3539, SuiteCRM CVE-2021-39268, Twenty GHSA-x7hp: SVG, HTML and XML came back inline.

And I04, FreeScout GHSA-fffc and EspoCRM CVE-2026-53575: a file or a name got around the CSP. ASVS 1.3.4, 3.2.1, 3.4.3.
"""

import re
from io import BytesIO

import pytest

from models.documents.document import Document
from models.staff.firm import Firm

pytestmark = pytest.mark.knows_no_engine

RUNNING = {
    "billede.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
    "side.html": b"<!doctype html><script>alert(1)</script>",
    "side.xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    "data.xml": b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>',
    "kode.js": b"alert(document.cookie)",
    "foto.png": b"<script>alert(1)</script>",
}
DECLARED = ("image/png", "text/html", "image/svg+xml", "application/javascript", "")


def upload(browser, path, field, name, data, declared):
    form = {field: (BytesIO(data), name, declared)}
    return browser.post(path, data=form, content_type="multipart/form-data")


@pytest.mark.asvs("1.3.4", "3.2.1", "5.4.1")
@pytest.mark.parametrize("name", RUNNING)
@pytest.mark.parametrize("declared", DECLARED)
def test_what_runs_comes_back_as_a_file_to_keep_whatever_it_says_it_is(browse, cast, name, declared):
    browser = browse(cast.olga)
    upload(browser, "/accounts/1/documents", "files", name, RUNNING[name], declared)
    document = Document.get_or_none(Document.account == cast.a)
    assert document, "it is text, which an office may send"
    response = browser.get(f"/accounts/1/documents/{document.id}")
    assert response.mimetype == "text/plain"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy


@pytest.mark.asvs("1.3.4", "5.2.2")
@pytest.mark.parametrize("name", RUNNING)
@pytest.mark.parametrize("declared", DECLARED)
def test_none_of_them_is_a_photo(browse, cast, name, declared):
    response = upload(browse(cast.olga), "/accounts/1/photo", "photo", name, RUNNING[name], declared)
    assert response.status_code == 422
    assert cast.a.photo is None


@pytest.mark.asvs("3.4.3")
def test_a_page_runs_no_script_for_being_on_our_own_address(browse, cast):
    """'self' alone would run an uploaded file."""
    for path in ("/accounts", "/accounts/1/documents", "/settings/firm"):
        scripts = re.search(
            r"script-src ([^;]*)", browse(cast.olga).get(path).headers["Content-Security-Policy"]
        )
        assert re.fullmatch(r"'nonce-[\w-]{22,}'", scripts[1])


@pytest.mark.asvs("3.4.3", "1.2.1")
@pytest.mark.parametrize(
    "name", ["x'; script-src * 'unsafe-inline'", "x\r\nSet-Cookie: a=b", 'x"; sandbox', "x\nX-Y: z"]
)
def test_no_name_enters_a_header(browse, client, cast, name):
    Firm.update(name=name).execute()
    document = Document.create(account=cast.a, name=f"{name}.txt", mime_type="text/plain", size=1)
    for browser, path in (
        (browse(cast.olga), "/accounts"),
        (browse(cast.olga), f"/accounts/1/documents/{document.id}"),
        (client, "/portal/sign-in"),
    ):
        response = browser.get(path)
        assert "unsafe-inline" not in str(response.headers)
        assert "X-Y" not in response.headers
        assert "a=b" not in response.headers.get("Set-Cookie", "")
