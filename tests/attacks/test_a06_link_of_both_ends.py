"""A06, SuiteCRM CVE-2026-61650: linking asked for one end only, and rewrote a key of the other (ASVS 8.2.2)."""

import pytest

from models.clients.contact import Contact
from models.clients.link import Link
from tests.support import digest

pytestmark = pytest.mark.asvs("8.2.2", "2.2.3")


def contact(first_name) -> Contact:
    return Contact.get(Contact.first_name == first_name)


@pytest.mark.parametrize(
    ("name", "part", "person", "status"),
    [
        ("rikke", "a", "Bent", 404),  # the person is on B alone, which is not hers
        ("rikke", "b", "Anna", 404),  # the client is not hers
        ("alice", "a", "Kaj", 403),  # both are open to her, and she manages nothing
        ("rikke", "old", "Anna", 409),  # archived
        ("rikke", "a", "Kaj", 303),
    ],
)
def test_linking_needs_both_ends(browse, cast, name, part, person, status):
    browser, account = browse(getattr(cast, name)), getattr(cast, part)
    before = digest.digest()
    response = browser.post(f"/accounts/{account.id}/links", data={"contact_id": contact(person).id})
    assert response.status_code == status
    assert (digest.digest() == before) == (status != 303)


@pytest.mark.parametrize(("name", "status"), [("rikke", 404), ("alice", 403), ("bob", 404), ("erik", 404)])
def test_unlinking_under_another_account_is_refused(browse, cast, name, status):
    foreign = Link.of_account(cast.b).get()
    browser, before = browse(getattr(cast, name)), digest.digest()
    assert browser.post(f"/accounts/{cast.a.id}/links/{foreign.id}/deletion").status_code == status
    assert digest.digest() == before


def test_a_relation_to_a_client_that_is_not_ones_own_is_refused_alike(browse, cast):
    """Whether the other end is foreign or does not exist, the words are the same."""
    browser, told = browse(cast.rikke), set()
    before = digest.digest()
    for other in (cast.b.id, 987_654):
        response = browser.post(
            f"/accounts/{cast.a.id}/relations", data={"other": str(other), "kind": "owns"}
        )
        assert response.status_code == 422
        assert cast.b.name not in response.text
        told.add(response.text.count("is-invalid"))
    assert len(told) == 1
    assert digest.digest() == before
