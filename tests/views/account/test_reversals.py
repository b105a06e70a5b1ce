"""Undoing an action of one's own: by whom, of what, until when."""

from datetime import timedelta

import pytest

from models.base.clock import at, now
from models.base.database import transaction
from models.base.event import Event
from models.clients.contact import Contact, Phone
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from models.history.inverse import WITHIN
from tests.support import digest


def path_of(account, action) -> str:
    return f"/accounts/{account.id}/actions/{action}/reversal"


def links(account) -> list[Link]:
    return list(Link.of_account(account))


def unlinked(account, link, actor) -> str:
    """The name of the action by which `actor` took a contact off."""
    with transaction() as action:
        unlink(link, actor)
    return action


def test_unlinking_is_undone_with_every_switch(browse, cast):
    browser, (anna, _aase) = browse(cast.rikke), links(cast.a)
    before = [row.values() for row in LinkedAddress.on(cast.a)]
    action = unlinked(cast.a, anna, cast.rikke)
    response = browser.post(path_of(cast.a, action))
    assert response.status_code == 303
    assert response.location == f"/accounts/{cast.a.id}/info#contacts"
    assert links(cast.a)[0].__data__ == anna.__data__
    assert [row.values() for row in LinkedAddress.on(cast.a)] == before


def test_linking_is_undone(browse, cast):
    aase = links(cast.a)[1].contact
    with transaction() as action:
        link_contact(cast.b, aase, cast.mona)
    browse(cast.mona).post(path_of(cast.b, action))
    assert [link.contact.name for link in links(cast.b)] == ["Bent Bøgh"]


def test_htmx_gets_the_contacts_the_lamps_and_a_word(browse, cast):
    action = unlinked(cast.a, links(cast.a)[0], cast.rikke)
    fragment = browse(cast.rikke).htmx("POST", path_of(cast.a, action) + "?lang=en").text
    assert fragment.startswith('<div id="contacts-list">')
    assert "anna@a.example" in fragment
    assert 'hx-target="#lamps"' in fragment
    assert "Undone." in fragment


def test_undoing_twice_is_undoing_once(browse, cast):
    browser, action = browse(cast.rikke), unlinked(cast.a, links(cast.a)[0], cast.rikke)
    browser.post(path_of(cast.a, action))
    before = digest.digest()
    assert browser.post(path_of(cast.a, action)).status_code == 303
    assert digest.digest() == before


@pytest.mark.parametrize(
    ("name", "status"), [("olga", 404), ("mona", 404), ("alice", 403), ("erik", 404), ("nils", 404)]
)
def test_nobody_undoes_what_another_did(browse, cast, name, status):
    action, browser = unlinked(cast.a, links(cast.a)[1], cast.rikke), browse(getattr(cast, name))
    before = digest.digest()
    assert browser.post(path_of(cast.a, action)).status_code == status
    assert digest.digest() == before


def test_who_has_lost_the_right_undoes_nothing(browse, cast):
    action = unlinked(cast.a, links(cast.a)[1], cast.alice)
    browser = browse(cast.alice)
    before = digest.digest()
    assert browser.post(path_of(cast.a, action)).status_code == 403
    assert digest.digest() == before


def test_after_a_day_nothing_is_undone(browse, cast):
    browser = browse(cast.rikke)
    with at(now() - WITHIN - timedelta(minutes=1)):
        action = unlinked(cast.a, links(cast.a)[1], cast.rikke)
    before = digest.digest()
    assert browser.post(path_of(cast.a, action)).status_code == 404
    assert digest.digest() == before


def test_what_touched_another_client_too_is_not_undone_here(browse, cast):
    browser, aase = browse(cast.mona), links(cast.a)[1]
    link_contact(cast.b, aase.contact, cast.mona)
    with transaction() as action:
        for link in (aase, links(cast.b)[1]):
            unlink(link, cast.mona)
    before = digest.digest()
    for account in (cast.a, cast.b):
        assert browser.post(path_of(account, action)).status_code == 404
    assert digest.digest() == before


def test_an_action_is_not_undone_on_another_client(browse, cast):
    browser, action = browse(cast.mona), unlinked(cast.a, links(cast.a)[1], cast.mona)
    before = digest.digest()
    assert browser.post(path_of(cast.b, action)).status_code == 404
    assert digest.digest() == before


def test_a_client_is_not_created_backwards(browse, cast):
    browser = browse(cast.olga)
    opened = Event.get(Event.kind == "account.created", Event.account_id == cast.a.id)
    before = digest.digest()
    assert browser.post(path_of(cast.a, opened.action)).status_code == 404
    assert digest.digest() == before


@pytest.mark.parametrize("name", ["0" * 16, "0" * 15, "../../../etc", "ABCDEF0123456789", "0" * 5000])
def test_names_of_no_action_are_not_found(browse, cast, name):
    browser = browse(cast.olga)
    before = digest.digest()
    assert browser.post(path_of(cast.a, name)).status_code == 404
    assert digest.digest() == before


@pytest.mark.parametrize("htmx", [True, False])
def test_what_somebody_changed_meanwhile_is_left_alone(browse, cast, htmx):
    browser, row = browse(cast.rikke), cast.address("aase@a.example")
    with transaction() as action:
        row.turn("notify", True, cast.rikke)
    row.turn("notify", False, cast.olga)
    row.turn("notify", True, cast.olga)
    LinkedAddress.update(notify_at=now() - timedelta(hours=1)).where(LinkedAddress.id == row.id).execute()
    before = digest.digest()
    path = path_of(cast.a, action) + "?lang=en"
    response = browser.htmx("POST", path) if htmx else browser.post(path)
    assert response.status_code == 409
    assert "Somebody changed “aase@a.example” meanwhile; nothing was undone." in response.text
    assert digest.digest() == before


def test_undoing_never_takes_the_last_contact(browse, cast):
    browser, (_anna, aase) = browse(cast.mona), links(cast.a)
    with transaction() as action:
        link_contact(cast.b, aase.contact, cast.mona)
    unlink(links(cast.b)[0], cast.olga)
    before = digest.digest()
    response = browser.post(path_of(cast.b, action) + "?lang=en")
    assert response.status_code == 409
    assert "A client keeps its last contact" in response.text
    assert digest.digest() == before


def met(account, actor) -> tuple[Contact, str]:
    """A new person on an account, and the name of the action that brought both."""
    with transaction() as action:
        contact = Contact.meet(actor, first_name="Ny", emails=["ny@a.example"], phone="20 30 40 50")
        link_contact(account, contact, actor)
    return contact, action


def test_a_new_person_goes_again(browse, cast):
    contact, action = met(cast.a, cast.rikke)
    assert browse(cast.rikke).post(path_of(cast.a, action)).status_code == 303
    assert not Contact.get_or_none(id=contact.id)
    assert len(links(cast.a)) == 2


def test_a_new_person_who_has_been_put_elsewhere_stays(browse, cast):
    browser, (contact, action) = browse(cast.rikke), met(cast.a, cast.rikke)
    link_contact(cast.b, contact, cast.olga)
    before = digest.digest()
    assert browser.post(path_of(cast.a, action)).status_code == 409
    assert digest.digest() == before


def test_what_a_person_owns_is_undone_where_the_person_stands(browse, cast):
    aase = links(cast.a)[1].contact
    with transaction() as action:
        Phone.add(cast.rikke, contact=aase, number="+4520304050")
    browser = browse(cast.rikke)
    assert browser.post(path_of(cast.a, action)).status_code == 303
    assert not list(aase.phones)


def test_what_a_stranger_owns_is_not_undone_here(browse, cast):
    bent = links(cast.b)[0].contact
    with transaction() as action:
        Phone.add(cast.mona, contact=bent, number="+4520304050")
    browser = browse(cast.mona)
    before = digest.digest()
    assert browser.post(path_of(cast.a, action)).status_code == 404
    assert digest.digest() == before
