"""Who is preparer, reviewer … of one client."""

import re

import pytest

from models.base.clock import now
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.staff.user import User
from tests.support.digest import digest


@pytest.fixture
def preparer(cast):
    return AccountRole.add_unique(cast.olga, "Preparer")


def path(account, held=None) -> str:
    return f"/accounts/{account.id}/role-holders" + (f"/{held.id}/deletion" if held else "") + "?lang=en"


def holder(account) -> str | None:
    held = AccountRoleHolder.of_account(account).first()
    return held and held.user.name


def undo(browser, answer):
    toast = answer.text[answer.text.index("data-toast") :]
    action = re.search(r'action="([^"]*)"', toast)[1]
    return browser.post(action, data=dict(re.findall(r'name="(\w+)" value="([^"]*)"', toast)))


def test_a_role_is_given_changed_cleared_and_each_undone(browse, cast, preparer):
    browser = browse(cast.rikke)

    def give(user):
        return browser.htmx("POST", path(cast.a), data={"role_id": preparer.id, "user_id": user.id})

    first = give(cast.alice)
    assert (first.status_code, holder(cast.a)) == (200, "Alice Dam")
    undo(browser, first)
    assert holder(cast.a) is None
    give(cast.alice)
    second = give(cast.adam)
    assert holder(cast.a) == "Adam Birk"
    undo(browser, second)
    assert holder(cast.a) == "Alice Dam"
    cleared = browser.htmx("POST", path(cast.a, AccountRoleHolder.of_account(cast.a).get()))
    assert (cleared.status_code, holder(cast.a)) == (200, None)
    undo(browser, cleared)
    assert holder(cast.a) == "Alice Dam"


def test_a_role_gives_no_access(browse, cast, preparer):
    browse(cast.rikke).post(path(cast.a), data={"role_id": preparer.id, "user_id": cast.nils.id})
    assert browse(cast.nils).get(f"/accounts/{cast.a.id}").status_code == 404


@pytest.mark.parametrize("bad", [{"role_id": "987"}, {"role_id": ""}, {"user_id": "987"}, {"user_id": "x"}])
def test_bad_input_is_told_beside_the_field(browse, cast, preparer, bad):
    browser = browse(cast.rikke)
    before = digest()
    data = {"role_id": preparer.id, "user_id": cast.alice.id} | bad
    answer = browser.htmx("POST", path(cast.a), data=data)
    assert answer.status_code == 422
    assert f'id="role-{next(iter(bad)).removesuffix("_id")}-error"' in answer.text
    assert digest() == before


def test_one_who_was_deactivated_is_not_taken(browse, cast, preparer):
    User.update(deactivated_at=now()).where(User.id == cast.nils.id).execute()
    browser = browse(cast.rikke)
    before = digest()
    data = {"role_id": preparer.id, "user_id": cast.nils.id}
    assert browser.post(path(cast.a), data=data).status_code == 422
    assert digest() == before


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *(("olga", 303), ("adam", 303), ("mona", 303), ("rikke", 303), ("vera", 303)),
        *(("alice", 403), ("bob", 404), ("erik", 404), ("nils", 404)),
    ],
)
def test_who_may_give_and_take(browse, cast, preparer, person, status):
    browser = browse(getattr(cast, person))
    preparer.give(cast.a, cast.bob, cast.olga)
    held = AccountRoleHolder.of_account(cast.a).get()
    before = digest()
    data = {"role_id": preparer.id, "user_id": cast.alice.id}
    assert browser.post(path(cast.a), data=data).status_code == status
    assert (digest() == before) == (status != 303)
    before = digest()
    assert browser.post(path(cast.a, held)).status_code == status
    assert (digest() == before) == (status != 303)


def test_the_role_of_another_client_is_not_found_here(browse, cast, preparer):
    preparer.give(cast.b, cast.bob, cast.olga)
    browser = browse(cast.olga)
    before = digest()
    assert browser.post(path(cast.a, AccountRoleHolder.of_account(cast.b).get())).status_code == 404
    assert digest() == before


def test_an_archived_client_keeps_its_roles(browse, cast, preparer):
    browser = browse(cast.rikke)
    before = digest()
    data = {"role_id": preparer.id, "user_id": cast.alice.id}
    assert browser.post(path(cast.old), data=data).status_code == 409
    assert digest() == before
