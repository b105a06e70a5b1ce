"""A02, Kimai CVE-2026-80202 and GHSA-9g2q: a right reached objects outside the team (ASVS 8.2.2).

Rikke manages accounts and does not view all of them: she edits A, of her team, and nothing of B.
"""

import pytest

from models.clients.contact import Contact
from tests.support import digest, rows
from tests.test_conventions_requests import paths

pytestmark = pytest.mark.asvs("8.2.2")


def test_who_manages_accounts_edits_those_of_the_own_team(browse, cast):
    fields = {"seen": "2147483647", "name": "Nyt navn", "type": "company", "country": "DK"}
    assert browse(cast.rikke).post(f"/accounts/{cast.a.id}", data=fields).status_code == 303
    assert cast.a.name == "Nyt navn"


def test_and_nothing_of_another_team(app, browse, cast):
    rows.add(cast.b, cast.olga, 1)
    browser, everything = browse(cast.rikke), list(paths(app, cast.b))
    bent = Contact.get(Contact.first_name == "Bent")
    everything += [("GET", f"/contacts/{bent.id}/edit"), ("POST", f"/contacts/{bent.id}")]
    before = digest.digest()
    for method, path in everything:
        assert browser.open(path, method=method, data={"on": "1", "seen": "0"}).status_code == 404, path
    assert digest.digest() == before
