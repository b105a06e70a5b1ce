"""What is dangerous asks again who is there, a quarter of an hour after the last proof (ASVS 7.5.1)."""

from datetime import timedelta

import pytest

import access
from models.base.clock import now
from models.staff.sign_in import SignIn
from tests.support import digest
from tests.test_conventions_requests import filled, furnish

MINUTES = 15


def dangerous(app, account):
    """Every address that asks, filled: (method, path)."""
    for rule in app.url_map.iter_rules():
        if access.POLICY[rule.endpoint].fresh:
            yield min(rule.methods - {"OPTIONS", "HEAD"}), filled(rule, account, account)


@pytest.mark.asvs("7.5.1")
def test_without_a_proof_of_late_nothing_dangerous_happens(app, browse, cast):
    furnish(app, cast.a, cast.olga)
    owner = browse(cast.olga)
    SignIn.update(proved_at=now() - timedelta(minutes=MINUTES)).execute()
    addresses = list(dangerous(app, cast.a))
    for method, path in addresses:
        before = digest.digest()
        response = owner.open(path, method=method, data={"on": "1"} if method == "POST" else None)
        leads_there = response.status_code == 303 and response.location.startswith("/confirmation")
        assert leads_there or response.status_code == 401, f"{method} {path}: {response.status_code}"
        assert digest.digest() == before, path
    assert len(addresses) > 15


@pytest.mark.asvs("7.5.1")
def test_with_one_it_does(app, browse, cast):
    owner = browse(cast.olga)
    SignIn.update(proved_at=now() - timedelta(minutes=MINUTES, seconds=-5)).execute()
    cast.a.archive(cast.olga)
    assert owner.post(f"/accounts/{cast.a.id}/bin", data={"on": "1"}).status_code == 303
    assert cast.a.binned_at
