"""T06, OTRS CVE-2026-78357 and plain flask-login: a cookie captured before signing out still worked (ASVS 7.4.1)."""

from datetime import timedelta

import pytest

from models.clock import now
from models.sign_in import SignIn
from models.user import User
from tests.cast import PASSWORD

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
