"""What a contact is on an account: a description and a place among the signers."""

import pytest

from models.base.event import Event
from models.base.recorded import Stale
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import link_contact, unlink
from tests.support import digest


@pytest.fixture
def signers(cast):
    """The names of the signers of A in order; there are four: Anna, Åse, Carl, Dina."""
    for name in ("Carl", "Dina"):
        link_contact(cast.a, Contact.meet(cast.olga, first_name=name), cast.olga)
    return lambda: [link.contact.first_name for link in Link.signers(cast.a)]


def link_of(account, first_name) -> Link:
    return next(link for link in Link.signers(account) if link.contact.first_name == first_name)


@pytest.mark.parametrize(
    ("who", "place", "order"),
    [
        ("Dina", 1, "Dina Anna Åse Carl"),
        ("Anna", 3, "Åse Carl Anna Dina"),
        ("Åse", 4, "Anna Carl Dina Åse"),
        ("Åse", 999, "Anna Carl Dina Åse"),
        ("Carl", 0, "Carl Anna Åse Dina"),
        ("Carl", -5, "Carl Anna Åse Dina"),
    ],
)
def test_a_signer_takes_a_place_and_the_others_close_up(cast, signers, who, place, order):
    link_of(cast.a, who).sign_at(place, cast.olga)
    assert " ".join(signers()) == order
    assert [link.signer_priority for link in Link.signers(cast.a)] == [1, 2, 3, 4]


def test_the_place_that_is_held_already_changes_nothing(cast, signers):
    before = digest.digest()
    assert not link_of(cast.a, "Åse").sign_at(2, cast.olga)
    assert digest.digest() == before


def test_places_have_no_gaps_after_somebody_left(cast, signers):
    unlink(link_of(cast.a, "Åse"), cast.olga)
    assert [link.place for link in Link.signers(cast.a)] == [1, 2, 3]
    link_of(cast.a, "Dina").sign_at(2, cast.olga)
    assert " ".join(signers()) == "Anna Dina Carl"
    assert [link.signer_priority for link in Link.signers(cast.a)] == [1, 2, 3]


def test_each_signer_who_moved_has_one_event(cast, signers):
    link_of(cast.a, "Åse").sign_at(1, cast.olga)
    moved = list(Event.select().where(Event.kind == "link.moved"))
    assert {event.subject_name for event in moved} == {"Åse Lund", "Anna Østergaard"}
    assert len({event.action for event in moved}) == 1


def test_a_description_is_kept_with_one_event(cast):
    link = link_of(cast.a, "Åse")
    assert link.describe("Bogholder", cast.olga, link.last_event_id)
    assert link.hold().description == "Bogholder"
    assert Event.select().order_by(Event.id.desc()).first().kind == "link.described"


def test_the_second_of_two_who_describe_is_told(cast):
    link = link_of(cast.a, "Åse")
    seen = link.last_event_id
    link.describe("Bogholder", cast.olga, seen)
    before = digest.digest()
    with pytest.raises(Stale) as stale:
        link.describe("Direktør", cast.adam, seen)
    assert stale.value.theirs == {"description": "Bogholder"}
    assert digest.digest() == before


def test_a_move_among_the_signers_is_no_conflict_with_a_description(cast):
    link = link_of(cast.a, "Åse")
    seen = link.last_event_id
    link.sign_at(1, cast.olga)
    assert link.describe("Bogholder", cast.adam, seen)
