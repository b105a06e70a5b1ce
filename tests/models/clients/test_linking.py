"""Contacts on accounts: put on, taken off, and the last one that stays (rule Clients 1)."""

from threading import Barrier, Thread

import pytest
from peewee import IntegrityError

from models.base.database import db, transaction
from models.base.event import Event
from models.base.search_change import SearchChange
from models.clients.contact import Contact
from models.clients.link import LastContact, Link
from models.clients.linked_address import LinkedAddress
from models.clients.linking import link_contact, unlink
from tests.support import digest


def links(account) -> list[Link]:
    return list(Link.of_account(account))


def test_unlinking_removes_the_link_and_keeps_the_person(cast):
    anna, aase = links(cast.a)
    unlink(anna, cast.olga)
    assert links(cast.a) == [aase]
    assert not list(LinkedAddress.select().where(LinkedAddress.link == anna.id))
    assert Contact.get_by_id(anna.contact_id).addresses.count()
    removed = list(Event.select().where(Event.effect == "removed"))
    assert {event.noun for event in removed} == {"link", "linked_address", "invitation"}
    assert len({event.action for event in removed}) == 1


def test_unlinking_twice_is_unlinking_once(cast):
    link = links(cast.a)[1]
    unlink(link, cast.olga)
    before = digest.digest()
    unlink(link, cast.olga)
    assert digest.digest() == before


def test_search_hears_of_link_and_unlink(cast):
    for change in (
        lambda: link_contact(cast.b, links(cast.a)[1].contact, cast.olga),
        lambda: unlink(links(cast.b)[0], cast.olga),
    ):
        before = SearchChange.latest_id()
        change()
        assert [each.account_id for each in SearchChange.after(before)] == [cast.b.id]


def test_linking_twice_is_linking_once(cast):
    contact = links(cast.a)[1].contact
    link_contact(cast.b, contact, cast.olga)
    before = digest.digest()
    link_contact(cast.b, contact, cast.olga)
    assert digest.digest() == before


def test_the_last_contact_stays(cast):
    (only,) = links(cast.b)
    before = digest.digest()
    with pytest.raises(LastContact):
        unlink(only, cast.olga)
    assert digest.digest() == before


@pytest.mark.parametrize(
    "path",
    [
        lambda link, other: Link.delete().where(Link.id == link.id).execute(),
        lambda link, other: Link.delete().where(Link.account == link.account_id).execute(),
        lambda link, other: Link.update(account=other).where(Link.id == link.id).execute(),
        lambda link, other: Contact.delete().where(Contact.id == link.contact_id).execute(),
    ],
    ids=["deleted", "all of them", "moved", "with its person"],
)
def test_the_database_keeps_the_last_contact_by_itself(cast, path):
    (only,) = links(cast.b)
    before = digest.digest()
    with pytest.raises(IntegrityError), transaction():
        path(only, cast.a)
    assert digest.digest() == before


def test_an_account_goes_with_its_last_contact(cast):
    cast.b.delete_instance()
    assert not Link.select().where(Link.account == 2).exists()


@pytest.mark.parametrize("by", ["the verb", "the database"])
def test_of_two_contacts_unlinked_at_the_same_moment_one_stays(cast, by):
    """Each of two people takes another contact off, eight times over."""
    link_contact(cast.b, links(cast.a)[1].contact, cast.olga)
    pair, start, refused = links(cast.b), Barrier(2), []

    def take_off(link):
        with db.connection_context():
            start.wait()
            try:
                if by == "the verb":
                    unlink(link, None)
                else:
                    with transaction():
                        Link.delete().where(Link.id == link.id).execute()
            except (LastContact, IntegrityError):
                refused.append(link)

    threads = [Thread(target=take_off, args=[link]) for link in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(links(cast.b)) == len(refused) == 1
