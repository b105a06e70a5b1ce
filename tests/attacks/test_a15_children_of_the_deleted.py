"""A15, Nextcloud GHSA-x45g, -xwgx and -5mq8: the children of a deleted parent still answered (ASVS 8.2.2).

Archived: staff read, every write is 409, people of the client are out. Binned: 404 but for those who may restore.
"""

import pytest

from models.base.event import Event
from tests.support import digest
from tests.support.visiting import enter, give_access
from tests.test_conventions_requests import furnish, paths

pytestmark = [pytest.mark.asvs("8.2.2"), pytest.mark.knows_no_engine]

# What may be sent about an archived client: bring it back, bin it, look at a masked value.
STILL_ANSWERED = ("/archival", "/bin", "/revelation")


@pytest.mark.parametrize("name", ["olga", "adam", "mona", "rikke"])
def test_what_is_archived_is_read_and_every_write_is_409(app, browse, cast, name):
    furnish(app, cast.a, cast.olga)
    cast.a.archive(cast.olga)
    browser = browse(getattr(cast, name))
    assert browser.get("/accounts/1/info").status_code == 200
    before = digest.digest()
    for method, path in paths(app, cast.a, "POST"):
        if method == "POST" and not path.endswith(STILL_ANSWERED):
            status = browser.post(path, data={"on": "1", "place": "1", "name": "x"}).status_code
            assert status in ((409,) if name in ("olga", "adam") else (409, 403)), path
    assert digest.digest() == before


def test_no_form_is_offered_for_what_will_be_refused(browse, cast):
    for end in ("/edit", "/links/new", "/contacts/new", "/relations/new"):
        assert browse(cast.olga).get(f"/accounts/{cast.old.id}{end}").status_code == 409


def test_people_of_a_client_are_out_as_soon_as_it_is_archived(client, cast):
    give_access(cast.address("aase@a.example"))
    person = enter(client, "aase@a.example")
    assert person.get("/portal/accounts/1/documents").status_code == 200
    cast.a.archive(cast.olga)
    assert person.get("/portal/accounts/1/documents").location == "/portal/sign-in"
    cast.a.reactivate(cast.olga)
    assert person.get("/portal/accounts/1/documents").location == "/portal/sign-in", "the old cookie is dead"


@pytest.mark.parametrize("name", ["olga", "rikke", "alice"])
def test_no_child_of_a_binned_client_answers(app, browse, cast, name):
    furnish(app, cast.a, cast.olga)
    everything = list(paths(app, cast.a))
    cast.a.archive(cast.olga)
    cast.a.bin(cast.olga)
    browser, before = browse(getattr(cast, name)), digest.digest()
    for method, path in everything:
        if not path.endswith("/bin"):
            answer = browser.open(path, method=method, data={"on": "1"})
            if name == "alice":
                assert answer.status_code == 404, path
            else:  # who may restore it learns that it is in the bin, and nothing of what belongs to it
                assert answer.status_code == (200 if method == "GET" else 409), path
                assert ">In the bin" in answer.text or 'id="binned"' in answer.text, path
    assert digest.digest() == before
    for path in ("/outbox", "/access-requests", "/search?q=byg", "/accounts?archived=all"):
        assert cast.a.name not in browser.get(path).text, path


def test_who_only_reads_restores_no_value_of_the_past(browse, cast):
    cast.a.amend(cast.olga, city="Ribe")
    event = (
        Event.select().where(Event.noun == "account", Event.subject_id == 1).order_by(Event.id.desc()).get()
    )
    browser, before = browse(cast.alice), digest.digest()
    assert (
        browser.post(f"/accounts/1/events/{event.id}/restoration", data={"field": "city"}).status_code == 403
    )
    assert browser.post(f"/accounts/1/actions/{event.action}/reversal").status_code == 403
    assert digest.digest() == before
