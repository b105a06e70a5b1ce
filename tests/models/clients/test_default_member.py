"""Who is on the team of every new client."""

from models.base.clock import now
from models.clients.default_member import DefaultMember
from models.clients.new_client import open_client
from models.staff.user import User
from tests.support.digest import digest


def opened(cast, **fields) -> dict:
    account = open_client(cast.mona, type="other", name="Ny", contact={"first_name": "Ib"}, **fields)
    return {each.name for each in account.team}


def test_they_are_added_to_who_creates_it_or_was_chosen(cast):
    DefaultMember.choose(cast.nils, cast.olga)
    DefaultMember.choose(cast.mona, cast.olga)
    assert opened(cast) == {"Mona Friis", "Nils Juhl"}
    assert opened(cast, team=[cast.bob]) == {"Bob Eriksen", "Mona Friis", "Nils Juhl"}


def test_chosen_twice_is_chosen_once(cast):
    DefaultMember.choose(cast.nils, cast.olga)
    before = digest()
    DefaultMember.choose(cast.nils, cast.olga)
    assert digest() == before


def test_one_who_has_left_is_passed_over(cast):
    DefaultMember.choose(cast.nils, cast.olga)
    User.update(deactivated_at=now()).where(User.id == cast.nils.id).execute()
    assert opened(cast) == {"Mona Friis"}
    assert not DefaultMember.current().exists()
