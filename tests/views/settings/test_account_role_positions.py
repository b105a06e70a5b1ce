"""The order of the roles."""

import pytest

from models.clients.account_role import AccountRole
from tests.support.digest import digest


@pytest.fixture
def roles(cast):
    return [AccountRole.add_unique(cast.olga, name) for name in ("Preparer", "Reviewer", "Partner")]


def names() -> list[str]:
    return [role.name for role in AccountRole.in_order()]


def test_a_role_goes_to_the_place_that_the_button_names(browse, cast, roles):
    browser = browse(cast.olga)
    answer = browser.post(f"/settings/account-roles/{roles[2].id}/position", data={"place": "2"})
    assert answer.location.endswith(f"/settings/account-roles#role-{roles[2].id}")
    assert names() == ["Preparer", "Partner", "Reviewer"]
    before = digest()
    browser.post(f"/settings/account-roles/{roles[2].id}/position", data={"place": "2"})  # a double click
    assert digest() == before


@pytest.mark.parametrize("place", [None, "", "x", "1.5"])
def test_a_place_that_is_none_is_refused(browse, cast, roles, place):
    browser = browse(cast.olga)
    before = digest()
    data = {} if place is None else {"place": place}
    assert browser.post(f"/settings/account-roles/{roles[2].id}/position", data=data).status_code == 400
    assert digest() == before


def test_the_first_moves_no_further_up_and_the_last_no_further_down(browse, cast, roles):
    page = browse(cast.olga).get("/settings/account-roles").text
    assert f'id="role-{roles[0].id}-up"' not in page
    assert f'id="role-{roles[2].id}-down"' not in page
