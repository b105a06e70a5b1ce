"""The firm's own settings, which are the owner's alone (rule Staff 2)."""

import pytest

from models.base.event import Event
from models.staff.firm import Firm
from tests.support.digest import digest
from tests.support.html import value_of

STAFF = ("adam", "alice", "bob", "mona", "rikke", "erik", "vera", "nils")


def typed(**others) -> dict:
    return {"seen": Firm.this().last_event_id, "name": "Revision Nord", "language": "en"} | others


def test_the_owner_changes_name_and_language(browse, cast):
    browser = browse(cast.olga)
    assert browser.post("/settings/firm", data=typed()).status_code == 303
    assert (Firm.this().name, Firm.this().language) == ("Revision Nord", "en")
    assert Event.select().order_by(Event.id.desc()).first().values == {
        "name": ["Regnskabshuset Nord", "Revision Nord"],
        "language": ["da", "en"],
    }


@pytest.mark.parametrize("name", STAFF)
def test_nobody_else_does(browse, cast, name):
    browser = browse(getattr(cast, name))
    before = digest()
    assert browser.get("/settings/firm").status_code == 403
    for path in ("/settings/firm", "/settings/firm/logo", "/settings/firm/logo/deletion"):
        assert browser.post(path, data=typed()).status_code == 403
    assert digest() == before
    assert "/settings/firm" not in browser.get("/accounts").text


@pytest.mark.parametrize("others", [{"name": " "}, {"name": "x" * 256}, {"language": "fr"}])
def test_bad_input_is_told_beside_its_field(browse, cast, others):
    browser = browse(cast.olga)
    before = digest()
    page = browser.post("/settings/firm", data=typed(**others))
    assert page.status_code == 422
    assert f'id="{next(iter(others))}-error"' in page.text
    assert digest() == before


def test_two_owners_are_told_of_each_other(browse, cast):
    browser, data = browse(cast.olga), typed()
    Firm.this().amend(cast.adam, name="Bogføring Nord")
    page = browser.post("/settings/firm", data=data)
    assert page.status_code == 409
    assert "Bogføring Nord" in page.text
    assert value_of(page.text, "name") == "Revision Nord"
    assert Firm.this().name == "Bogføring Nord"
    assert (
        browser.post("/settings/firm", data=data | {"seen": value_of(page.text, "seen")}).status_code == 303
    )
    assert Firm.this().name == "Revision Nord"
