"""A01, Kimai CVE-2026-28685 and yshop-crm CVE-2026-111703: a role was asked for, the object was not (ASVS 8.2.2).

Erik has every right but to view all accounts, and is not on the team of A.
"""

import pytest

from tests.support import digest, rows
from tests.test_conventions_requests import paths

pytestmark = [pytest.mark.asvs("8.2.2"), pytest.mark.knows_no_engine]


def test_every_right_together_opens_no_foreign_account(app, browse, cast):
    rows.add(cast.a, cast.olga, 1)
    browser = browse(cast.erik)
    everything = list(paths(app, cast.a))
    before = digest.digest()
    for method, path in everything:
        assert browser.open(path, method=method, data={"on": "1"}).status_code == 404, path
    assert digest.digest() == before


def test_lists_and_search_hold_nothing_foreign(browse, cast):
    rows.add(cast.a, cast.olga, 1)
    browser = browse(cast.erik)
    for path in (
        "/accounts",
        "/accounts?archived=all",
        "/search?q=a",
        "/search?q=kontakt",
        "/access-requests",
    ):
        body = browser.get(path).text
        for canary in (cast.a.name, "Kontakt 1", "anna@a.example", f'/accounts/{cast.a.id}"'):
            assert canary not in body, path
    assert cast.a.name not in browser.htmx("GET", "/search?q=østergaard").text
