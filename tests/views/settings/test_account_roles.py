"""The settings page of the roles on clients: for owners and admins, whom no right of an employee replaces."""

import pytest

from models.clients.account_role import AccountRole, AccountRoleHolder
from tests.support.digest import digest
from tests.support.html import value_of


@pytest.fixture
def preparer(cast):
    role = AccountRole.add_unique(cast.olga, "Preparer")
    role.give(cast.a, cast.bob, cast.olga)
    return role


def fields(role, **others) -> dict:
    return {"seen": role.last_event_id, "name": role.name} | others


def test_a_role_is_made_renamed_and_deleted_with_its_holders(browse, cast):
    browser = browse(cast.adam)
    browser.post("/settings/account-roles", data={"name": "Preparer"})
    role = AccountRole.get()
    role.give(cast.a, cast.bob, cast.olga)
    browser.post(f"/settings/account-roles/{role.id}", data=fields(role, name="Bogholder"))
    assert role.hold().name == "Bogholder"
    assert (
        "Somebody has this role on 1 client; afterwards"
        in browser.get(f"/settings/account-roles/{role.id}/edit?lang=en").text
    )
    assert browser.post(f"/settings/account-roles/{role.id}/deletion").status_code == 303
    assert not AccountRole.select().exists()
    assert not AccountRoleHolder.select().exists()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("PREPARER", "A role “Preparer” already exists."),
        ("", "Please fill this in."),
        ("x" * 61, "At most 60 characters"),
    ],
)
def test_bad_input_is_told_beside_the_field(browse, cast, preparer, name, error):
    other = AccountRole.add_unique(cast.olga, "Reviewer")
    browser = browse(cast.olga)
    before = digest()
    for path, data in (
        ("/settings/account-roles", {"name": name}),
        (f"/settings/account-roles/{other.id}", fields(other, name=name)),
    ):
        answer = browser.post(f"{path}?lang=en", data=data)
        assert answer.status_code == 422
        assert error in answer.text
    assert digest() == before


def test_two_who_rename_it_are_told_of_each_other(browse, cast, preparer):
    typed = fields(preparer, name="Bogholder")
    preparer.edit_unique(cast.adam, preparer.last_event_id, name="Sagsbehandler")
    browser = browse(cast.olga)
    before = digest()
    answer = browser.post(f"/settings/account-roles/{preparer.id}?lang=en", data=typed)
    assert answer.status_code == 409
    assert "Now it says: Sagsbehandler" in answer.text
    assert digest() == before
    renewed = typed | {"seen": value_of(answer.text, "seen")}
    assert browser.post(f"/settings/account-roles/{preparer.id}", data=renewed).status_code == 303


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        *(("olga", True), ("adam", True), ("vera", False), ("erik", False)),
        *(("mona", False), ("rikke", False), ("alice", False), ("nils", False)),
    ],
)
def test_who_may_name_roles(browse, cast, preparer, person, allowed):
    browser = browse(getattr(cast, person))
    assert browser.get("/settings/account-roles").status_code == (200 if allowed else 403)
    assert ('href="/settings/account-roles"' in browser.get("/accounts").text) == allowed
    for path, data in (
        ("/settings/account-roles", {"name": "Ny"}),
        (f"/settings/account-roles/{preparer.id}/position", {"place": "2"}),
        (f"/settings/account-roles/{preparer.id}", fields(preparer, name="Anden")),
        (f"/settings/account-roles/{preparer.id}/deletion", {}),
    ):
        before = digest()
        assert browser.post(path, data=data).status_code == (303 if allowed else 403)
        assert (digest() != before) == allowed
