"""First visit: the firm and its owner, once."""

import pytest

from models.staff.firm import Firm
from models.staff.setup import Setup
from models.staff.user import User
from tests.support import digest

pytestmark = pytest.mark.first_visit

OWNER = {
    "firm_name": "Regnskabshuset Nord",
    "name": "Olga Ågesen",
    "email": "olga@firma.example",
    "password": "en lang sætning",
}


@pytest.fixture
def token(app) -> str:
    return Setup(app.config["SETTINGS"].data_dir).token()


def test_the_token_makes_firm_and_owner_and_lets_the_owner_in(client, token):
    assert f'value="{token}"' in client.get(f"/setup?token={token}").text
    response = client.post("/setup", data=OWNER | {"token": token})
    assert response.location == "/accounts/new"
    assert Firm.this().name == "Regnskabshuset Nord"
    assert [(user.email, user.role) for user in User.select()] == [("olga@firma.example", "owner")]
    assert client.get("/accounts/new").status_code == 200


@pytest.mark.parametrize("wrong", ["", "x", "é"])
def test_without_the_token_nothing_is_made(client, token, wrong):
    before = digest.digest()
    assert client.post("/setup", data=OWNER | {"token": wrong}).status_code == 422
    assert digest.digest() == before


def test_before_a_token_was_made_none_is_right(client):
    assert client.post("/setup", data=OWNER | {"token": ""}).status_code == 422
    assert User.select().count() == 0


@pytest.mark.parametrize("bad", [{"password": "kort"}, {"email": "x"}, {"name": " "}, {"firm_name": ""}])
def test_bad_input_makes_nothing_and_keeps_what_was_typed(client, token, bad):
    before = digest.digest()
    response = client.post("/setup", data=OWNER | {"token": token} | bad)
    assert response.status_code == 422
    assert digest.digest() == before
    assert OWNER["password"] not in response.text
    assert f'value="{token}"' in response.text


def test_the_second_time_there_is_no_set_up(client, token):
    client.post("/setup", data=OWNER | {"token": token})
    before = digest.digest()
    assert client.get(f"/setup?token={token}").status_code == 404
    assert client.post("/setup", data=OWNER | {"token": token}).status_code == 404
    assert digest.digest() == before
