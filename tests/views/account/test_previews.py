"""The portal as one person sees it: exactly that, and without a trace (rule Portal 3)."""

import re
from io import BytesIO

import pytest

from models.base import file_store
from models.base.clock import now
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact
from models.documents.document import Document, Folder
from tests.support.digest import digests
from tests.support.visiting import enter, give_access


def path_of(account, row) -> str:
    return f"/accounts/{account.id}/linked-addresses/{row.id}/preview"


def main_of(page: str) -> str:
    """What stands in the page, without what only one of the two can click."""
    text = re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("</main>")[0].partition(">")[2])
    return " ".join(text.split())


@pytest.fixture
def row(cast):
    kept = file_store.keep(BytesIO(b"%PDF-"))
    fields = {"account": cast.a, "mime_type": "application/pdf", "size": 5, "file": kept.name}
    private = Folder.create(account=cast.a, name="Internt", access="private")
    Document.create(name="Delt.pdf", shared_at=now(), **fields)
    Document.create(name="Internt.pdf", shared_at=now(), folder=private, **fields | {"file": None})
    return give_access(cast.address("aase@a.example"))


def test_staff_see_exactly_what_the_person_sees(browse, client, cast, row):
    preview = browse(cast.rikke).get(path_of(cast.a, row))
    theirs = enter(client, "aase@a.example").get(f"/portal/accounts/{cast.a.id}/documents")
    assert main_of(preview.text) == main_of(theirs.text)
    assert "Delt.pdf" in preview.text
    assert "Internt.pdf" not in preview.text
    assert '<html lang="da"' in preview.text


def test_looking_leaves_no_trace(browse, cast, row):
    browser = browse(cast.rikke)
    before = digests()
    browser.get(path_of(cast.a, row))
    browser.get(f"{path_of(cast.a, row)}/{cast.a.id}")
    assert digests() == before


def test_nothing_in_it_can_be_changed(browse, cast, row):
    page = browse(cast.rikke).get(path_of(cast.a, row)).text
    assert "action=" not in page
    assert page.count("<form") == page.count("disabled")


def test_a_preview_is_no_way_into_the_portal(browse, cast, row):
    browser = browse(cast.rikke)
    browser.get(path_of(cast.a, row))
    assert browser.get("/portal").location == "/portal/sign-in"


@pytest.mark.parametrize(
    ("name", "status"), [("olga", 200), ("rikke", 200), ("alice", 200), ("vera", 200), ("bob", 404)]
)
def test_it_needs_the_account_and_no_right(browse, cast, row, name, status):
    assert browse(getattr(cast, name)).get(path_of(cast.a, row)).status_code == status


def test_accounts_that_the_looker_may_not_see_stay_unseen(browse, cast, row):
    link_contact(cast.b, row.link.contact, cast.olga)
    on_b = next(each for each in LinkedAddress.on(cast.b) if each.address.email == "aase@a.example")
    on_b.turn("login", True, cast.olga)
    assert cast.b.name in browse(cast.olga).get(path_of(cast.a, row)).text
    rikke = browse(cast.rikke)
    assert cast.b.name not in rikke.get(path_of(cast.a, row)).text
    assert rikke.get(f"{path_of(cast.a, row)}/{cast.b.id}").status_code == 404


def test_without_access_there_is_nothing_to_see(browse, cast):
    page = browse(cast.rikke).get(path_of(cast.a, cast.address("aase@a.example")) + "?lang=en").text
    assert "has no access to this client" in page
