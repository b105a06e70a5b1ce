"""Asking for access (rule Access 3)."""

from models.clients.account import Account, Assignment
from models.teams.access_request import AccessRequest
from tests.support.digest import digest


def waiting() -> list:
    return list(AccessRequest.open_for(Account.select()))


def test_a_request_is_kept_once_while_it_is_open(cast):
    AccessRequest.ask(cast.nils, cast.a.id, "Ferie")
    AccessRequest.ask(cast.nils, cast.a.id, "Igen")
    assert [(row.user, row.reason) for row in waiting()] == [(cast.nils, "Ferie")]


def test_a_request_for_what_does_not_exist_is_stored_nowhere(cast):
    before = digest()
    AccessRequest.ask(cast.nils, 4_711, "Ferie")
    assert digest() == before


def test_granting_puts_the_asker_on_the_team_once(cast):
    AccessRequest.ask(cast.nils, cast.a.id, "Ferie")
    (asked,) = waiting()
    asked.grant(cast.olga)
    asked.grant(cast.olga)
    assert Assignment.select().where(Assignment.user == cast.nils).count() == 1
    assert waiting() == []


def test_declining_gives_nothing(cast):
    AccessRequest.ask(cast.nils, cast.a.id, "Ferie")
    waiting()[0].decline(cast.olga)
    assert waiting() == []
    assert not Assignment.select().where(Assignment.user == cast.nils).exists()


def test_only_requests_for_the_given_accounts_are_told(cast):
    AccessRequest.ask(cast.nils, cast.a.id, "")
    AccessRequest.ask(cast.nils, cast.b.id, "")
    own = Account.visible_to(cast.alice)
    assert [row.account for row in AccessRequest.open_for(own)] == [cast.a]
