"""A13, EspoCRM CVE-2026-109959, Twenty CVE-2026-85055: a history or log showed what its reader may not see (ASVS 8.2.3)."""

import pytest

from models.base.event import Event
from tests.support import digest
from tests.support.visiting import enter, give_access

CANARY = "kanariefugl"
EVENTS = {
    "sign_in.succeeded": {"factor": "password"},
    "sign_in.failed": {"factor": "password"},
    "refusal.made": {"endpoint": "accounts.show", "method": "GET", "status": 404},
    "export.made": {"what": "accounts", "rows": 3},
    "access.broke_glass": {},
}
WITHOUT = ["alice", "bob", "rikke", "erik", "vera", "mona", "nils"]


@pytest.fixture
def logged(cast):
    """The log tells of every kind, and each line says so; some stand on a client."""
    for number, (kind, details) in enumerate(EVENTS.items()):
        Event.log(
            kind,
            cast.olga,
            f"{CANARY}-{number}",
            cast.a.id if number % 2 else None,
            address=CANARY,
            **details,
        )


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize("name", WITHOUT)
@pytest.mark.parametrize("path", ["/activity", "/activity?kind=reveals", "/activity?person=user-1&after=x"])
def test_no_employee_sees_the_log(browse, cast, logged, name, path):
    browser = browse(getattr(cast, name))
    before = digest.digest()
    for response in (browser.get(path), browser.htmx("GET", path)):
        assert response.status_code == 403
        assert CANARY not in response.text
    assert digest.digest() == before
    assert 'href="/activity"' not in browser.get("/accounts").text


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize("name", ["olga", "adam"])
def test_owners_and_admins_see_it(browse, cast, logged, name):
    browser = browse(getattr(cast, name))
    assert browser.get("/activity").text.count(CANARY) >= len(EVENTS)
    assert 'href="/activity"' in browser.get("/accounts").text


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize("name", ["alice", "vera", "olga"])
def test_no_page_of_a_client_tells_what_the_log_tells(browse, cast, logged, name):
    browser = browse(getattr(cast, name))
    for end in ("/history", "/overview?cards=inline", "/info", "/logins"):
        assert CANARY not in browser.get(f"/accounts/{cast.a.id}{end}").text


@pytest.mark.asvs("8.2.3")
def test_nobody_in_the_portal_sees_it(client, cast, logged):
    row = give_access(cast.address("anna@a.example"))
    enter(client, row.address.email)
    before = digest.digest()
    for path in ("/activity", "/portal/activity"):
        response = client.get(path)
        assert response.status_code in (303, 404)
        assert CANARY not in response.text
    assert client.post("/activity/exports").status_code == 303
    assert CANARY not in client.get("/portal", follow_redirects=True).text
    assert digest.digest() == before


def test_a_stranger_is_led_to_the_door(client, logged):
    assert "/sign-in" in client.get("/activity").location
    assert "/sign-in" in client.post("/activity/exports").location
