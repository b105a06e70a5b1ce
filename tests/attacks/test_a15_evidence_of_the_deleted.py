"""A15 once more: what the law wants kept of a client who was deleted for good is no way to the client (ASVS 8.2.2).

The client's row, the documents and the people whom they name are still there, and nobody finds or opens them.
"""

import re
from datetime import timedelta

import pytest

from models.base.clock import at, now
from models.clients.contact import Contact
from models.clients.linking import link_contact
from models.documents.document import Document
from models.documents.signature import SignatureRequest, Signer
from models.processes.bin_expiry import delete_for_good
from models.teams.access_request import AccessRequest
from tests.support import digest
from tests.test_conventions_requests import furnish, paths

pytestmark = pytest.mark.asvs("8.2.2")

STAFF = ("olga", "adam", "mona", "rikke", "vera", "alice", "nils")
LISTS = (
    *(
        "/accounts?archived=all",
        "/search?q=byg",
        "/bin",
        "/contacts",
        "/contacts?q=Signe",
        "/contacts?clients=none",
    ),
    *("/duplicates", "/duplicates?kind=account", "/outbox", "/access-requests", "/activity"),
    *("/contacts/likenesses?first_name=Signe&last_name=Underskriver", "/accounts/2/links/new?q=Signe"),
    *("/merges/new?kind=account&keep=2&q=byg", "/merges/new?kind=contact&keep=2&q=Signe", "/accounts/2/info"),
)


@pytest.fixture
def deleted(app, cast):
    """(every address of the client, the id of somebody who signed), of a client who was deleted for good."""
    cast.a.amend(cast.olga, registration_number="13585628")
    furnish(app, cast.a, cast.olga)
    signer = Contact.meet(cast.olga, first_name="Signe", last_name="Underskriver", emails=["signe@a.example"])
    link_contact(cast.a, signer, cast.olga)
    document = Document.get(Document.account == cast.a)
    SignatureRequest.send(document, [signer], cast.olga).sign(signer)
    everything = list(paths(app, cast.a))
    cast.a.archive(cast.olga)
    cast.a.bin(cast.olga)
    with at(now() + timedelta(days=30)):
        delete_for_good(cast.a)
    assert cast.a.purged_at
    assert Signer.get(contact=signer).signed_at
    return everything, signer.id


@pytest.mark.parametrize("name", STAFF)
def test_nobody_opens_what_is_kept(browse, cast, deleted, name):
    everything, signer = deleted
    browser, before = browse(getattr(cast, name)), digest.digest()
    for method, path in [*everything, ("POST", "/accounts/1/bin")]:
        answer = browser.open(path, method=method, data={"on": "0"})
        assert answer.status_code == 404, path
        assert "Østergaard" not in answer.text
    for path in (f"/contacts/{signer}", f"/contacts/{signer}/photo"):
        assert browser.get(path).status_code == 404, path
    assert digest.digest() == before


@pytest.mark.parametrize("name", STAFF)
def test_nobody_finds_what_is_kept(browse, cast, deleted, name):
    browser = browse(getattr(cast, name))
    for path in LISTS:
        answer = browser.get(path)
        assert answer.status_code == 200 or name != "olga", path
        text = re.sub(r'value="[^"]*"', "", answer.text)  # what one typed oneself
        for leak in ("Østergaard Byg", "13585628", "Underskriver", "signe@a.example"):
            assert leak not in text, path


@pytest.mark.parametrize("name", ["olga", "vera"])
def test_no_list_that_is_taken_away_names_it(browse, cast, deleted, name):
    answer = browse(getattr(cast, name)).post("/accounts/exports", data={"archived": "all"})
    assert answer.status_code == 200
    assert "Bageriet" in answer.text
    assert "Østergaard Byg" not in answer.text
    assert "Underskriver" not in answer.text


def test_what_somebody_types_is_like_nobody_who_is_only_a_name(browse, cast, deleted):
    link = {"first_name": "Signe", "last_name": "Underskriver", "email": "signe@a.example"}
    answer = browse(cast.olga).post("/accounts/2/contacts", data=link | {"language": "da", "country": "DK"})
    assert answer.status_code == 303
    assert Contact.select().where(Contact.last_name == "Underskriver").count() == 2


@pytest.mark.parametrize("name", ["alice", "nils"])
def test_nobody_asks_for_access_to_it(browse, cast, deleted, name):
    before = AccessRequest.select().count()
    browse(getattr(cast, name)).post("/access-requests", data={"account_id": "1", "reason": "Ferie"})
    assert AccessRequest.select().count() == before


@pytest.mark.parametrize("name", ["olga", "mona"])
def test_nobody_links_or_merges_somebody_who_is_only_a_name(browse, cast, deleted, name):
    _, signer = deleted
    browser, before = browse(getattr(cast, name)), digest.digest()
    assert browser.post("/accounts/2/links", data={"contact_id": signer}).status_code in (404, 422)
    for keep, gone in ((signer, 3), (3, signer)):
        answer = browser.post("/merges", data={"kind": "contact", "keep": keep, "gone": gone})
        assert answer.status_code in (404, 422)
    assert browser.post("/merges", data={"kind": "account", "keep": 2, "gone": 1}).status_code in (404, 422)
    assert digest.digest() == before
