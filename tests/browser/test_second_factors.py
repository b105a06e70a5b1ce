"""Passkeys with Chromium's virtual authenticator, codes without JavaScript, and the owner's demand."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import faults
from tests.browser.running import serve
from tests.browser.test_portal_story import sound

PASSWORD = "overblik-demo"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def server(chromium, demo_firm):
    """A demo firm of this test's own, which it may lock."""
    yield from serve(demo_firm(3))


@pytest.fixture
def place(server):
    """The same installation by its name, since passkeys know no IP addresses."""
    return server.url.replace("127.0.0.1", "localhost")


class Device:
    """A virtual authenticator in the browser of a page."""

    def __init__(self, page):
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        self._id = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})[
            "authenticatorId"
        ]

    def _send(self, command: str, **options):
        return self._session.send(f"WebAuthn.{command}", {"authenticatorId": self._id, **options})

    @property
    def credentials(self) -> list[dict]:
        return self._send("getCredentials")["credentials"]

    def verify(self, verified: bool):
        """Whether the finger is the right one."""
        self._send("setUserVerified", isUserVerified=verified)

    def copy(self, credential: dict):
        """Put a passkey back as it was, as the owner of a copy would."""
        self._send("clearCredentials")
        self._send("addCredential", credential=credential)


def type_password(page, person: str):
    page.goto("/sign-in")
    page.locator("#email").fill(f"{person}@demo.example")
    page.locator("#password").fill(PASSWORD)
    page.locator("#sign-in-button").click()


def sign_out(page):
    page.evaluate("document.querySelector('#sign-out').form.requestSubmit()")
    expect(page).to_have_url(re.compile("/sign-in"))


def add_passkey(page, name: str):
    page.goto("/settings/second-factor")
    page.locator("#name").fill(name)
    page.locator("#passkey-add").click()


@pytest.mark.asvs("6.3.3", "6.5.1")
def test_a_passkey_from_its_making_to_its_removal(server, place, window):
    page = window(place)
    device = Device(page)
    type_password(page, "owner")
    expect(page).to_have_url(re.compile("/accounts"))
    page.goto("/settings/second-factor")
    page.locator("#passkey-add").click()
    expect(page.locator("#name")).to_have_attribute("aria-invalid", "true")
    assert device.credentials == []
    add_passkey(page, "Arbejdscomputer æøå")
    expect(page.locator("#codes li")).to_have_count(10)
    sound(page)
    codes = page.locator("#codes li").all_inner_texts()
    assert len(device.credentials) == 1
    page.locator("#codes-kept").click()
    expect(page.locator("#passkeys li")).to_contain_text("Arbejdscomputer æøå")
    sound(page)
    page.locator("#name").fill("Igen")
    page.locator("#passkey-add").click()
    expect(page.locator("[data-passkey-problem]")).to_contain_text("allerede")
    sign_out(page)

    # alone
    made = device.credentials[0]
    page.goto("/sign-in?next=/settings/second-factor")
    page.locator("#passkey-button").click()
    expect(page).to_have_url(re.compile("/settings/second-factor$"))
    expect(page.locator("#passkeys li")).to_contain_text("sidst brugt")
    counted = server.at_the_database("tell([each.sign_count for each in Passkey.select()])")
    assert counted == [device.credentials[0]["signCount"]] != [made["signCount"]]
    sign_out(page)

    # the wrong finger, and a copy whose counter has fallen behind
    device.verify(False)
    page.locator("#passkey-button").click()
    expect(page.locator("[data-passkey-problem]")).not_to_be_empty()
    device.verify(True)
    device.copy(made | {"signCount": 0})
    page.locator("#passkey-button").click()
    expect(page.locator("[data-passkey-problem]")).to_contain_text("virkede ikke")
    assert page.request.get("/me").status == 401
    device.copy(made | {"signCount": 50})

    # after the password
    type_password(page, "owner")
    expect(page.locator("#passkey-button")).to_be_visible()
    assert page.request.get("/me").status == 401
    sound(page)
    page.locator("#passkey-button").click()
    expect(page).to_have_url(re.compile("/accounts"))
    sign_out(page)

    # a recovery code in its place
    type_password(page, "owner")
    page.locator("#code").fill(codes[0])
    page.locator("#code-button").click()
    expect(page.locator("#toasts [data-toast-text]")).to_contain_text("9")

    page.goto("/settings/second-factor")
    page.locator("#passkeys li button").click()
    expect(page.locator("#passkeys li")).to_have_count(0)
    sign_out(page)
    page.locator("#passkey-button").click()
    expect(page.locator("[data-passkey-problem]")).to_contain_text("virkede ikke")
    type_password(page, "owner")
    expect(page).to_have_url(re.compile("/accounts"))


def test_a_passkey_confirms_who_one_is(server, place, window):
    page = window(place)
    Device(page)
    type_password(page, "owner")
    add_passkey(page, "Arbejdscomputer")
    page.locator("#codes-kept").click()
    server.at_the_database("SignIn.update(proved_at=clock.now().replace(year=2020)).execute()")
    page.locator("#codes-renew").click()
    expect(page.locator("#confirmation")).to_be_visible()
    sound(page)
    page.locator("#passkey-button").click()
    expect(page.locator("#codes li")).to_have_count(10)


def test_codes_work_without_javascript(server, window):
    page = window(server.url, javascript=False, width=390, height=800)
    type_password(page, "employee")
    page.goto("/settings/second-factor")
    expect(page.locator("#passkey-elsewhere")).to_contain_text("localhost")
    page.locator("#app-add").click()
    app = pyotp.TOTP(page.locator(".secret").inner_text())
    page.locator("#code").fill("000")
    page.locator("#app-create").click()
    expect(page.locator("#code-error")).to_be_visible()
    page.locator("#code").fill(app.now())
    page.locator("#app-create").click()
    codes = page.locator("#codes li").all_inner_texts()
    assert len(codes) == 10
    server.at_the_database("User.update(totp_step=0).execute()")

    other = window(server.url, javascript=False, width=390, height=800)
    type_password(other, "employee")
    other.locator("#code").fill(app.now())
    other.locator("#code-button").click()
    expect(other).to_have_url(re.compile("/accounts"))

    third = window(server.url, javascript=False)
    type_password(third, "employee")
    third.locator("#code").fill(codes[0])
    third.locator("#code-button").click()
    expect(third).to_have_url(re.compile("/accounts"))


def test_what_the_owner_demands_leads_everybody_to_the_enrolment(server, place, window):
    owner, employee = window(place), window(place, width=390, height=800)
    Device(owner)
    device = Device(employee)
    type_password(employee, "employee")
    type_password(owner, "owner")
    owner.goto("/settings/security")
    owner.locator("#demand").click()
    expect(owner.locator("main [role=alert]")).to_be_visible()
    sound(owner)
    add_passkey(owner, "Ejerens nøgle")
    owner.locator("#codes-kept").click()
    owner.goto("/settings/security")
    owner.locator("#demand").click()
    expect(owner.locator("#demand")).to_have_attribute("aria-checked", "true")
    sound(owner)

    employee.goto("/accounts")
    expect(employee).to_have_url(re.compile("/settings/second-factor$"))
    sound(employee)
    employee.locator("#app-add").click()
    sound(employee)
    employee.go_back()
    employee.locator("#name").fill("Min telefon")
    employee.locator("#passkey-add").click()
    expect(employee.locator("#codes li")).to_have_count(10)
    sound(employee)
    employee.locator("#codes-kept").click()
    expect(employee).to_have_url(re.compile("/accounts"))
    assert len(device.credentials) == 1

    owner.goto("/settings/second-factor")
    owner.locator("#passkeys li button").click()
    expect(owner.locator("main [role=alert]").first).to_contain_text("Tilføj en anden")


def test_the_door_with_a_passkey_is_sound(demo_server, window):
    page = window(demo_server.url.replace("127.0.0.1", "localhost"))
    page.goto("/sign-in")
    expect(page.locator("#passkey-button")).to_be_visible()
    for width in (1400, 1280, 900, 576, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
    assert violations(page, False) == []
