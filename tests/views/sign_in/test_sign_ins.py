"""The staff's door."""

import pytest

from models.base.clock import now
from models.base.event import Event
from models.base.sign_in_failure import SignInFailure
from models.staff.firm import Firm
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest
from tests.support.cast import PASSWORD

ALICE = {"email": "alice@firma.example", "password": PASSWORD}


def test_the_right_password_opens_and_leads_back(client):
    response = client.post("/sign-in", data=ALICE | {"next": "/accounts/1?cards=inline"})
    assert response.status_code == 303
    assert response.location == "/accounts/1?cards=inline"
    assert client.get("/me").status_code == 204


def test_mail_addresses_do_not_mind_case_and_spaces(client):
    client.post("/sign-in", data=ALICE | {"email": " Alice@Firma.example "})
    assert client.get("/me").status_code == 204


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "noget helt andet"},
        {"email": "nobody@firma.example"},
        {"password": PASSWORD + " "},
        {"email": "nobody@firma.example", "password": "noget helt andet"},
    ],
)
def test_a_wrong_sign_in_does_not_say_which_part_is_wrong(client, wrong):
    response = client.post("/sign-in?lang=en", data=ALICE | wrong)
    assert response.status_code == 422
    assert "E-mail or password is wrong." in response.text
    assert PASSWORD not in response.text
    assert client.get("/me").status_code == 401
    assert SignIn.select().count() == 0


@pytest.mark.parametrize("fields", [{}, {"email": "alice@firma.example"}, ALICE | {"password": "x" * 257}])
def test_an_incomplete_form_is_422(client, fields):
    assert client.post("/sign-in", data=fields).status_code == 422


def test_a_deactivated_colleague_stays_outside(browse, cast):
    inside = browse(cast.alice)
    User.update(deactivated_at=now()).where(User.id == cast.alice.id).execute()
    assert inside.get("/me").status_code == 401
    assert browse().post("/sign-in", data=ALICE).status_code == 422


def test_who_is_signed_in_is_led_inside(browse, cast):
    response = browse(cast.alice).get("/sign-in")
    assert (response.status_code, response.location) == (303, "/")


def test_signing_in_begins_a_new_session(client):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    client.post("/sign-in", data=ALICE)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_ends_the_row_and_empties_the_cache(client):
    client.post("/sign-in", data=ALICE)
    assert SignIn.select().count() == 1
    response = client.post("/sign-out")
    assert SignIn.select().count() == 0
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/me").status_code == 401


def test_signing_out_leaves_other_browsers_alone(browse, cast):
    here, there = browse(cast.alice), browse(cast.alice)
    here.post("/sign-out")
    assert there.get("/me").status_code == 204


def test_only_the_demo_lists_its_people(client):
    User.hire(None, "Karen Demo", "owner@demo.example", "owner", PASSWORD)
    assert "owner@demo.example" not in client.get("/sign-in").text
    Firm.update(demo_at=now()).execute()
    assert "owner@demo.example" in client.get("/sign-in").text


@pytest.mark.first_visit
def test_before_the_first_visit_the_door_leads_to_the_set_up(client):
    assert client.get("/sign-in").location == "/setup"
    assert client.get("/accounts").location == "/setup"


def test_a_refused_sign_in_writes_nothing_but_that_it_was(client):
    before = digest.digests()
    client.post("/sign-in", data=ALICE | {"password": "forkert"})
    assert digest.changed_tables(before) == {"sign_in_failure", "event"}


@pytest.mark.asvs("16.3.1")
@pytest.mark.parametrize(("email", "name"), [("Alice@firma.example ", "Alice@firma.example"), ("x@y.dk", "")])
def test_the_log_tells_of_failures_and_names_only_those_who_sign_in_here(client, email, name):
    client.post("/sign-in", data={"email": email, "password": "forkert"})
    told = Event.select().order_by(Event.id.desc()).get()
    assert (told.kind, told.subject_name, told.actor_id) == ("sign_in.failed", name, None)
    assert told.details == {"factor": "password", "door": "staff", "address": "127.0.0.1"}


@pytest.mark.asvs("16.3.1")
def test_the_log_tells_of_coming_and_going(client, cast):
    client.post("/sign-in", data=ALICE)
    client.post("/sign-out")
    came, went = sorted(Event.select().where(Event.noun == "sign_in"), key=lambda each: each.id)
    assert (came.kind, came.actor_id, came.details["factor"]) == (
        "sign_in.succeeded",
        cast.alice.id,
        "password",
    )
    assert (went.kind, went.actor_id, went.details["by"]) == ("sign_in.ended", cast.alice.id, "sign_out")


@pytest.mark.asvs("6.3.1")
def test_after_ten_failures_the_name_waits_and_the_log_tells_it_once(client, cast):
    wrong = [client.post("/sign-in?lang=en", data=ALICE | {"password": "x"}) for _ in range(12)]
    assert [each.status_code for each in wrong] == [422] * 10 + [429] * 2
    assert "Too many attempts" in wrong[-1].text
    assert wrong[-1].headers["Retry-After"] == "900"
    assert Event.select().where(Event.kind == "sign_in.throttled").count() == 1
    assert client.post("/sign-in", data=ALICE).status_code == 429
    assert not SignIn.select().exists()
    bob = ALICE | {"email": "bob@firma.example"}
    assert client.post("/sign-in", data=bob).status_code == 303


def test_who_comes_in_is_forgiven(client, cast):
    for _ in range(9):
        client.post("/sign-in", data=ALICE | {"password": "x"})
    client.post("/sign-in", data=ALICE)
    assert not SignInFailure.select().exists()


@pytest.mark.asvs("7.2.4")
def test_signing_in_once_more_ends_what_was_open_here(browse, cast):
    browser, thief = browse(cast.alice), browse()
    thief.set_cookie("session", browser.get_cookie("session").value)
    browser.post("/sign-in", data=ALICE | {"email": "bob@firma.example"})
    assert (browser.get("/me").status_code, thief.get("/me").status_code) == (204, 401)
