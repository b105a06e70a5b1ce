"""Forgotten passwords of staff."""

from datetime import timedelta

import pytest
import time_machine

from models.base.clock import now
from models.base.event import Event
from models.outgoing.outbox import Outbox
from models.sign_in.password_reset import PasswordReset, StaffPasswordReset
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support.cast import PASSWORD
from tests.support.digest import digest
from tests.support.visiting import give_access

NEW = "en ny og meget lang sætning"
NILS = "nils@firma.example"


@pytest.fixture
def reset(cast):
    StaffPasswordReset.ask(NILS)
    return StaffPasswordReset.get()


def path_of(reset) -> str:
    return f"/password-resets/{reset.id}"


def choose(client, reset, password=NEW, token=None):
    return client.post(path_of(reset), data={"token": token or reset.token, "password": password})


@pytest.mark.asvs("6.3.8")
def test_asking_answers_alike_for_known_unknown_and_deactivated(client, cast):
    User.update(deactivated_at=now()).where(User.id == cast.bob.id).execute()
    answers = [
        client.post("/password", data={"email": f"{name}@firma.example"}) for name in ("nils", "xxxx", "bob")
    ]
    texts = {
        each.text.split("</head>")[1].replace(f"{name}@", "@")
        for each, name in zip(answers, ("nils", "xxxx", "bob"), strict=True)
    }
    assert len(texts) == 1
    assert {each.status_code for each in answers} == {200}
    assert {str(each.headers.getlist("Set-Cookie")) for each in answers} == {"[]"}
    assert written_to() == [NILS]


def written_to() -> list[str]:
    """Whom the worker will write to."""
    return [
        each.email
        for each in Outbox.select().where(Outbox.kind == "staff_password_reset")
        if each.subject.still_wanted
    ]


def test_a_stranger_cannot_fill_the_disk(client, cast):
    """A hundred requests an hour from one place, whatever the addresses; a day later nothing of them is kept."""
    client.watches_writes = False
    for number in range(103):
        assert client.post("/password", data={"email": f"nobody{number}@a.example"}).status_code == 200
    assert StaffPasswordReset.select().count() == 100
    assert client.post("/sign-in", data={"email": NILS, "password": PASSWORD}).status_code == 303
    with time_machine.travel(now() + timedelta(hours=25)):
        client.post("/password", data={"email": NILS})
    assert [each.email for each in StaffPasswordReset.select()] == [NILS]
    assert Outbox.select().where(Outbox.kind == "staff_password_reset").count() == 1


def test_without_a_mail_server_the_page_says_so(client, cast, app, settings):
    assert "no mail server" in client.post("/password?lang=en", data={"email": NILS}).text
    app.config["SETTINGS"] = settings._replace(smtp_url="smtp://127.0.0.1:25")
    assert "no mail server" not in client.post("/password?lang=en", data={"email": NILS}).text


@pytest.mark.parametrize("email", ["", "x", "a@b\r\nBcc: all@firma.example", "x" * 300])
def test_what_is_no_address_is_refused(client, cast, email):
    before = digest()
    assert client.post("/password", data={"email": email}).status_code == 422
    assert digest() == before


def test_three_links_at_a_time_are_enough_for_a_mailbox(client, cast):
    for email in (NILS, " NILS@firma.example"):
        for _ in range(4):
            assert client.post("/password", data={"email": email}).status_code == 200
    assert StaffPasswordReset.select().count() == 3
    assert written_to() == [NILS] * 3
    with time_machine.travel(now() + timedelta(minutes=61)):
        client.post("/password", data={"email": NILS})
        assert written_to() == [NILS]


@pytest.mark.asvs("6.4.1", "7.4.3")
def test_the_link_sets_a_new_password_signs_in_and_ends_all_other_sessions(client, browse, reset, cast):
    elsewhere = browse(cast.nils)
    assert client.get(path_of(reset), query_string={"token": reset.token}).status_code == 200
    assert choose(client, reset).location == "/"
    assert User.with_password(NILS, NEW)
    assert (client.get("/me").status_code, elsewhere.get("/me").status_code) == (204, 401)
    assert choose(browse(), reset, NEW + "x").status_code == 410
    assert Event.get(Event.kind == "sign_in.succeeded").details["factor"] == "reset"


@pytest.mark.asvs("6.4.3")
def test_a_second_factor_is_still_asked_for(client, reset, monkeypatch):
    monkeypatch.setattr(User, "protected", True)
    assert choose(client, reset).location == "/sign-in"
    assert not SignIn.select().exists()
    assert User.with_password(NILS, NEW)


def test_a_locked_name_is_let_in_by_the_link(client, cast, reset):
    for _ in range(11):
        client.post("/sign-in", data={"email": NILS, "password": "x"})
    assert client.post("/sign-in", data={"email": NILS, "password": PASSWORD}).status_code == 429
    choose(client, reset)
    client.post("/sign-out")
    assert client.post("/sign-in", data={"email": NILS, "password": NEW}).status_code == 303


@pytest.mark.parametrize("token", ["x", "A" * 43])
def test_another_token_changes_nothing(client, reset, token):
    before = digest()
    assert client.get(path_of(reset), query_string={"token": token}).status_code == 410
    assert choose(client, reset, token=token).status_code == 410
    assert digest() == before


@pytest.mark.parametrize("password", ["kort", "x" * 257, "Nils Juhl Nils", "Regnskabshuset Nord"])
def test_a_password_that_is_guessed_soon_is_refused(client, reset, password):
    before = digest()
    assert choose(client, reset, password).status_code == 422
    assert digest() == before


def test_a_link_of_the_portal_opens_no_door_of_staff(client, reset, cast):
    give_access(cast.address("aase@a.example"))
    PasswordReset.ask("aase@a.example")
    assert choose(client, reset, token=PasswordReset.get().token).status_code == 410
    assert (
        client.post(f"/portal{path_of(reset)}", data={"token": reset.token, "password": NEW}).status_code
        == 410
    )


@pytest.mark.parametrize(
    ("ask", "email"), [(StaffPasswordReset.ask, NILS), (PasswordReset.ask, "aase@a.example")]
)
def test_links_that_the_mail_server_refused_do_not_keep_a_new_one_from_being_sent(cast, ask, email):
    give_access(cast.address("aase@a.example"))
    for _number in range(3):
        ask(email)
        Outbox.next_due().failed("550 nej")
    ask(email)
    assert Outbox.next_due().subject.still_wanted
    for _number in range(3):
        ask(email)
    asked = Outbox.select().where(Outbox.email == email, Outbox.kind.endswith("password_reset"))
    assert asked.count() == 6  # three that live are enough
