"""Undoing an action of one's own: by whom, of what, until when."""

import re
from datetime import timedelta

import pytest

from models.base.clock import at, now
from models.base.database import transaction
from models.base.event import Event
from models.clients.account import UNDOABLE, Account, Assignment
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.addresses import correct_address
from models.clients.contact import Contact, Phone
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress, MutedNotification
from models.clients.linking import link_contact, unlink
from models.clients.tag import AccountTag, Tag
from models.documents.document import Document
from models.outgoing.outbox import Outbox
from models.portal.invitation import Invitation
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
    with at(now() - UNDOABLE - timedelta(minutes=1)):
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
    assert "A client must have at least one contact" in response.text
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


# Every Undo of a client's page: done, undone, and the area that it names drawn anew


def put_on(cast, browser):
    return browser.htmx("POST", f"/accounts/{cast.a.id}/tags", data={"name": vat(cast).name})


def take_off(cast, browser):
    vat(cast).put_on(cast.a, cast.olga)
    return browser.htmx("POST", f"/accounts/{cast.a.id}/tags/{vat(cast).id}/deletion")


def vat(cast) -> Tag:
    return Tag.named("Moms") or Tag.add_unique(cast.olga, "Moms")


def give_role(cast, browser):
    role = AccountRole.select().first() or AccountRole.add_unique(cast.olga, "Revisor")
    data = {"role_id": role.id, "user_id": cast.alice.id}
    return browser.htmx("POST", f"/accounts/{cast.a.id}/role-holders", data=data)


def assign(cast, browser):
    return browser.htmx("POST", f"/accounts/{cast.a.id}/assignments", data={"user_id": cast.nils.id})


def unassign(cast, browser):
    place = Assignment.get(account=cast.a, user=cast.alice)
    return browser.htmx("POST", f"/accounts/{cast.a.id}/assignments/{place.id}/deletion")


def relate(cast, browser):
    data = {"kind": "from-owns", "other": str(cast.b.id), "percentage": "60"}
    return browser.htmx("POST", f"/accounts/{cast.a.id}/relations", data=data)


def change_relation(cast, browser):
    relation = AccountRelation.relate(cast.olga, cast.b, cast.a, "owns", 6000)
    data = {"seen": relation.last_event_id, "kind": "to-owns", "other": str(cast.b.id), "percentage": "50"}
    return browser.htmx("POST", f"/accounts/{cast.a.id}/relations/{relation.id}", data=data)


def unrelate(cast, browser):
    relation = AccountRelation.relate(cast.olga, cast.b, cast.a, "owns", 6000)
    return browser.htmx("POST", f"/accounts/{cast.a.id}/relations/{relation.id}/deletion")


def turn(cast, browser):
    row = cast.address("anna@a.example")
    return browser.htmx("POST", f"/accounts/{cast.a.id}/linked-addresses/{row.id}/login", data={"on": "0"})


def mute(cast, browser):
    row = cast.address("anna@a.example")
    path = f"/accounts/{cast.a.id}/linked-addresses/{row.id}/notifications/reminders"
    return browser.htmx("POST", path, data={"on": "0"})


def invite(cast, browser):
    row = cast.address("aase@a.example")
    row.turn("login", True, cast.olga)
    return browser.htmx("POST", f"/accounts/{cast.a.id}/linked-addresses/{row.id}/invitation")


def link(cast, browser):
    bent = links(cast.b)[0].contact
    return browser.htmx("POST", f"/accounts/{cast.a.id}/links", data={"contact_id": bent.id})


def unlinking(cast, browser):
    return browser.htmx("POST", f"/accounts/{cast.a.id}/links/{links(cast.a)[0].id}/deletion")


def share(cast, browser):
    kept = Document.create(account=cast.a, name="Brev", mime_type="text/plain", size=1)
    path = f"/accounts/{cast.a.id}/documents/{kept.id}/sharing"
    return browser.htmx("POST", path, data={"on": "1"})


def restore(cast, browser):
    cast.a.amend(cast.olga, city="Aarhus")
    path = f"/accounts/{cast.a.id}/events/{Event.newest_id()}/restoration"
    return browser.htmx("POST", path, data={"field": "city"})


WAYS = {
    "account-tags": (put_on, take_off),
    "account-roles": (give_role,),
    "account-team": (assign, unassign),
    "account-relations": (relate, change_relation, unrelate),
    "linked-address-": (turn, mute, invite),
    "contacts-list": (link, unlinking),
    "document-": (share,),
    "history": (restore,),
}


def state(cast) -> list:
    """What stands of all that can be undone, without what is only told of it."""
    models = (AccountTag, AccountRoleHolder, Assignment, AccountRelation, MutedNotification, Link)
    rows = [repr(sorted(row.values().items())) for model in models for row in model.select()]
    rows += [repr(row.values()) for row in (*Document.select(), *LinkedAddress.select(), cast.a)]
    open_ones = [each.id for each in Invitation.unanswered()]
    return [sorted(rows), open_ones, Outbox.select().where(Outbox.state == "waiting").count()]


@pytest.mark.parametrize(("area", "way"), [(area, way) for area, ways in WAYS.items() for way in ways])
@pytest.mark.parametrize("htmx", [True, False])
def test_each_undo_names_its_action_and_the_area_that_is_drawn_anew(browse, cast, area, way, htmx):
    browser, before = browse(cast.mona), []

    class Watched:
        def htmx(self, *args, **kwargs):
            before.append(state(cast))
            return browser.htmx(*args, **kwargs)

    done = way(cast, Watched())
    assert done.status_code == 200
    assert state(cast) != before[0]
    toast = done.text.split('hx-target="#toasts"')[1]
    path = re.search(r'<form method="post" action="(/accounts/\d+/actions/[0-9a-f]{16}/reversal)"', toast)[1]
    named = re.search(r'name="area" value="([^"]*)"', toast)[1]
    assert named.startswith(area)
    assert f'hx-target="#{named}"' in toast
    if htmx:
        undone = browser.htmx("POST", f"{path}?lang=en", data={"area": named})
        assert re.match(rf'\s*<[^>]* id="{named}"', undone.text)
        assert "Undone." in undone.text
        assert undone.status_code == 200
    else:
        assert browser.post(path, data={"area": named}).status_code == 303
    assert state(cast) == before[0]


@pytest.mark.parametrize("area", ["main", "account-photo", "linked-address-x", "document-", "toasts"])
def test_an_area_that_none_names_is_refused_before_anything_is_undone(browse, cast, area):
    browser, action = browse(cast.rikke), unlinked(cast.a, links(cast.a)[0], cast.rikke)
    before = digest.digest()
    assert browser.post(path_of(cast.a, action), data={"area": area}).status_code == 400
    assert digest.digest() == before


@pytest.mark.parametrize("area", ["linked-address-987654", "document-987654", "linked-address-" + "9" * 18])
def test_a_row_that_is_not_there_is_refused_before_anything_is_undone(browse, cast, area):
    browser, action = browse(cast.rikke), unlinked(cast.a, links(cast.a)[0], cast.rikke)
    before = digest.digest()
    assert browser.post(path_of(cast.a, action), data={"area": area}).status_code == 404
    assert digest.digest() == before


def test_whoever_may_do_it_may_undo_it_and_nothing_else(browse, cast):
    """Alice may put colleagues on teams, and no more."""
    cast.alice.grant("assign_teammates", cast.olga)
    browser = browse(cast.alice)
    with transaction() as assigned:
        cast.a.assign(cast.nils, cast.alice)
    taken_off = unlinked(cast.a, links(cast.a)[0], cast.alice)
    before = digest.digest()
    assert browser.post(path_of(cast.a, taken_off)).status_code == 403
    assert digest.digest() == before
    assert browser.post(path_of(cast.a, assigned)).status_code == 303
    assert cast.nils not in cast.a.team


def test_a_relation_to_a_client_that_one_no_longer_sees_is_left_alone(browse, cast):
    browser = browse(cast.rikke)
    cast.b.assign(cast.rikke, cast.olga)
    with transaction() as action:
        AccountRelation.relate(cast.rikke, cast.b, cast.a, "owns")
    cast.b.unassign(cast.rikke, cast.olga)
    before = digest.digest()
    assert browser.post(path_of(cast.a, action)).status_code == 404
    assert digest.digest() == before


def test_a_relation_that_somebody_has_said_again_is_not_said_twice(browse, cast):
    browser, relation = browse(cast.mona), AccountRelation.relate(cast.olga, cast.a, cast.b, "spouse_of")
    with transaction() as action:
        relation.remove(cast.mona)
    AccountRelation.relate(cast.olga, cast.b, cast.a, "spouse_of")
    before = digest.digest()
    assert browser.post(path_of(cast.a, action)).status_code == 409
    assert digest.digest() == before


def test_a_new_tag_stays_for_others(browse, cast):
    browser = browse(cast.olga)
    done = browser.htmx("POST", f"/accounts/{cast.a.id}/tags", data={"name": "Ny"}).text
    browser.post(re.search(r'action="([^"]*/reversal)"', done)[1], data={"area": "account-tags"})
    assert not list(Tag.of_account(cast.a))
    assert Tag.named("Ny")


def test_where_nothing_was_done_no_undo_is_offered(browse, cast):
    vat(cast).put_on(cast.a, cast.olga)
    assert "reversal" not in put_on(cast, browse(cast.mona)).text


def test_a_name_that_followed_elsewhere_goes_back_and_is_not_told(browse, cast):
    """Rikke cannot open B, which is called after its first contact."""
    person = Contact.meet(cast.olga, first_name="Ny", last_name="Navn", emails=["ny@a.example"])
    for account in (cast.a, cast.b):
        link_contact(account, person, cast.olga)
    unlink(links(cast.b)[0], cast.olga)
    Account.update(type="individual", name_typed_at=None).where(Account.id == cast.b.id).execute()
    Account.follow_contact(person.id, cast.olga)
    assert cast.b.name == "Ny Navn"
    browser = browse(cast.rikke)
    with transaction() as action:
        person.amend(cast.rikke, last_name="Andet")
        Account.follow_contact(person.id, cast.rikke)
    assert cast.b.name == "Ny Andet"
    assert browser.post(path_of(cast.a, action)).status_code == 303
    assert (Contact.get_by_id(person.id).name, cast.b.name) == ("Ny Navn", "Ny Navn")


def test_an_address_that_was_invited_anew_on_two_clients_goes_back_on_both(browse, cast):
    browser, row = browse(cast.mona), cast.address("aase@a.example")
    link_contact(cast.b, row.address.contact, cast.olga)
    rows = list(LinkedAddress.select().where(LinkedAddress.address == row.address_id))
    first = []
    for each in rows:
        each.turn("login", True, cast.olga)
        first.append(Invitation.send(LinkedAddress.get_by_id(each.id), cast.olga))
    with transaction() as action:
        correct_address(row.address, "aase@ny.example", cast.mona)
    assert browser.post(path_of(cast.a, action)).status_code == 303
    assert [Invitation.get_by_id(each.id).state for each in first] == ["open", "open"]
    mails = Outbox.select().where(Outbox.state == "waiting")
    assert sorted(each.subject_id for each in mails) == [each.id for each in first]
