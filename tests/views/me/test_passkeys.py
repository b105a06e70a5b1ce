"""Adding and removing passkeys."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.sign_in import second_factors
from models.sign_in.passkey import Passkey
from models.sign_in.recovery_code import RecoveryCode
from tests.support import digest
from tests.support.authenticator import Authenticator
from tests.support.factors import give_passkey


def asked(client) -> dict:
    return client.get("/settings/passkeys/challenge").json


def answered(question, device=None, **changed) -> dict:
    credential = (device or Authenticator()).create(question["publicKey"])
    return {"state": question["state"], "credential": credential, "name": "Min telefon"} | changed


def test_one_is_added_with_a_name_and_recovery_codes_come_with_the_first(browse, cast):
    inside, elsewhere = browse(cast.alice), browse(cast.alice)
    response = inside.post("/settings/passkeys", data=answered(asked(inside)))
    assert response.status_code == 200
    assert response.text.count("<li><code>") == 10
    assert [each.name for each in Passkey.of(cast.alice)] == ["Min telefon"]
    assert elsewhere.get("/me").status_code == 401
    response = inside.post("/settings/passkeys", data=answered(asked(inside), name="Nøgle"))
    assert response.location == "/settings/second-factor"
    assert Passkey.of(cast.alice).count() == 2
    assert RecoveryCode.left(cast.alice) == 10


def test_the_question_tells_the_device_what_it_has_already(browse, cast):
    device = give_passkey(cast.alice)
    question = asked(browse(cast.alice))["publicKey"]
    assert len(question["excludeCredentials"]) == 1
    assert question["authenticatorSelection"]["userVerification"] == "required"
    assert question["authenticatorSelection"]["residentKey"] == "required"
    assert question["user"]["name"] == "alice@firma.example"
    assert device


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"credential": ""},
        {"credential": "{}"},
        {"state": ""},
        {"state": "x"},
    ],
)
def test_what_is_incomplete_is_refused_in_words(browse, cast, changed):
    inside = browse(cast.alice)
    data = answered(asked(inside), **changed)
    before = digest.digests()
    response = inside.post("/settings/passkeys", data=data)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert digest.changed_tables(before) <= {"used_challenge"}
    assert not cast.alice.protected


@pytest.mark.asvs("6.5.1")
def test_a_question_is_for_one_person_in_one_session_and_for_once(browse, cast):
    inside = browse(cast.alice)
    data = answered(asked(inside))
    for other in (browse(cast.alice), browse(cast.bob)):
        assert other.post("/settings/passkeys", data=data).status_code == 422
    assert not Passkey.select().exists()
    assert inside.post("/settings/passkeys", data=data).status_code == 200
    Passkey.delete().execute()
    assert inside.post("/settings/passkeys", data=data).status_code == 422
    assert not Passkey.select().exists()


def test_a_question_is_good_for_a_few_minutes(browse, cast):
    inside = browse(cast.alice)
    data = answered(asked(inside))
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert inside.post("/settings/passkeys", data=data).status_code == 422
    assert not Passkey.select().exists()


def test_one_is_removed_by_its_owner_alone(browse, cast):
    give_passkey(cast.alice)
    path = f"/settings/passkeys/{Passkey.get().id}/deletion"
    stranger = browse(cast.olga)
    before = digest.digest()
    assert stranger.post(path).status_code == 404
    assert digest.digest() == before
    inside = browse(cast.alice)
    assert inside.post(path).location == "/settings/second-factor"
    assert not Passkey.select().exists()
    assert not cast.alice.protected
    assert inside.post(path).status_code == 404


@pytest.mark.asvs("6.3.3")
def test_the_last_one_stays_while_it_is_demanded(browse, cast):
    give_passkey(cast.olga)
    second_factors.demand(True, cast.olga)
    inside, before = browse(cast.olga), digest.digest()
    assert inside.post(f"/settings/passkeys/{Passkey.get().id}/deletion").status_code == 422
    assert digest.digest() == before
