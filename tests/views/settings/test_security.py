"""What the owner demands of everybody's sign-in."""

import pytest

from models.staff.firm import Firm
from tests.support import digest
from tests.support.factors import give_app, give_passkey

SECURITY = "/settings/security"


def test_it_says_who_has_one_and_who_not(browse, cast):
    give_passkey(cast.olga)
    give_app(cast.alice)
    page = browse(cast.olga).get(f"{SECURITY}?lang=en").text
    rows = {row.split("</th>")[0].split(">")[-1]: row for row in page.split('<tr id="user-')[1:]}
    assert "1 passkey" in rows["Olga Ågesen"]
    assert "App with codes" in rows["Alice Dam"]
    assert "Password only" in rows["Bob Eriksen"]
    assert len(rows) == 9


@pytest.mark.parametrize("name", ["adam", "vera", "alice"])
def test_it_is_the_owners_alone(browse, cast, name):
    give_app(getattr(cast, name))
    inside, before = browse(getattr(cast, name)), digest.digest()
    assert inside.get(SECURITY).status_code == 403
    assert inside.post(SECURITY, data={"on": "1"}).status_code == 403
    assert digest.digest() == before


def test_the_switch(browse, cast):
    give_app(cast.olga)
    owner = browse(cast.olga)
    assert owner.post(SECURITY, data={"on": "1"}).location == SECURITY
    assert Firm.this().second_factor_required_at
    assert 'aria-checked="true"' in owner.get(SECURITY).text
    owner.post(SECURITY, data={"on": "0"})
    assert Firm.this().second_factor_required_at is None


def test_an_owner_without_one_is_not_locked_out(browse, cast):
    owner, before = browse(cast.olga), digest.digest()
    response = owner.post(f"{SECURITY}?lang=en", data={"on": "1"})
    assert response.status_code == 422
    assert "you would lock yourself out" in response.text
    assert digest.digest() == before


@pytest.mark.parametrize("fields", [{}, {"on": "2"}, {"on": ""}])
def test_nonsense_is_400(browse, cast, fields):
    give_app(cast.olga)
    owner, before = browse(cast.olga), digest.digest()
    assert owner.post(SECURITY, data=fields).status_code == 400
    assert digest.digest() == before
