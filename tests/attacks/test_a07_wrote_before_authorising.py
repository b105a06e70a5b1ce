"""A07, EspoCRM CVE-2026-41160: a correct 403, but the row had already changed (ASVS 8.2.1)."""

import pytest

from models.teams.access_request import AccessRequest
from tests.support import digest

pytestmark = pytest.mark.asvs("8.2.1")


def unsafe_requests(cast):
    row, kaj = cast.address("aase@a.example"), cast.address("kaj@old.example")
    request = AccessRequest.get()
    return {
        f"/accounts/{cast.a.id}/linked-addresses/{row.id}/login": {"on": "1"},
        f"/accounts/{cast.old.id}/linked-addresses/{kaj.id}/login": {"on": "1"},
        "/accounts": {"type": "company", "name": "Ny ApS", "first_name": "Ny"},
        f"/access-requests/{request.id}/grant": {},
        f"/access-requests/{request.id}/refusal": {},
    }


@pytest.mark.parametrize("name", ["alice", "bob", "nils"])
@pytest.mark.parametrize("htmx", [True, False])
def test_what_is_denied_leaves_the_database_as_it_was(browse, cast, name, htmx):
    AccessRequest.ask(cast.nils, cast.a.id, "Ferie")
    browser = browse(getattr(cast, name))
    before = digest.digest()
    for path, fields in unsafe_requests(cast).items():
        response = browser.htmx("POST", path, data=fields) if htmx else browser.post(path, data=fields)
        assert response.status_code in (403, 404), path
        assert digest.digest() == before, path


def test_nobody_at_all_changes_nothing(client, cast):
    AccessRequest.ask(cast.nils, cast.a.id, "Ferie")
    before = digest.digest()
    for path, fields in (
        unsafe_requests(cast) | {"/preferences": {"theme": "dark"}, "/sign-out": {}}
    ).items():
        assert client.post(path, data=fields).status_code == 303, path
        assert client.htmx("POST", path, data=fields).status_code == 401, path
    assert digest.digest() == before
