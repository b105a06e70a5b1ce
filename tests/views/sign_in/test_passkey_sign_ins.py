"""Signing in with a passkey alone."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.base.sign_in_failure import SignInFailure
from models.sign_in.passkey import UsedChallenge
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest
from tests.support.authenticator import PRESENT
from tests.support.factors import give_passkey, hidden, question_in, type_password


def asked(client) -> dict:
    return client.get("/sign-in/passkey").json


def answer(client, device, question=None, **more):
    question = question or asked(client)
    data = {"state": question["state"], "credential": device.get(question["publicKey"]), **more}
    return client.post("/sign-in/passkey", data=data)


@pytest.mark.asvs("6.3.3", "7.2.4", "16.3.1")
def test_it_opens_without_a_password(client, cast):
    device = give_passkey(cast.alice)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    response = answer(client, device, next="/accounts/1")
    assert (response.status_code, response.location) == (303, "/accounts/1")
    assert client.get("/me").status_code == 204
    with client.session_transaction() as session:
        assert "planted" not in session
    told = Event.select().where(Event.kind == "sign_in.succeeded").get()
    assert (told.user_id, told.details["factor"]) == (cast.alice.id, "passkey")


def test_the_question_demands_that_the_device_verifies_its_person_and_names_nobody(client, cast):
    give_passkey(cast.alice)
    question = asked(client)["publicKey"]
    assert question["userVerification"] == "required"
    assert question["rpId"] == "localhost"
    assert not question.get("allowCredentials")
    assert asked(client)["publicKey"]["challenge"] != question["challenge"]


@pytest.mark.asvs("6.5.1")
def test_an_answer_opens_once(client, browse, cast):
    device, question = give_passkey(cast.alice), asked(client)
    data = {"state": question["state"], "credential": device.get(question["publicKey"])}
    assert client.post("/sign-in/passkey", data=data).status_code == 303
    thief = browse()
    before = digest.digests()
    assert thief.post("/sign-in/passkey", data=data).status_code == 422
    assert digest.changed_tables(before) <= {"event", "sign_in_failure"}
    assert thief.get("/me").status_code == 401


@pytest.mark.asvs("6.4.1")
def test_a_question_is_good_for_a_few_minutes(client, cast):
    device, question = give_passkey(cast.alice), asked(client)
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert answer(client, device, question).status_code == 422
    assert not SignIn.select().exists()


def test_a_question_of_the_second_step_is_no_question_of_this_one(client, cast):
    device = give_passkey(cast.alice)
    page = type_password(client, cast.alice).text
    data = {"state": hidden(page, "state"), "credential": device.get(question_in(page))}
    assert client.post("/sign-in/passkey", data=data).status_code == 422
    assert not SignIn.select().exists()


def test_a_device_that_verified_nobody_stays_outside(client, cast):
    device = give_passkey(cast.alice)
    device.flags = PRESENT
    assert answer(client, device).status_code == 422
    assert client.get("/me").status_code == 401


def test_a_dismissed_colleague_stays_outside(client, cast):
    device = give_passkey(cast.alice)
    User.update(deactivated_at=now()).where(User.id == cast.alice.id).execute()
    assert answer(client, device).status_code == 422
    assert not SignIn.select().exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"state": "x", "credential": "x"},
        {"credential": "{}"},
        {"state": "x" * 1001},
        {"credential": "x" * 20_001},
    ],
)
def test_nonsense_is_refused_in_words_and_leaves_a_line_in_the_log_alone(client, cast, fields):
    before = digest.digests()
    response = client.post("/sign-in/passkey?lang=en", data=fields)
    assert response.status_code == 422
    assert "The passkey did not work." in response.text
    assert digest.changed_tables(before) == {"event", "sign_in_failure"}
    assert Event.select().where(Event.kind == "sign_in.failed").get().subject_name == ""


def test_asking_writes_nothing(client, cast):
    before = digest.digest()
    asked(client)
    assert digest.digest() == before
    assert not UsedChallenge.select().exists()


def test_others_failures_do_not_keep_a_passkey_outside(client, cast):
    device = give_passkey(cast.alice)
    for _ in range(10):
        SignInFailure.attempt("staff", cast.alice.email, "127.0.0.1")
    assert answer(client, device).status_code == 303


@pytest.mark.asvs("6.6.3", "2.4.1")
def test_one_place_cannot_fill_the_log(client, cast):
    device = give_passkey(cast.alice)
    statuses = [client.post("/sign-in/passkey", data={"credential": "{}"}).status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert Event.select().where(Event.kind == "sign_in.failed").count() == 10
    assert not UsedChallenge.select().exists(), "what names no passkey of ours is not even kept"
    assert answer(client, device).status_code == 303


def test_under_an_ip_address_it_is_not_offered(client, cast):
    assert 'id="passkey-sign-in"' in client.get("/sign-in").text
    assert 'id="passkey-sign-in"' not in client.get("/sign-in", base_url="http://127.0.0.1").text
    assert client.get("/sign-in/passkey", base_url="http://127.0.0.1").status_code == 404
