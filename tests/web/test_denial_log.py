"""Every denial of somebody who is known is one line in the log, and nothing else is written (ASVS 16.3.2)."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.clients.contact import Contact
from models.clients.portal_user import PortalSession
from tests.support import digest
from tests.support.visiting import enter, give_access
from web import denial_log

NOBODYS = 987_654
ADDRESS = "127.0.0.1"

# Who asks for what: staff of the cast, method, path, endpoint, status and the account that was asked for.
DENIED = [
    ("nils", "GET", "/accounts/1", "accounts.show", 404, 1),
    ("nils", "GET", "/accounts/1/info", "info.show", 404, 1),
    ("nils", "POST", "/accounts/1/archival", "archivals.update", 404, 1),
    ("nils", "GET", f"/accounts/{NOBODYS}", "accounts.show", 404, NOBODYS),
    ("nils", "GET", f"/accounts/{10**30}", "accounts.show", 404, None),
    ("nils", "GET", "/contacts/1", "contacts.show", 404, None),
    ("nils", "GET", "/settings/tags", "tags.index", 403, None),
    ("alice", "POST", "/accounts/1/tags", "account_tags.create", 403, 1),
    ("alice", "GET", "/accounts/1/invoices", "invoices.index", 403, 1),
    ("mona", "POST", "/accounts/3/tags", "account_tags.create", 409, 3),
    ("rikke", "POST", "/bulk-changes", "bulk_changes.create", 404, None),
    ("adam", "POST", "/accounts/3/tags", "account_tags.create", 409, 3),
]


def refusals() -> list[Event]:
    return list(Event.select().where(Event.kind == "refusal.made").order_by(Event.id))


@pytest.mark.asvs("16.3.2")
@pytest.mark.parametrize(("name", "method", "path", "endpoint", "status", "account_id"), DENIED)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_denial_of_staff_is_one_line_and_nothing_else(
    browse, cast, name, method, path, endpoint, status, account_id, htmx
):
    person = getattr(cast, name)
    browser = browse(person)
    before = digest.digest()
    asked = {"data": {"account": "2", "kind": "archive"}} if method == "POST" else {}
    response = browser.htmx(method, path, **asked) if htmx else browser.open(path, method=method, **asked)
    assert response.status_code == status, response.text
    assert digest.digest() == before
    (line,) = refusals()
    assert (line.actor_kind, line.actor_id, line.actor_name) == ("user", person.id, person.name)
    assert (line.account_id, line.subject_name) == (account_id, path)
    assert line.details == {
        "endpoint": endpoint,
        "method": method,
        "status": status,
        "address": ADDRESS,
    }


@pytest.mark.asvs("16.3.2")
def test_a_request_from_elsewhere_in_the_name_of_staff_is_told(browse, cast):
    browser = browse(cast.olga)
    browser.post("/preferences", headers={"Sec-Fetch-Site": "cross-site"})
    (line,) = refusals()
    assert (line.actor_id, line.details["status"]) == (cast.olga.id, 403)


@pytest.mark.asvs("16.3.2")
def test_a_foreign_account_in_the_portal_is_one_line(client, cast):
    row = give_access(cast.address("anna@a.example"))
    enter(client, row.address.email)
    anna = Contact.get_by_id(row.link.contact_id)
    before = digest.digest()
    assert client.get(f"/portal/accounts/{cast.b.id}/documents").status_code == 404
    assert client.get(f"/portal/accounts/{NOBODYS}/documents").status_code == 404
    assert digest.digest() == before
    lines = refusals()
    assert [line.account_id for line in lines] == [cast.b.id, NOBODYS]
    assert {(line.actor_kind, line.actor_id, line.actor_name) for line in lines} == {
        ("contact", anna.id, anna.name)
    }


@pytest.mark.asvs("16.3.2")
@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/merges", {"kind": "account", "keep": "1", "gone": "3"}),
        ("/merges", {"kind": "contact", "keep": "4", "gone": "1"}),  # Kaj, of old
        ("/contacts/4", {"first_name": "Kaj", "country": "DK", "language": "da"}),
        ("/bulk-changes", {"kind": "type", "account": ["1", "3"], "type": "other"}),
    ],
)
def test_what_is_archived_is_told_wherever_it_is_refused(browse, cast, path, data):
    browser = browse(cast.olga)
    before = digest.digest()
    response = browser.post(f"{path}?lang=en", data=data)
    assert response.status_code == 409
    assert " archived" in response.text
    assert digest.digest() == before
    (line,) = refusals()
    assert (line.subject_name, line.details["status"]) == (path, 409)


def test_strangers_and_pages_that_are_not_there_leave_no_line(client, browse, cast):
    paths = ["/accounts/1", "/settings/tags", "/portal/accounts/1/documents", "/no-such-page", "/setup"]
    for path in paths:
        client.get(path)
    client.post("/preferences", headers={"Sec-Fetch-Site": "cross-site"})
    nils = browse(cast.nils)
    for path in ("/no-such-page", "/setup", "/accounts?sort=nonsense"):
        nils.get(path)
    nils.get("/accounts", headers={"Host": "evil.example"})
    assert refusals() == []


def test_a_staff_session_is_nobody_in_the_portal(browse, cast):
    browse(cast.nils).get("/portal/accounts/1/documents")
    assert refusals() == []
    assert not PortalSession.select().exists()


def test_asking_again_at_once_leaves_no_second_line(browse, cast):
    nils, bob = browse(cast.nils), browse(cast.bob)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(5):
            nils.get("/accounts/1/info")
        assert len(refusals()) == 1
        bob.get("/accounts/1/info")
        nils.get("/accounts/2/info")
        nils.get("/accounts/1/tasks")
        assert len(refusals()) == 4
        clock.shift(denial_log.ONCE_IN - timedelta(seconds=1))
        nils.get("/accounts/1/info")
        assert len(refusals()) == 4
        clock.shift(timedelta(seconds=1))
        nils.get("/accounts/1/info")
        assert len(refusals()) == 5


def test_a_crawl_leaves_one_line_for_each_account_and_contact(browse, cast):
    nils = browse(cast.nils)
    for _ in range(2):
        for number in range(1, 11):
            nils.get(f"/accounts/{number}")
            nils.get(f"/contacts/{number}")
    assert len(refusals()) == 20


def test_a_log_that_fails_lets_nobody_in_and_breaks_no_answer(browse, cast, monkeypatch, caplog):
    def full(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(Event, "log", full)
    response = browse(cast.nils).get("/accounts/1")
    assert response.status_code == 404
    assert "denial not logged: GET /accounts/1" in caplog.text
    assert refusals() == []
