"""A08, Vikunja GHSA-564f and Vaultwarden CVE-2026-27803: what let somebody read let them write (ASVS 8.2.1).

Alice is on A and holds no right. What an employee may send without one stands here literally (product.md §3.4).
"""

import pytest

from tests import digest
from tests.test_conventions_requests import filled, furnish

pytestmark = pytest.mark.asvs("8.2.1")

WITHOUT_ANY_RIGHT = {
    *("access_requests.create", "preferences.update", "sign_ins.delete"),
    *("revelations.create", "contact_revelations.create"),
}
NOT_STAFF = ("portal.", "setup.", "sign_ins.create")


def test_who_may_only_read_is_refused_every_write(app, browse, cast):
    furnish(app, cast.a, cast.olga)
    browser, refused = browse(cast.alice), set()
    before = digest.digest()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(NOT_STAFF) or "POST" not in rule.methods or is_open(rule.endpoint):
            continue
        response = browser.post(filled(rule, cast.a, cast.a), data={"on": "1", "name": "x", "place": "1"})
        assert response.status_code == 403, rule.endpoint
        refused.add(rule.endpoint)
    assert digest.digest() == before
    assert len(refused) > 40


def is_open(endpoint: str) -> bool:
    """Also what one does to one's own sign-in needs no right."""
    return endpoint in WITHOUT_ANY_RIGHT
