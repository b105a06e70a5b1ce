"""Contacts' places on an account: put on, taken off, and the last one that stays."""

import re
from threading import Barrier, Thread

import pytest

from models.link import Link
from models.linked_address import LinkedAddress
from tests import digest

MANAGERS = ("olga", "adam", "mona", "rikke", "vera")
OTHERS = {"alice": 403, "erik": 404, "bob": 404, "nils": 404}


def links(account) -> list[Link]:
    return list(Link.of_account(account))


def deletion(account, link) -> str:
    return f"/accounts/{account.id}/links/{link.id}/deletion"


@pytest.mark.parametrize(("name", "status"), [*((name, 303) for name in MANAGERS), *OTHERS.items()])
def test_unlinking_needs_the_account_and_the_right_to_manage_it(browse, cast, name, status):
    browser, aase = browse(getattr(cast, name)), links(cast.a)[1]
    before = digest.digest()
    assert browser.post(deletion(cast.a, aase)).status_code == status
    assert (digest.digest() == before) == (status != 303)


def test_unlinking_takes_off_the_link_and_keeps_the_person(browse, cast):
    browser, (anna, aase) = browse(cast.rikke), links(cast.a)
    response = browser.post(deletion(cast.a, aase))
    assert response.location == f"/accounts/{cast.a.id}/info#contacts"
    assert links(cast.a) == [anna]
    assert aase.contact.hold()


def test_unlinking_answers_htmx_with_the_contacts_the_lamps_and_an_undo(browse, cast):
    fragment = browse(cast.rikke).htmx("POST", deletion(cast.a, links(cast.a)[0]) + "?lang=en").text
    assert fragment.startswith('<div id="contacts-list">')
    assert "anna@a.example" not in fragment.partition("<hx-partial")[0]
    assert 'hx-target="#lamps"' in fragment
    assert "Anna Østergaard is no longer a contact of this client." in fragment
    assert re.search(rf'action="/accounts/{cast.a.id}/actions/[0-9a-f]{{16}}/reversal"', fragment)


@pytest.mark.parametrize("htmx", [True, False])
def test_the_last_contact_stays_with_a_word_beside_it(browse, cast, htmx):
    browser, (bent,) = browse(cast.erik), links(cast.b)
    before = digest.digest()
    path = deletion(cast.b, bent) + "?lang=en"
    response = browser.htmx("POST", path) if htmx else browser.post(path)
    assert response.status_code == 422
    assert f'id="link-{bent.id}-problem"' in response.text
    assert "Bent Bøgh stays: a client keeps its last contact." in response.text
    assert digest.digest() == before


def test_two_who_take_the_last_two_contacts_off_at_once_leave_one(browse, cast):
    account, both, started, statuses = cast.a, links(cast.a), Barrier(2), []
    browsers = [browse(cast.rikke), browse(cast.mona)]

    def take_off(browser, link):
        browser.watches_writes = False
        started.wait()
        statuses.append(browser.post(deletion(account, link)).status_code)

    threads = [Thread(target=take_off, args=each) for each in zip(browsers, both, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 422]
    assert len(links(account)) == 1


def test_a_contact_that_is_off_already_is_not_found(browse, cast):
    browser, aase = browse(cast.rikke), links(cast.a)[1]
    browser.post(deletion(cast.a, aase))
    before = digest.digest()
    response = browser.htmx("POST", deletion(cast.a, aase) + "?lang=en")
    assert response.status_code == 404
    assert "no longer on this client" in response.text
    assert digest.digest() == before


def test_without_the_right_nobody_is_offered_to_unlink(browse, cast):
    assert "/deletion" not in browse(cast.alice).get(f"/accounts/{cast.a.id}/info").text
    assert "/deletion" not in browse(cast.olga).get(f"/accounts/{cast.old.id}/info").text


def test_unlinking_from_an_archived_client_is_refused(browse, cast):
    browser, before = browse(cast.olga), digest.digest()
    kaj = links(cast.old)[0]
    before = digest.digest()
    assert browser.post(deletion(cast.old, kaj)).status_code == 409
    assert digest.digest() == before


def test_a_contact_taken_off_takes_its_switches_along(browse, cast):
    anna = links(cast.a)[0]
    browse(cast.rikke).post(deletion(cast.a, anna))
    assert not LinkedAddress.select().where(LinkedAddress.link == anna.id).exists()
