"""Archiving a client and bringing it back (rule Clients 3)."""

from tests.support.digest import digest


def test_archive_and_reactivate(browse, cast):
    browser = browse(cast.rikke)
    answer = browser.post(f"/accounts/{cast.a.id}/archival", data={"on": "1"})
    assert answer.status_code == 303
    assert cast.a.archived
    browser.post(f"/accounts/{cast.a.id}/archival", data={"on": "0"})
    assert not cast.a.archived


def test_an_archived_client_says_so_on_every_tab_and_offers_the_way_back(browse, cast):
    for page in ("", "/info", "/history"):
        text = browse(cast.rikke).get(f"/accounts/{cast.old.id}{page}?lang=en").text
        assert "This client is archived" in text
        assert f'action="/accounts/{cast.old.id}/archival"' in text


def test_nobody_is_offered_what_they_may_not(browse, cast):
    assert "/archival" not in browse(cast.alice).get(f"/accounts/{cast.old.id}").text


def test_the_wanted_state_again_writes_nothing(browse, cast):
    browser = browse(cast.olga)
    before = digest()
    assert browser.post(f"/accounts/{cast.old.id}/archival", data={"on": "1"}).status_code == 303
    assert digest() == before


def test_neither_is_refused(browse, cast):
    browser = browse(cast.olga)
    before = digest()
    assert browser.post(f"/accounts/{cast.a.id}/archival", data={"on": "maybe"}).status_code == 400
    assert digest() == before


def test_without_the_right_nothing_happens(browse, cast):
    alice, bob = browse(cast.alice), browse(cast.bob)
    before = digest()
    assert alice.post(f"/accounts/{cast.a.id}/archival", data={"on": "1"}).status_code == 403
    assert bob.post(f"/accounts/{cast.a.id}/archival", data={"on": "1"}).status_code == 404
    assert digest() == before
