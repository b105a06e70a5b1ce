"""A08, Vikunja GHSA-564f and Vaultwarden CVE-2026-27803: what let somebody read let them write (ASVS 8.2.1).

Alice is on A and holds no right. What an employee may send without one stands in tests/matrix/who.py (rule Access 4).
"""

import pytest

from tests.matrix.who import who
from tests.support import digest
from tests.test_conventions_requests import filled, furnish

pytestmark = [pytest.mark.asvs("8.2.1"), pytest.mark.knows_no_engine]

OPEN = ("anyone", "client", "staff")  # in the table by hand, tests/matrix/who.py


def test_who_may_only_read_is_refused_every_write(app, browse, cast):
    furnish(app, cast.a, cast.olga)
    browser, refused, people = browse(cast.alice), set(), who()
    before = digest.digest()
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or people[rule.endpoint] in OPEN:
            continue
        response = browser.post(filled(rule, cast.a, cast.a), data={"on": "1", "name": "x", "place": "1"})
        assert response.status_code == 403, rule.endpoint
        refused.add(rule.endpoint)
    assert digest.digest() == before
    assert len(refused) > 40
