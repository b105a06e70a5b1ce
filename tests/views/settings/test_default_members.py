"""The team of new clients."""

import pytest

from models.clients.default_member import DefaultMember
from tests.support.digest import digest

PATH = "/settings/default-team"


def test_somebody_is_added_and_removed(browse, cast):
    browser = browse(cast.adam)
    assert browser.post(PATH, data={"user_id": cast.nils.id}).status_code == 303
    assert "Nils Juhl" in browser.get(PATH).text
    assert browser.post(f"{PATH}/{DefaultMember.get().id}/deletion").status_code == 303
    assert not DefaultMember.select().exists()


def test_a_new_client_has_them(browse, cast):
    DefaultMember.choose(cast.nils, cast.olga)
    response = browse(cast.mona).post("/accounts", data={"type": "individual", "first_name": "Ib"})
    assert browse(cast.nils).get(response.location).status_code == 200


@pytest.mark.parametrize("user_id", ["", "x", "987654", str(2**40)])
def test_nobody_is_no_choice(browse, cast, user_id):
    browser = browse(cast.adam)
    before = digest()
    assert browser.post(PATH, data={"user_id": user_id}).status_code == 422
    assert digest() == before


@pytest.mark.parametrize("name", ["alice", "mona", "vera"])
def test_employees_decide_nothing_here(browse, cast, name):
    DefaultMember.choose(cast.nils, cast.olga)
    browser = browse(getattr(cast, name))
    before = digest()
    assert browser.get(PATH).status_code == 403
    assert browser.post(PATH, data={"user_id": cast.bob.id}).status_code == 403
    assert browser.post(f"{PATH}/{DefaultMember.get().id}/deletion").status_code == 403
    assert digest() == before


def test_who_is_gone_from_it_is_not_found(browse, cast):
    browser = browse(cast.olga)
    assert browser.post(f"{PATH}/987654/deletion").status_code == 404
