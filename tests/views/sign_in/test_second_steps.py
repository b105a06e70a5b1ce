"""The second step of signing in: no session before it, and nothing that counts twice."""

import re
from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.base.one_time_codes import new_secret
from models.clients.portal_user import PortalUser
from models.sign_in import second_factors
from models.sign_in.passkey import Passkey
from models.sign_in.recovery_code import RecoveryCode
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest, visiting
from tests.support.cast import PASSWORD
from tests.support.factors import (
    give_app,
    give_codes,
    give_passkey,
    hidden,
    question_in,
    second_step,
    type_password,
)
from tests.support.visiting import enter, give_access


def proof_of(client, user) -> str:
    return hidden(type_password(client, user).text, "proof")


def outside(client) -> bool:
    return client.get("/me").status_code == 401 and not SignIn.select().exists()


@pytest.mark.asvs("2.3.1", "6.3.3")
def test_the_password_alone_opens_nothing(client, cast):
    give_app(cast.alice)
    page = type_password(client, cast.alice, next="/accounts/1/info")
    assert outside(client)
    assert "Set-Cookie" not in page.headers
    assert client.get("/accounts").location.startswith("/sign-in")


def test_a_code_of_the_app_opens_and_leads_back(client, cast):
    app = give_app(cast.alice)
    page = type_password(client, cast.alice, next="/accounts/1/info").text
    response = second_step(client, hidden(page, "proof"), code=app.now(), next=hidden(page, "next"))
    assert (response.status_code, response.location) == (303, "/accounts/1/info")
    assert client.get("/me").status_code == 204
    told = Event.select().where(Event.kind == "sign_in.succeeded").get()
    assert (told.user_id, told.details["factor"]) == (cast.alice.id, "totp")


def test_a_foreign_place_is_not_led_to(client, cast):
    app = give_app(cast.alice)
    proof = proof_of(client, cast.alice)
    assert second_step(client, proof, code=app.now(), next="//evil.example").location == "/"


@pytest.mark.asvs("7.2.4")
def test_the_session_is_new_at_the_second_factor(client, cast):
    app = give_app(cast.alice)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    proof = proof_of(client, cast.alice)
    with client.session_transaction() as session:
        assert "_user_id" not in session
    second_step(client, proof, code=app.now())
    with client.session_transaction() as session:
        assert "planted" not in session
        assert SignIn.find(session["_user_id"]).user == cast.alice


@pytest.mark.asvs("6.5.1")
def test_a_code_opens_once(client, browse, cast):
    app = give_app(cast.alice)
    code = app.now()
    second_step(client, proof_of(client, cast.alice), code=code)
    thief = browse()
    proof = proof_of(thief, cast.alice)
    before = digest.digests()
    response = second_step(thief, proof, code=code)
    assert response.status_code == 422
    assert hidden(response.text, "proof") == proof
    assert digest.changed_tables(before) <= {"sign_in_failure", "event"}
    assert thief.get("/me").status_code == 401


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_opens_once_and_says_how_many_are_left(client, browse, cast):
    give_app(cast.alice)
    code = give_codes(cast.alice)[0]
    assert second_step(client, proof_of(client, cast.alice), code=code).status_code == 303
    assert "Ubrugte tilbage: 9." in client.get("/accounts").text
    thief = browse()
    assert second_step(thief, proof_of(thief, cast.alice), code=code).status_code == 422
    assert thief.get("/me").status_code == 401
    assert RecoveryCode.left(cast.alice) == 9


def test_a_passkey_opens_after_the_password(client, cast):
    device = give_passkey(cast.alice)
    page = type_password(client, cast.alice).text
    credential = device.get(question_in(page))
    answer = {"state": hidden(page, "state"), "credential": credential}
    proof = hidden(page, "proof")
    assert second_step(client, proof, **answer).location == "/"
    assert client.get("/me").status_code == 204


@pytest.mark.asvs("6.5.1")
def test_what_a_passkey_said_counts_once(client, browse, cast):
    device = give_passkey(cast.alice)
    page = type_password(client, cast.alice).text
    answer = {"state": hidden(page, "state"), "credential": device.get(question_in(page))}
    proof = hidden(page, "proof")
    second_step(client, proof, **answer)
    thief = browse()
    before = digest.digests()
    assert second_step(thief, proof, **answer).status_code == 422
    assert digest.changed_tables(before) <= {"sign_in_failure", "event"}
    assert thief.get("/me").status_code == 401


def test_a_passkey_of_another_does_not_open(client, cast):
    give_passkey(cast.alice)
    bobs = give_passkey(cast.bob)
    page = type_password(client, cast.alice).text
    credential = bobs.get(question_in(page))
    response = second_step(client, hidden(page, "proof"), state=hidden(page, "state"), credential=credential)
    assert response.status_code == 422
    assert outside(client)


def test_codes_of_another_do_not_open(client, cast):
    give_app(cast.alice)
    bobs, code = give_app(cast.bob), give_codes(cast.bob)[0]
    proof = proof_of(client, cast.alice)
    for wrong in (bobs.now(), code, "", "0" * 6, "æøå", "0" * 40):
        assert second_step(client, proof, code=wrong).status_code == 422
    assert outside(client)
    assert RecoveryCode.left(cast.bob) == 10


def new_password(user):
    user.change_password("en helt anden lang sætning", user)


def dismissal(user):
    User.update(deactivated_at=now()).where(User.id == user.id).execute()


@pytest.mark.parametrize("event", [new_password, dismissal])
def test_a_proof_dies_with_the_password_and_with_the_place_on_the_staff(client, cast, event):
    app = give_app(cast.alice)
    proof = proof_of(client, cast.alice)
    event(cast.alice)
    before = digest.digest()
    assert second_step(client, proof, code=app.now()).location.startswith("/sign-in")
    assert digest.digest() == before
    assert outside(client)


def test_a_proof_is_good_for_a_few_minutes(client, cast):
    app = give_app(cast.alice)
    proof = proof_of(client, cast.alice)
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert second_step(client, proof, code=app.now()).location.startswith("/sign-in")
    assert outside(client)


@pytest.mark.parametrize("proof", ["", "x", "x" * 10_000, "W10.x.y"])
def test_a_made_up_proof_opens_nothing(client, cast, proof):
    give_app(cast.alice)
    before = digest.digest()
    assert second_step(client, proof, code="123456", next="/accounts").status_code == 303
    assert digest.digest() == before
    assert outside(client)


def test_a_proof_of_the_portal_is_none_of_ours(app, client, cast):
    from access.signed_tokens import sign_values
    from views.portal.sign_ins import PURPOSE

    give_app(cast.alice)
    with app.test_request_context():
        proof = sign_values(PURPOSE, cast.alice.id, "x")
    assert second_step(client, proof, code="123456").status_code == 303


@pytest.mark.asvs("6.6.3", "6.3.1")
def test_codes_cannot_be_tried_for_long(client, browse, cast):
    app, code = give_app(cast.alice), give_codes(cast.alice)[0]
    proof = proof_of(client, cast.alice)
    for _ in range(10):
        assert second_step(client, proof, code="x" * 10).status_code == 422
    for right in (app.now(), code):
        assert second_step(client, proof, code=right).status_code == 429
    assert outside(client)
    assert RecoveryCode.left(cast.alice) == 10
    other = browse()
    assert second_step(other, proof_of(other, cast.alice), code=code).status_code == 429
    with time_machine.travel(now() + timedelta(minutes=16)):
        proof = proof_of(client, cast.alice)
        assert second_step(client, proof, code=app.at(now())).status_code == 303


@pytest.mark.asvs("6.6.3")
def test_typing_the_password_again_buys_no_new_attempts(client, cast):
    give_app(cast.alice)
    statuses = []
    for _ in range(12):
        response = client.post("/sign-in", data={"email": cast.alice.email, "password": PASSWORD})
        if response.status_code == 200:
            response = second_step(client, hidden(response.text, "proof"), code="000 000")
        statuses.append(response.status_code)
    assert statuses == [422] * 10 + [429] * 2


@pytest.mark.asvs("16.3.1")
def test_a_wrong_code_stands_in_the_log(client, cast):
    give_app(cast.alice)
    second_step(client, proof_of(client, cast.alice), code="123")
    told = Event.select().where(Event.kind == "sign_in.failed").get()
    assert told.details["factor"] == "totp"


@pytest.mark.parametrize("over", [True, False])
def test_a_wrong_code_comes_back_empty_with_the_message_and_the_focus(client, cast, over):
    give_app(cast.alice)
    for code in ("654321", "abcd-efgh-jkmn"):
        proof, prefix = proof_of(client, cast.alice), "door-" if over else ""
        data = {f"{prefix}proof": proof, f"{prefix}code": code}
        send = client.htmx if over else client.open
        answer = send(method="POST", path="/sign-in/second-step", data=data)
        assert answer.status_code == 422
        assert_asked_again(answer.text, code)


def assert_asked_again(text: str, code: str):
    (field,) = [each for each in re.findall("<input[^>]*>", text) if re.search('name="(door-)?code"', each)]
    assert code not in text
    for attribute in ('value=""', " autofocus", 'aria-invalid="true"', "code-error"):
        assert attribute in field, field
    assert text.partition("</main>")[0].count(" autofocus") == 1


def test_wrong_codes_of_an_app_and_in_the_portal_come_back_empty_too(browse, cast):
    app = browse(cast.alice).post(
        "/settings/second-factor/app", data={"secret": new_secret(), "code": "654321"}
    )
    aase = give_access(cast.address("aase@a.example")).address.email
    inside = enter(browse(), aase)
    own = inside.post("/portal/second-factor", data={"secret": new_secret(), "code": "654321"})
    PortalUser.of(aase).protect(new_secret(), None)
    page = browse().post("/portal/sign-in", data={"email": aase, "password": visiting.PASSWORD}).text
    data = {"proof": hidden(page, "proof"), "code": "654321"}
    named = {f"door-{name}": value for name, value in data.items()}
    door = browse().post("/portal/sign-in/code", data=data)
    over = browse().htmx("POST", "/portal/sign-in/code", data=named)
    for answer in (app, own, door, over):
        assert answer.status_code == 422
        assert_asked_again(answer.text, "654321")


@pytest.mark.asvs("6.4.3", "6.3.4")
def test_a_password_by_mail_does_not_get_around_it(client, cast):
    from models.sign_in.password_reset import StaffPasswordReset

    give_app(cast.alice)
    client.post("/password", data={"email": cast.alice.email})
    reset = StaffPasswordReset.get()
    fields = {"token": reset.token, "password": "en helt anden lang sætning om broer"}
    response = client.post(f"/password-resets/{reset.id}", data=fields)
    assert response.location.startswith("/sign-in")
    assert outside(client)
    assert cast.alice.protected


def test_without_a_factor_the_password_is_enough(client, cast):
    response = client.post("/sign-in", data={"email": cast.alice.email, "password": PASSWORD})
    assert response.status_code == 303


def test_who_has_no_passkey_is_not_asked_for_one(client, cast):
    give_app(cast.alice)
    give_passkey(cast.bob)
    assert "data-passkey" not in type_password(client, cast.alice).text
    assert "data-passkey" in type_password(client, cast.bob).text


def test_under_an_ip_address_a_passkey_is_not_asked_for(app, client, cast):
    give_passkey(cast.alice)
    data = {"email": cast.alice.email, "password": PASSWORD}
    page = client.post("/sign-in?lang=en", data=data, base_url="http://127.0.0.1").text
    assert "data-passkey" not in page
    assert "does not work at this address" in page


def test_a_removed_factor_is_not_asked_for(client, cast):
    give_passkey(cast.alice)
    second_factors.remove_passkey(Passkey.get(), cast.alice)
    response = client.post("/sign-in", data={"email": cast.alice.email, "password": PASSWORD})
    assert response.status_code == 303
