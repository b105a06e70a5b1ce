"""Names that follow: an individual is called as its first contact until a person types a name (rule Clients 2)."""

import pytest

from models.base.event import Event
from models.base.recorded import Stale
from models.base.search_change import SearchChange
from models.clients.account import EarlierName
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import link_contact, unlink
from models.clients.new_client import open_client
from models.history.undo import reverse
from tests.support.digest import digest

CONTACT = {"first_name": "Søren", "last_name": "Øst", "emails": ["s@x.example"]}


@pytest.fixture
def soren(cast):
    """An individual whose name nobody typed."""
    return open_client(cast.olga, type="individual", name="", contact=CONTACT)


def first_contact(account) -> Contact:
    return Link.select().where(Link.account == account).order_by(Link.id).first().contact


def now_called(account) -> str:
    return account.hold().name


def test_the_name_follows_the_contact_and_the_former_one_stays_findable(cast, soren):
    before = SearchChange.latest_id()
    first_contact(soren).rename("Søren", "Vest", cast.rikke)
    assert now_called(soren) == "Søren Vest"
    assert soren.hold().sort_key != soren.sort_key
    assert [row.name for row in EarlierName.select()] == ["Søren Øst"]
    assert soren.id in {change.account_id for change in SearchChange.after(before)}


def test_the_history_says_that_it_was_automatic_and_who_brought_it_about(cast, soren):
    first_contact(soren).rename("Søren", "Vest", cast.rikke)
    event = Event.get(Event.kind == "account.renamed")
    assert (event.source, event.actor_id) == ("automatic", cast.rikke.id)
    assert event.values["name"] == ["Søren Øst", "Søren Vest"]
    renamed = Event.get(Event.kind == "contact.renamed")
    assert (renamed.source, renamed.action) == ("web", event.action)


def test_only_the_first_contact_counts(cast, soren):
    other = Contact.meet(cast.olga, first_name="Nanna")
    link_contact(soren, other, cast.olga)
    other.rename("Nana", "Nord", cast.olga)
    assert now_called(soren) == "Søren Øst"


def test_when_the_first_goes_the_next_one_gives_the_name(cast, soren):
    link_contact(soren, Contact.meet(cast.olga, first_name="Nanna", last_name="Nord"), cast.olga)
    unlink(Link.get(account=soren, contact=first_contact(soren)), cast.rikke)
    assert now_called(soren) == "Nanna Nord"
    event = Event.get(Event.kind == "account.renamed")
    assert (event.source, event.actor_id) == ("automatic", cast.rikke.id)


@pytest.mark.parametrize("kind", ["link.removed", "contact.renamed"])
def test_undoing_what_changed_the_name_gives_it_back(cast, soren, kind):
    link_contact(soren, Contact.meet(cast.olga, first_name="Nanna", last_name="Nord"), cast.olga)
    if kind == "link.removed":
        unlink(Link.get(account=soren, contact=first_contact(soren)), cast.olga)
    else:
        first_contact(soren).rename("Søren", "Vest", cast.olga)
    assert now_called(soren) != "Søren Øst"
    reverse(Event.get(Event.kind == kind).action, cast.olga)
    assert (now_called(soren), soren.hold().name_typed_at) == ("Søren Øst", None)


def test_following_twice_is_following_once(cast, soren):
    before = digest()
    assert not soren.follow_name(cast.olga)
    first_contact(soren).rename("Søren", "Øst", cast.olga)
    assert digest() == before


def test_a_typed_name_stands(cast, soren):
    soren.rename("Søren og Maja", cast.rikke)
    assert soren.hold().name_typed_at
    first_contact(soren).rename("Søren", "Vest", cast.olga)
    assert now_called(soren) == "Søren og Maja"


@pytest.mark.parametrize("type", ["company", "other"])
def test_no_other_type_follows(cast, type):
    account = open_client(cast.olga, type=type, name="", contact=CONTACT)
    first_contact(account).rename("Søren", "Vest", cast.olga)
    assert now_called(account) == "Søren Øst"


def test_what_becomes_an_individual_follows_when_nobody_typed_its_name(cast):
    account = open_client(cast.olga, type="other", name="", contact=CONTACT)
    first_contact(account).rename("Søren", "Vest", cast.olga)
    account.change(cast.rikke, account.last_event_id, type="individual", name="Søren Øst")
    assert now_called(account) == "Søren Vest"


def test_a_typed_company_name_stands_when_the_type_changes(cast):
    account = open_client(cast.olga, type="company", name="Øst ApS", contact=CONTACT)
    account.change(cast.rikke, account.last_event_id, type="individual", name="Øst ApS")
    assert now_called(account) == "Øst ApS"


def test_an_emptied_name_is_automatic_again(cast, soren):
    soren.rename("Søren og Maja", cast.rikke)
    soren.change(cast.rikke, soren.last_event_id, name="", type="individual")
    assert (now_called(soren), soren.hold().name_typed_at) == ("Søren Øst", None)
    first_contact(soren).rename("Søren", "Vest", cast.olga)
    assert now_called(soren) == "Søren Vest"


def test_a_company_is_never_without_a_name(cast):
    before = digest()
    with pytest.raises(ValueError, match="company"):
        cast.a.change(cast.olga, cast.a.last_event_id, name="")
    assert digest() == before


def test_a_form_that_left_the_name_alone_does_not_type_it(cast, soren):
    seen = soren.last_event_id
    first_contact(soren).rename("Søren", "Vest", cast.olga)
    soren.change(cast.rikke, seen, name="Søren Øst", city="Thisted")
    assert (now_called(soren), soren.hold().name_typed_at) == ("Søren Vest", None)


def test_a_name_typed_while_the_contact_was_renamed_is_a_conflict(cast, soren):
    seen = soren.last_event_id
    first_contact(soren).rename("Søren", "Vest", cast.olga)
    with pytest.raises(Stale) as stale:
        soren.change(cast.rikke, seen, name="Søren og Maja")
    assert stale.value.theirs["name"] == "Søren Vest"
