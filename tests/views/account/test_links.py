"""Contacts' places on an account: put on, taken off, and the last one that stays."""

import re
from threading import Barrier, Thread

import pytest

from models.base.event import Event
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from tests.support import digest

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
    assert "Bent Bøgh cannot be removed: a client must have at least one contact." in response.text
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


# Linking somebody who is known


def creation(account) -> str:
    return f"/accounts/{account.id}/links"


def chosen(contact, description="") -> dict:
    return {"contact_id": str(contact.id), "description": description}


@pytest.fixture
def bent(cast) -> Contact:
    return links(cast.b)[0].contact


@pytest.fixture
def loner(cast) -> Contact:
    """Somebody on no client."""
    return Contact.meet(cast.olga, first_name="Lone", emails=["lone@nowhere.example"])


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 303),
        ("adam", 303),
        ("mona", 303),  # sees every account, and so every contact on one
        ("vera", 303),
        ("rikke", 404),  # manages A, but Bent stands on B only
        ("alice", 403),
        ("erik", 404),
        ("bob", 404),
        ("nils", 404),
    ],
)
def test_linking_needs_rights_at_both_ends(browse, cast, bent, name, status):
    browser = browse(getattr(cast, name))
    before = digest.digest()
    assert browser.post(creation(cast.a), data=chosen(bent)).status_code == status
    assert (digest.digest() == before) == (status != 303)
    assert (bent.id in [link.contact_id for link in links(cast.a)]) == (status == 303)


@pytest.mark.parametrize(
    ("name", "status"), [("olga", 303), ("adam", 303), ("vera", 303), ("mona", 404), ("rikke", 404)]
)
def test_who_stands_nowhere_is_linked_only_by_those_who_view_all_contacts(browse, cast, loner, name, status):
    browser = browse(getattr(cast, name))
    before = digest.digest()
    assert browser.post(creation(cast.a), data=chosen(loner)).status_code == status
    assert (digest.digest() == before) == (status != 303)


def test_a_foreign_contact_answers_like_a_nonexistent_one(browse, cast, bent):
    browser = browse(cast.rikke)
    foreign = browser.htmx("POST", creation(cast.a), data=chosen(bent))
    nobody = browser.htmx("POST", creation(cast.a), data={"contact_id": "987654"})
    without_toast_ids = [re.sub("toast-[0-9a-f]{8}", "", each.text) for each in (foreign, nobody)]
    assert foreign.status_code == nobody.status_code == 404
    assert without_toast_ids[0] == without_toast_ids[1]


@pytest.mark.parametrize("contact_id", ["", "0", "-1", "x", "9" * 30, "1 OR 1=1"])
def test_what_names_no_contact_links_nobody(browse, cast, contact_id):
    browser = browse(cast.olga)
    before = digest.digest()
    assert browser.post(creation(cast.a), data={"contact_id": contact_id}).status_code == 404
    assert digest.digest() == before


def test_a_linked_contact_is_the_last_signer_with_the_switches_of_a_newcomer(browse, cast, bent):
    browse(cast.mona).post(creation(cast.a), data=chosen(bent, " Bogholder "))
    made = links(cast.a)[1]
    assert (made.contact, made.description, made.signer_priority) == (bent, "Bogholder", 3)
    (row,) = LinkedAddress.select().where(LinkedAddress.link == made)
    assert (row.login_at, row.notify_at, row.email_sync_at) == (None, None, None)
    assert row.signing_authority_at


def test_linking_answers_htmx_with_the_contacts_and_an_undo(browse, cast, bent):
    browser = browse(cast.mona)
    fragment = browser.htmx("POST", creation(cast.a) + "?lang=en", data=chosen(bent)).text
    assert fragment.startswith('<details class="adder " id="link-adder" hx-get')
    assert "bent@b.example" in fragment.partition('hx-target="#contacts-list"')[2]
    assert "Bent Bøgh is now a contact of this client." in fragment
    path = re.search(r'action="(/accounts/\d+/actions/[0-9a-f]{16}/reversal)"', fragment)[1]
    assert browser.htmx("POST", path).status_code == 200
    assert bent not in [link.contact for link in links(cast.a)]


def test_linking_twice_is_linking_once(browse, cast, bent):
    browser = browse(cast.mona)
    browser.post(creation(cast.a), data=chosen(bent, "Bogholder"))
    before = digest.digest()
    again = browser.htmx("POST", creation(cast.a) + "?lang=en", data=chosen(bent, "Andet"))
    assert "is already a contact of this client" in again.text
    assert digest.digest() == before


@pytest.mark.parametrize("htmx", [True, False])
def test_a_description_that_is_too_long_is_refused_and_stays_typed(browse, cast, bent, htmx):
    browser, long = browse(cast.mona), "x" * 5_000
    before = digest.digest()
    path = creation(cast.a) + "?lang=en"
    data = chosen(bent, long)
    response = browser.htmx("POST", path, data=data) if htmx else browser.post(path, data=data)
    assert response.status_code == 422
    assert "At most 255 characters, please." in response.text
    assert long in response.text
    assert f'name="contact_id" value="{bent.id}"' in response.text
    assert digest.digest() == before


def test_a_merged_contact_is_not_linked(browse, cast, bent):
    bent.amend(cast.olga, "merged", merged_into=links(cast.a)[0].contact)
    browser = browse(cast.olga)
    before = digest.digest()
    assert browser.post(creation(cast.a), data=chosen(bent)).status_code == 404
    assert digest.digest() == before


# Finding whom to link


def found(browser, account, text) -> str:
    path = f"/accounts/{account.id}/links/new?q={text}&lang=en"
    headers = {"HX-Target": "div#contact-finds"}
    return browser.htmx("GET", path, headers=headers).text


@pytest.mark.parametrize("text", ["bent", "BØGH", "b.example", "33 12 34 56", "bent bøgh"])
def test_contacts_are_found_by_name_address_and_phone(browse, cast, bent, text):
    fragment = found(browse(cast.mona), cast.a, text)
    assert fragment.startswith('<div class="finds" id="contact-finds"')
    assert f'name="contact_id" value="{bent.id}"' in fragment
    assert "Bageriet Bøgh" in fragment


def test_only_contacts_that_the_reader_may_see_are_found(browse, cast):
    assert "Bent" not in found(browse(cast.rikke), cast.a, "bent")
    assert "No contact that you can see matches" in found(browse(cast.rikke), cast.a, "bent")


def test_clients_that_the_reader_may_not_see_are_not_named(browse, cast):
    fragment = found(browse(cast.erik), cast.b, "anna")
    assert "Anna Østergaard" in fragment
    assert "Østergaard Byg" not in fragment


def test_who_stands_on_the_client_is_not_offered_again(browse, cast):
    fragment = found(browse(cast.mona), cast.a, "anna")
    assert "On this client" in fragment
    assert "contact_id" not in fragment


def test_nothing_typed_finds_nobody(browse, cast):
    assert "contact_id" not in found(browse(cast.mona), cast.a, "")
    assert "Nobody" not in found(browse(cast.mona), cast.a, "")


def test_without_scripts_the_search_is_a_page_whose_forms_work(browse, cast, bent):
    page = browse(cast.mona).get(f"/accounts/{cast.a.id}/links/new?q=bent").text
    assert f'<form method="post" action="/accounts/{cast.a.id}/links"' in page
    assert f'name="contact_id" value="{bent.id}"' in page


def test_every_change_of_a_link_is_one_action(browse, cast, bent):
    browse(cast.mona).post(creation(cast.a), data=chosen(bent))
    newest = Event.select().order_by(Event.id.desc()).first()
    kinds = [event.kind for event in Event.select().where(Event.action == newest.action)]
    assert sorted(kinds) == ["link.created", "linked_address.created"]
