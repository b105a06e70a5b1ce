"""A new column of a client is edited, shown, told, restored and filled in by a merge."""

from models.base.event import Event
from models.clients.account import Account
from models.history.restore import restore_value
from models.merging.merging import merge
from tests.support.html import posted


def test_it_is_edited_shown_told_restored_and_merged(browse, cast):
    browser, here = browse(cast.olga), f"/accounts/{cast.a.id}"
    fields = posted(browser.get(f"{here}/edit").text, here)
    assert browser.post(here, data=fields | {"industry": "Byggeri"}).status_code == 303
    for page in ("info", "history?kind=client", "edit"):
        assert "Byggeri" in browser.get(f"{here}/{page}").text
    changed = Event.select().where(Event.kind == "account.changed").get()
    assert restore_value(changed, "industry", cast.olga, cast.a)
    assert Account.get_by_id(cast.a.id).industry == ""
    Account.get_by_id(cast.a.id).amend(cast.olga, industry="Byggeri")
    merge(cast.b, cast.a, cast.olga)
    assert Account.get_by_id(cast.b.id).industry == "Byggeri"
