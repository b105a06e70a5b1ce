"""T11, strangers who guess wrong on purpose: they locked the owner of the name out, also where they were signed in
already, and their requests for a new password ended the owner's own (ASVS 6.3.1, 6.6.3, 7.5.1).
"""

from datetime import timedelta

import pyotp
import pytest
import time_machine

from models.base.clock import now
from models.base.database import transaction
from models.base.sign_in_failure import MOST, MOST_AT_ADDRESS, SignInFailure
from models.clients.portal_user import PortalUser
from models.sign_in.password_reset import PasswordReset, StaffPasswordReset
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import visiting
from tests.support.cast import PASSWORD
from tests.support.digest import digest
from tests.support.factors import give_app, give_passkey, hidden, question_in, second_step, type_password
from tests.support.visiting import give_access

NILS = {"email": "nils@firma.example", "password": PASSWORD}
ÅSE = {"email": "aase@a.example", "password": visiting.PASSWORD}
DOORS = {"": NILS, "/portal": ÅSE}
NEW = "en ny og meget lang sætning"


@pytest.fixture
def strangers(browse, cast):
    """strangers(*names): they use up what may be tried under the names; strangers.fill() what may be tried at the place."""
    give_access(cast.address("aase@a.example"))

    def guess(*emails):
        browser = browse()
        browser.watches_writes = False
        for door in DOORS:
            for email in emails:
                for _ in range(MOST):
                    wrong = browser.post(f"{door}/sign-in", data={"email": email, "password": "x"})
                    assert wrong.status_code == 422

    def fill():
        """A hundred wrong tries under other names, at the place where everybody is."""
        with transaction():
            for number in range(MOST_AT_ADDRESS):
                SignInFailure.attempt("staff", f"nobody{number}@firma.example", "127.0.0.1")

    guess.fill = fill
    return guess


@pytest.fixture
def known(browse, strangers):
    """known(door): a browser in which the person has signed in through it, and out again."""

    def open_browser(door):
        browser = browse()
        assert browser.post(f"{door}/sign-in", data=DOORS[door]).status_code == 303
        browser.post(f"{door}/sign-out")
        return browser

    return open_browser


def stale(browser):
    SignIn.update(proved_at=now() - timedelta(minutes=16)).execute()
    return browser


# Signed in


@pytest.mark.asvs("6.3.1", "7.5.1")
@pytest.mark.parametrize("what", ["name", "place"])
def test_a_signed_in_person_confirms_while_strangers_guess(browse, strangers, cast, what):
    browser = stale(browse(cast.nils))
    strangers(NILS["email"]) if what == "name" else strangers.fill()
    assert browse().post("/sign-in", data=NILS).status_code == 429
    assert browser.post("/confirmation", data={"confirmation-password": PASSWORD}).status_code == 303
    assert SignIn.get().fresh


@pytest.mark.parametrize("what", ["name", "place"])
def test_a_signed_in_person_changes_the_password_while_strangers_guess(browse, strangers, cast, what):
    browser = browse(cast.nils)
    strangers(NILS["email"]) if what == "name" else strangers.fill()
    typed = {"current_password": PASSWORD, "password": NEW}
    assert browser.post("/settings/sign-in/password", data=typed).status_code == 303
    assert User.with_password(NILS["email"], NEW)


@pytest.mark.parametrize("what", ["name", "place"])
def test_a_client_in_the_portal_removes_the_app_while_strangers_guess(browse, strangers, what):
    browser = browse()
    assert browser.post("/portal/sign-in", data=ÅSE).status_code == 303
    PortalUser.of(ÅSE["email"]).protect(pyotp.random_base32(), None)
    strangers(ÅSE["email"]) if what == "name" else strangers.fill()
    assert browser.post("/portal/second-factor/deletion", data=ÅSE).status_code == 303
    assert not PortalUser.of(ÅSE["email"]).protected


@pytest.mark.asvs("6.3.1", "6.6.3")
def test_a_stolen_session_guesses_ten_times_in_all_that_ask(browse, strangers, cast):
    """At the confirmation and the change of the password together; another session of the person does not wait."""
    thief, owner = stale(browse(cast.nils)), stale(browse(cast.nils))
    tries = [
        thief.post("/confirmation", data={"confirmation-password": "x"}).status_code for _ in range(6)
    ] + [
        thief.post("/settings/sign-in/password", data={"current_password": "x", "password": NEW}).status_code
        for _ in range(6)
    ]
    assert tries == [422] * 10 + [429] * 2
    before = digest()
    right = {"current_password": PASSWORD, "password": NEW}
    assert thief.post("/settings/sign-in/password", data=right).status_code == 429
    assert thief.post("/confirmation", data={"confirmation-password": PASSWORD}).status_code == 429
    assert digest() == before
    assert owner.post("/confirmation", data={"confirmation-password": PASSWORD}).status_code == 303
    assert browse().post("/sign-in", data=NILS).status_code == 303


@pytest.mark.asvs("6.3.1")
def test_a_stolen_session_of_the_portal_guesses_ten_times(browse, strangers):
    thief = browse()
    thief.post("/portal/sign-in", data=ÅSE)
    PortalUser.of(ÅSE["email"]).protect(pyotp.random_base32(), None)
    tries = [
        thief.post("/portal/second-factor/deletion", data={"password": "x"}).status_code for _ in range(11)
    ]
    assert tries == [422] * 10 + [429]
    assert thief.post("/portal/second-factor/deletion", data=ÅSE).status_code == 429
    assert PortalUser.of(ÅSE["email"]).protected


def test_a_passkey_confirms_however_much_was_wrong_in_the_session(browse, cast):
    device = give_passkey(cast.nils)
    browser = stale(browse(cast.nils))
    for _ in range(11):
        browser.post("/confirmation", data={"confirmation-password": "x"})
    page = browser.get("/confirmation").text
    answer = {
        "confirmation-state": hidden(page, "confirmation-state"),
        "confirmation-credential": device.get(question_in(page)),
    }
    assert browser.post("/confirmation", data=answer).status_code == 303


# A known browser


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("what", ["name", "place"])
def test_a_known_browser_gets_in_while_strangers_guess(browse, strangers, known, door, what):
    own = known(door)
    strangers(DOORS[door]["email"]) if what == "name" else strangers.fill()
    assert browse().post(f"{door}/sign-in", data=DOORS[door]).status_code == 429
    assert own.post(f"{door}/sign-in", data=DOORS[door]).status_code == 303


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("door", DOORS)
def test_a_known_browser_has_ten_tries_of_its_own(browse, known, door):
    own = known(door)
    wrong = DOORS[door] | {"password": "x"}
    assert [own.post(f"{door}/sign-in", data=wrong).status_code for _ in range(12)] == [422] * 10 + [429] * 2
    assert own.post(f"{door}/sign-in", data=DOORS[door]).status_code == 429
    assert browse().post(f"{door}/sign-in", data=DOORS[door]).status_code == 303


@pytest.mark.asvs("6.3.1")
def test_a_browser_known_to_one_is_strange_to_another(browse, strangers, known, cast):
    """What Nils or Åse may try in theirs opens no second count for Olga's name, also not at the other door."""
    strangers("olga@firma.example")
    for door in DOORS:
        olga = {"email": "olga@firma.example", "password": PASSWORD}
        assert known(door).post("/sign-in", data=olga).status_code == 429


@pytest.mark.asvs("6.3.1")
def test_who_shares_the_browser_buys_no_tries_by_signing_in(browse, known, cast):
    """A colleague at the same desk guesses Nils' password, and is themself in between."""
    own = known("")
    for _ in range(10):
        assert own.post("/sign-in", data=NILS | {"password": "x"}).status_code == 422
    assert own.post("/sign-in", data=NILS | {"email": "alice@firma.example"}).status_code == 303
    own.post("/sign-out")
    assert own.post("/sign-in", data=NILS | {"password": "x"}).status_code == 429


def test_a_browser_knows_all_who_share_it(browse, strangers, known):
    own = known("")
    for email in ("alice@firma.example", "olga@firma.example"):
        own.post("/sign-in", data=NILS | {"email": email})
        own.post("/sign-out")
    own.post("/portal/sign-in", data=ÅSE)
    strangers(NILS["email"], ÅSE["email"], "alice@firma.example")
    for door, typed in (("", NILS), ("", NILS | {"email": "alice@firma.example"}), ("/portal", ÅSE)):
        assert browse().post(f"{door}/sign-in", data=typed).status_code == 429
        assert own.post(f"{door}/sign-in", data=typed).status_code == 303


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("how", ["forged", "other password", "too old", "nothing"])
def test_a_browser_that_only_says_so_is_not_known(browse, strangers, known, cast, how):
    own = known("")
    match how:
        case "forged":
            own.set_cookie("known", own.get_cookie("known").value[:-2] + "xx")
        case "other password":
            cast.nils.change_password(cast.alice.password_hash, cast.nils)
        case "nothing":
            own.delete_cookie("known")
    later = now() + timedelta(days=366 if how == "too old" else 0)
    with time_machine.travel(later):
        strangers(NILS["email"])
        assert own.post("/sign-in", data=NILS).status_code == 429


def test_the_cookie_opens_nothing_and_names_nobody(browse, known):
    own, stranger = known(""), browse()
    stranger.set_cookie("known", own.get_cookie("known").value)
    assert stranger.get("/me").status_code == 401
    assert stranger.post("/sign-in", data=NILS | {"password": "x"}).status_code == 422
    assert "nils" not in own.get_cookie("known").value


@pytest.mark.asvs("3.3.1", "3.3.3", "3.3.4")
@pytest.mark.parametrize("door", DOORS)
def test_its_cookie_keeps_what_its_prefix_promises(browse, app, settings, strangers, door):
    app.config["SETTINGS"] = settings._replace(
        base_url="https://localhost", data_dir=app.config["SETTINGS"].data_dir
    )
    answer = browse().post(f"{door}/sign-in", data=DOORS[door], base_url="https://localhost")
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-known="))
    parts = {part.strip() for part in cookie.split(";")}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= parts
    assert "domain" not in cookie.lower()


@pytest.mark.parametrize("door", DOORS)
def test_a_new_password_by_mail_gets_in_while_strangers_go_on(browse, strangers, door, cast):
    """Also where a second factor is asked for afterwards: the browser is known from then on."""
    app = give_app(cast.nils)
    secret = pyotp.random_base32()
    PortalUser.of(ÅSE["email"]).protect(secret, None)
    kind = {"": StaffPasswordReset, "/portal": PasswordReset}[door]
    kind.ask(DOORS[door]["email"])
    reset, own = kind.get(), browse()
    chosen = own.post(f"{door}/password-resets/{reset.id}", data={"token": reset.token, "password": NEW})
    assert chosen.location == f"{door}/sign-in"
    strangers(DOORS[door]["email"])
    page = own.post(f"{door}/sign-in", data=DOORS[door] | {"password": NEW})
    assert page.status_code == 200
    step = {"": "/sign-in/second-step", "/portal": "/portal/sign-in/code"}[door]
    code = {"": app, "/portal": pyotp.TOTP(secret)}[door].now()
    assert own.post(step, data={"proof": hidden(page.text, "proof"), "code": code}).status_code == 303


# The second step and passkeys


@pytest.mark.asvs("6.6.3")
def test_who_has_typed_the_password_passes_the_second_step_while_strangers_guess(browse, strangers, cast):
    app, browser = give_app(cast.nils), browse()
    proof = hidden(type_password(browser, cast.nils).text, "proof")
    strangers(NILS["email"])
    strangers.fill()
    assert second_step(browser, proof, code=app.now()).status_code == 303


@pytest.mark.asvs("6.6.3")
def test_the_second_step_of_the_portal_too(browse, strangers):
    secret, browser = pyotp.random_base32(), browse()
    PortalUser.of(ÅSE["email"]).protect(secret, None)
    proof = hidden(browser.post("/portal/sign-in", data=ÅSE).text, "proof")
    strangers(ÅSE["email"])
    strangers.fill()
    typed = {"proof": proof, "code": pyotp.TOTP(secret).now()}
    assert browser.post("/portal/sign-in/code", data=typed).status_code == 303


@pytest.mark.asvs("6.6.3")
def test_who_knows_the_password_and_guesses_codes_does_not_lock_a_known_browser(browse, known, cast):
    own, app, thief = known(""), give_app(cast.nils), browse()
    proof = hidden(type_password(thief, cast.nils).text, "proof")
    assert [second_step(thief, proof, code="000000x").status_code for _ in range(11)] == [422] * 10 + [429]
    assert second_step(thief, proof, code=app.now()).status_code == 429
    proof = hidden(type_password(own, cast.nils).text, "proof")
    assert second_step(own, proof, code=app.now()).status_code == 303


@pytest.mark.parametrize("what", ["name", "place"])
def test_a_passkey_gets_in_while_strangers_guess(browse, strangers, cast, what):
    device, browser = give_passkey(cast.nils), browse()
    strangers(NILS["email"]) if what == "name" else strangers.fill()
    asked = browser.get("/sign-in/passkey").json
    answer = {"state": asked["state"], "credential": device.get(asked["publicKey"])}
    assert browser.post("/sign-in/passkey", data=answer).status_code == 303


# New passwords


@pytest.mark.asvs("6.4.1")
@pytest.mark.parametrize("door", DOORS)
def test_strangers_who_ask_for_a_new_password_do_not_end_the_owners_link(browse, strangers, door):
    kind = {"": StaffPasswordReset, "/portal": PasswordReset}[door]
    kind.ask(DOORS[door]["email"])
    own = kind.get()
    for _ in range(20):
        browse().post(f"{door}/password", data={"email": DOORS[door]["email"]})
    used = browse().post(f"{door}/password-resets/{own.id}", data={"token": own.token, "password": NEW})
    assert used.status_code == 303
    browse().post(f"{door}/password", data={"email": DOORS[door]["email"]})
    assert kind.select().order_by(kind.id.desc()).get().open, "and the hour is not used up"


@pytest.mark.parametrize("door", DOORS)
def test_a_place_where_strangers_have_asked_too_often_leaves_a_known_browser_its_request(browse, known, door):
    own, kind = known(door), {"": StaffPasswordReset, "/portal": PasswordReset}[door]
    stranger = browse()
    with transaction():
        for number in range(MOST_AT_ADDRESS):
            SignInFailure.spend(kind.purpose, f"nobody{number}@firma.example", "127.0.0.1")
    asked = kind.select().count()
    stranger.post(f"{door}/password", data={"email": DOORS[door]["email"]})
    assert kind.select().count() == asked
    own.post(f"{door}/password", data={"email": DOORS[door]["email"]})
    assert kind.select().order_by(kind.id.desc()).get().open


@pytest.mark.asvs("6.4.3", "6.6.3")
@pytest.mark.parametrize("door", DOORS)
def test_whoever_reads_the_mailbox_gets_no_further_codes_by_a_further_password(browse, cast, strangers, door):
    give_app(cast.nils)
    PortalUser.of(ÅSE["email"]).protect(pyotp.random_base32(), None)
    kind = {"": StaffPasswordReset, "/portal": PasswordReset}[door]
    step = {"": "/sign-in/second-step", "/portal": "/portal/sign-in/code"}[door]
    thief, tried = browse(), 0
    for number in range(3):
        kind.ask(DOORS[door]["email"])
        reset = kind.select().order_by(kind.id.desc()).first()
        password = f"{NEW} {number}"
        thief.post(f"{door}/password-resets/{reset.id}", data={"token": reset.token, "password": password})
        page = thief.post(f"{door}/sign-in", data=DOORS[door] | {"password": password})
        answers = [
            thief.post(step, data={"proof": hidden(page.text, "proof"), "code": "000000"}).status_code
            for _ in range(11)
        ]
        tried += answers.count(422)
    assert tried == 10
