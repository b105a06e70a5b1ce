"""A05, Django-CRM #745: one foreign id among many was changed along with them (ASVS 8.2.2)."""

import pytest

from models.clients.tag import Tag
from models.processes.bulk import KINDS
from models.processes.bulk_change import BulkChange
from tests.support import digest

pytestmark = pytest.mark.asvs("8.2.2", "2.3.3")


def wish(cast, kind) -> dict:
    return {
        "kind": kind,
        "account": [cast.a.id, cast.b.id],
        "tag": Tag.get().id,
        "member": cast.alice.id,
        "successor": cast.rikke.id,
        "account_type": "other",
        "switch": "login",
        "on": "1",
        "by": "ticked",
        "addresses": [cast.address("aase@a.example").id, cast.address("bent@b.example").id],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_with_one_foreign_id_the_whole_request_is_refused(browse, cast, kind):
    Tag.add(cast.olga, name="ny")
    browser, before = browse(cast.rikke), digest.digest()
    assert browser.post("/bulk-changes", data=wish(cast, kind)).status_code == 404
    assert browser.get("/bulk-changes/new", query_string=wish(cast, kind)).status_code == 404
    assert digest.digest() == before


def test_without_it_the_same_request_is_taken(browse, cast):
    Tag.add(cast.olga, name="ny")
    fields = wish(cast, "type") | {"account": [cast.a.id]}
    assert browse(cast.rikke).post("/bulk-changes", data=fields).status_code == 303


def test_addresses_of_a_client_that_was_not_chosen_stay_as_they_are(browse, cast):
    Tag.add(cast.olga, name="ny")
    foreign = cast.address("bent@b.example")
    fields = wish(cast, "switch") | {"account": [cast.a.id], "addresses": [foreign.id]}
    browser = browse(cast.rikke)
    browser.post("/bulk-changes", data=fields)
    for change in BulkChange.select():
        assert not any(each.account_id == cast.b.id for each in change.outcomes)
    assert cast.address("bent@b.example").login_at is None


def test_what_was_prepared_is_refused_when_a_client_has_left_meanwhile(browse, cast):
    browser = browse(cast.rikke)
    Tag.add(cast.olga, name="ny")
    place = browser.post("/bulk-changes", data=wish(cast, "type") | {"account": [cast.a.id]}).location
    cast.a.unassign(cast.rikke, cast.olga)
    before = digest.digest()
    fields = {"digest": BulkChange.get().digest}
    assert browser.post(place, data=fields).status_code == 404
    assert browser.get(place).status_code == 404
    assert digest.digest() == before


def test_another_persons_change_is_nobodys_business(browse, cast):
    Tag.add(cast.olga, name="ny")
    place = (
        browse(cast.rikke).post("/bulk-changes", data=wish(cast, "type") | {"account": [cast.a.id]}).location
    )
    other, before = browse(cast.olga), digest.digest()
    for path in (place, f"{place}/deletion"):
        assert other.post(path, data={"digest": BulkChange.get().digest}).status_code == 404
    assert digest.digest() == before
