"""T06, OTRS CVE-2026-78357 and plain flask-login: a cookie captured before signing out still worked (ASVS 7.4.1)."""

from datetime import timedelta

import pytest

from models.base.clock import now
from models.base.event import Event
from models.sign_in.password_reset import StaffPasswordReset
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support.cast import PASSWORD
from tests.support.visiting import enter, give_access

pytestmark = pytest.mark.asvs("7.2.1", "7.3.1", "7.3.2", "7.4.1")

ALICE = {"email": "alice@firma.example", "password": PASSWORD}


@pytest.fixture
def captured(browse):
    """A browser of Alice's, and one that has stolen its cookie."""
    owner, thief = browse(), browse()
    owner.post("/sign-in", data=ALICE)
    thief.set_cookie("session", owner.get_cookie("session").value)
    assert thief.get("/me").status_code == 204
    return owner, thief


def test_a_cookie_is_dead_after_sign_out(captured):
    owner, thief = captured
    owner.post("/sign-out")
    assert thief.get("/me").status_code == 401
    assert thief.get("/accounts").status_code == 303
    assert thief.htmx("GET", "/search?q=a").status_code == 401


def test_a_cookie_is_dead_after_dismissal(captured):
    _, thief = captured
    User.update(deactivated_at=now()).where(User.email == ALICE["email"]).execute()
    assert thief.get("/me").status_code == 401


@pytest.mark.parametrize("column", ["expires_at", "seen_at"])
def test_a_cookie_dies_of_age_and_of_idleness(captured, column):
    _, thief = captured
    SignIn.update({column: now() - timedelta(days=31)}).execute()
    assert thief.get("/me").status_code == 401


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "' OR 1=1 --"])
def test_made_up_tokens_open_nothing(client, cast, token):
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert client.get("/me").status_code == 401


def test_a_users_id_is_no_token(client, cast):
    with client.session_transaction() as session:
        session["_user_id"] = str(cast.olga.id)
    assert client.get("/me").status_code == 401


def test_the_database_holds_no_usable_token(captured):
    owner, _ = captured
    with owner.session_transaction() as session:
        token = session["_user_id"]
    assert SignIn.select().where(SignIn.token_hash == token).count() == 0
    assert len(token) >= 43  # 256 bits


@pytest.mark.asvs("7.4.3", "7.2.4")
def test_a_cookie_is_dead_after_a_new_password_of_ones_own(captured):
    owner, thief = captured
    new = {"current_password": PASSWORD, "password": "en helt anden sætning"}
    assert owner.post("/settings/sign-in/password", data=new).status_code == 303
    assert (owner.get("/me").status_code, thief.get("/me").status_code) == (204, 401)


@pytest.mark.asvs("7.4.3")
def test_a_cookie_is_dead_after_a_new_password_by_mail(captured, browse):
    owner, thief = captured
    StaffPasswordReset.ask(ALICE["email"])
    reset = StaffPasswordReset.get()
    data = {"token": reset.token, "password": "en helt anden sætning"}
    assert browse().post(f"/password-resets/{reset.id}", data=data).status_code == 303
    assert owner.get("/me").status_code == thief.get("/me").status_code == 401


@pytest.mark.asvs("7.4.5")
def test_a_cookie_is_dead_after_an_administrator_ended_all(captured, cast):
    owner, thief = captured
    SignIn.end_all(cast.alice, cast.olga)
    assert owner.get("/me").status_code == thief.get("/me").status_code == 401
    told = Event.get(Event.kind == "sign_in.ended")
    assert (told.actor_id, told.details["by"]) == (cast.olga.id, "administrator")


@pytest.mark.asvs("7.2.4")
def test_a_planted_session_is_gone_after_signing_in(browse, cast):
    """Fixation: whoever put a session of theirs into somebody's browser holds nothing afterwards."""
    thief = browse(cast.nils)
    victim = browse()
    victim.set_cookie("session", thief.get_cookie("session").value)
    victim.post("/sign-in", data=ALICE)
    assert thief.get("/me").status_code == 401
    assert victim.get_cookie("session").value != thief.get_cookie("session").value


@pytest.mark.asvs("7.4.1", "7.2.4")
def test_a_cookie_of_the_portal_is_dead_after_signing_in_again(browse, cast):
    give_access(cast.address("aase@a.example"))
    owner, thief = enter(browse(), "aase@a.example"), browse()
    thief.set_cookie("portal", owner.get_cookie("portal").value)
    enter(owner, "aase@a.example")
    assert thief.get("/portal").location == "/portal/sign-in"
    assert owner.get("/portal").status_code == 303


@pytest.mark.asvs("7.2.1", "7.4.1")
def test_a_cookie_is_dead_when_its_row_is_gone(captured):
    SignIn.delete().execute()
    assert captured[1].get("/me").status_code == 401
