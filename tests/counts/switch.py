"""A new switch is turned, shown and told."""

from models.clients.linked_address import LinkedAddress


def test_it_is_turned_shown_and_told(browse, cast):
    browser, row = browse(cast.olga), LinkedAddress.on(cast.a)[0]
    here = f"/accounts/{cast.a.id}/linked-addresses/{row.id}/texts?lang=en"
    assert browser.post(here, data={"on": "1"}).status_code == 303
    assert LinkedAddress.get_by_id(row.id).texts_at
    info = browser.get(f"/accounts/{cast.a.id}/info?lang=en").text
    assert "TEXTS" in info
    assert "will get texts." in info
    assert "TEXTS" in browser.get(f"/accounts/{cast.a.id}/history?lang=en").text
