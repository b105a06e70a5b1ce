"""The portal's door, and what it has to do with the staff's: nothing."""

import pyotp
import pytest

from models.base.event import Event
from models.base.sign_in_failure import SignInFailure
from models.clients.portal_user import PortalSession, PortalUser
from models.portal.portal_login import PortalLogin
from tests.support.visiting import PASSWORD, enter, give_access

ÅSE = {"email": "aase@a.example", "password": PASSWORD}


@pytest.fixture
def åse(cast):
    return give_access(cast.address("aase@a.example"))


def test_the_right_password_opens(client, åse, cast):
    enter(client, " Aase@A.example")
    assert client.get("/portal").location == f"/portal/accounts/{cast.a.id}/documents"
    assert client.get("/portal/sign-in").location == "/portal"


def test_each_sign_in_feeds_login_activity_and_history(client, åse, cast, browse):
    enter(client, "aase@a.example")
    row = PortalLogin.select().order_by(PortalLogin.id.desc()).get()
    assert (row.account, row.contact.first_name, row.email) == (cast.a, "Åse", "aase@a.example")
    assert cast.a.last_login_at
    told = Event.get(Event.kind == "portal_login.created")
    assert (told.account_id, told.actor_kind, told.actor_name) == (cast.a.id, "contact", "Åse Lund")
    staff = browse(cast.alice)
    assert "aase@a.example" in staff.get(f"/accounts/{cast.a.id}/overview/logins").text
    assert "Åse Lund signed in to the portal." in staff.get(f"/accounts/{cast.a.id}/history?lang=en").text


@pytest.mark.parametrize("wrong", [{"password": "x" * 20}, {"email": "nobody@a.example"}])
def test_a_wrong_sign_in_does_not_say_which_part_is_wrong(client, åse, wrong):
    response = client.post("/portal/sign-in?lang=en", data=ÅSE | wrong)
    assert response.status_code == 422
    assert "E-mail or password is wrong." in response.text
    assert not PortalSession.select().exists()


@pytest.mark.parametrize("email", ["aase@a.example", "nobody@a.example"])
def test_patience_ends_alike_for_known_and_unknown(client, åse, email):
    statuses = [
        client.post("/portal/sign-in", data={"email": email, "password": "forkert"}).status_code
        for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]
    right = client.post("/portal/sign-in", data={"email": email, "password": PASSWORD})
    assert right.status_code == 429


def test_signing_in_ends_the_counting(client, åse):
    client.post("/portal/sign-in", data=ÅSE | {"password": "forkert"})
    enter(client, "aase@a.example")
    assert not SignInFailure.select().exists()


def test_a_member_of_staff_is_not_in_the_portal(browse, cast, åse):
    assert browse(cast.olga).get("/portal").location == "/portal/sign-in"


def test_a_client_is_no_member_of_staff(client, åse, cast):
    enter(client, "aase@a.example")
    assert client.get("/me").status_code == 401
    assert client.get(f"/accounts/{cast.a.id}").location.startswith("/sign-in")


def test_a_password_of_staff_opens_no_portal_and_the_other_way_round(client, cast, åse):
    from tests.support.cast import PASSWORD as STAFF_PASSWORD

    alice = {"email": "alice@firma.example", "password": STAFF_PASSWORD}
    assert client.post("/portal/sign-in", data=alice).status_code == 422
    assert client.post("/sign-in", data=ÅSE).status_code == 422


def test_both_in_one_browser_do_not_end_each_other(browse, cast, åse):
    browser = enter(browse(cast.alice), "aase@a.example")
    browser.post("/portal/sign-out")
    assert browser.get("/me").status_code == 204
    enter(browser, "aase@a.example").post("/sign-out")
    assert browser.get(f"/portal/accounts/{cast.a.id}/documents").status_code == 200


def test_the_cookie_is_not_for_scripts(client, åse):
    cookie = client.post("/portal/sign-in", data=ÅSE).headers["Set-Cookie"]
    assert cookie.startswith("portal=")
    for part in ("Path=/;", "HttpOnly", "SameSite=Lax"):
        assert part in cookie
    assert PortalSession.get().token_hash not in cookie


def test_a_cookie_is_dead_after_sign_out(client, åse, app, cast):
    enter(client, "aase@a.example")
    thief = app.test_client()
    thief.set_cookie("portal", client.get_cookie("portal").value)
    assert thief.get(f"/portal/accounts/{cast.a.id}/documents").status_code == 200
    client.post("/portal/sign-out")
    assert thief.get(f"/portal/accounts/{cast.a.id}/documents").location == "/portal/sign-in"


@pytest.mark.parametrize("end", ["login", "unlink", "archive"])
def test_the_next_request_is_refused_when_access_has_ended(client, åse, cast, end):
    enter(client, "aase@a.example")
    path = f"/portal/accounts/{cast.a.id}/documents"
    assert client.get(path).status_code == 200
    match end:
        case "login":
            åse.turn("login", False, cast.olga)
        case "unlink":
            åse.link.remove(cast.olga)
        case "archive":
            cast.a.archive(cast.olga)
    assert client.get(path).location == "/portal/sign-in"
    assert client.post(path).location == "/portal/sign-in"
    assert client.htmx("GET", path).status_code == 401
    assert not PortalSession.select().exists()
    closed = client.post("/portal/sign-in?lang=en", data=ÅSE)
    assert closed.status_code == 403
    assert "Your access has been closed." in closed.text


def test_a_second_factor_is_asked_for_and_taken_once(client, åse):
    secret = pyotp.random_base32()
    PortalUser.of("aase@a.example").protect(secret, None)
    page = client.post("/portal/sign-in", data=ÅSE).text
    assert not PortalSession.select().exists()
    proof = page.split('name="proof" type="hidden" value="')[1].split('"')[0]
    code = pyotp.TOTP(secret).now()
    wrong = "000000" if code != "000000" else "111111"
    assert client.post("/portal/sign-in/code", data={"proof": proof, "code": wrong}).status_code == 422
    assert (
        client.post("/portal/sign-in/code", data={"proof": "x", "code": code}).location == "/portal/sign-in"
    )
    assert client.post("/portal/sign-in/code", data={"proof": proof, "code": code}).location == "/portal"
    assert client.post("/portal/sign-in/code", data={"proof": proof, "code": code}).status_code == 422


def test_codes_are_not_guessed_for_long(client, åse):
    PortalUser.of("aase@a.example").protect(pyotp.random_base32(), None)
    page = client.post("/portal/sign-in", data=ÅSE).text
    proof = page.split('name="proof" type="hidden" value="')[1].split('"')[0]
    statuses = [
        client.post("/portal/sign-in/code", data={"proof": proof, "code": "12"}).status_code
        for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]


@pytest.mark.first_visit
def test_before_the_first_visit_there_is_no_portal(client):
    assert client.get("/portal/sign-in").location == "/setup"
    assert client.get("/portal").location == "/setup"
