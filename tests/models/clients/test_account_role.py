"""Roles on accounts: words of the firm in an order of its own; they name people and give no rights."""

import pytest

from models.base.event import Event
from models.clients.account import Account
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.staff.unique_name import NameTaken
from tests.support.digest import digest


@pytest.fixture
def roles(cast):
    return [AccountRole.add_unique(cast.olga, name) for name in ("Preparer", "Reviewer", "Partner")]


def names() -> list[str]:
    return [role.name for role in AccountRole.in_order()]


def test_new_roles_come_last(cast, roles):
    assert names() == ["Preparer", "Reviewer", "Partner"]


def test_no_two_roles_differ_by_case_alone(cast, roles):
    with pytest.raises(NameTaken):
        AccountRole.add_unique(cast.olga, "REVIEWER")


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (1, ["Partner", "Preparer", "Reviewer"]),
        (2, ["Preparer", "Partner", "Reviewer"]),
        (3, ["Preparer", "Reviewer", "Partner"]),
        (99, ["Preparer", "Reviewer", "Partner"]),
        (-7, ["Partner", "Preparer", "Reviewer"]),
    ],
)
def test_a_role_moves_to_its_place_and_the_others_keep_their_order(cast, roles, place, order):
    roles[2].move_to(place, cast.olga)
    assert names() == order
    before = digest()
    roles[2].move_to(place, cast.olga)
    assert digest() == before


def test_a_role_is_given_changed_and_given_no_access(cast, roles):
    roles[0].give(cast.a, cast.nils, cast.olga)
    roles[0].give(cast.a, cast.bob, cast.olga)
    roles[0].give(cast.a, cast.bob, cast.olga)
    (held,) = AccountRoleHolder.of_account(cast.a)
    assert held.user == cast.bob
    assert not Account.visible_to(cast.nils).exists()
    kinds = [event.kind for event in Event.select().where(Event.noun == "account_role").order_by(Event.id)]
    assert kinds == ["account_role.created", "account_role.changed"]


def test_a_deleted_role_leaves_each_account_in_an_event_of_its_own(cast, roles):
    for account in (cast.a, cast.b):
        roles[0].give(account, cast.bob, cast.olga)
    assert AccountRoleHolder.counts() == {roles[0].id: 2}
    roles[0].remove(cast.olga)
    assert not AccountRoleHolder.select().exists()
    assert Event.select().where(Event.kind == "account_role.removed").count() == 2
    assert names() == ["Reviewer", "Partner"]
