"""A member of staff looks after their sign-in: a new password by mail, other browsers, another address."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, sign_in

NEW = "Bølgen blå er min ven"
A_LONG_TIME_AGO = "SignIn.update(proved_at=SignIn.select().get().created_at.replace(year=2020)).execute()"


def link_in(page, mailbox, count: int) -> str:
    for _ in range(100):
        if len(mailbox.mails) >= count:
            return re.search(r"http://\S+", mailbox.mails[-1].get_body(("plain",)).get_content())[0]
        page.wait_for_timeout(100)
    raise AssertionError(f"{len(mailbox.mails)} mails have come.")


def test_a_forgotten_password_is_chosen_anew_by_mail(mailing_server, window):
    mailbox, server = mailing_server
    page, elsewhere = window(server.url), window(server.url)
    sign_in(elsewhere, "employee")
    page.goto("/sign-in")
    page.get_by_role("link", name="Har du glemt din adgangskode?").click()
    expect(page.locator("#email")).to_be_focused()
    page.keyboard.type("employee@demo.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("employee@demo.example")
    page.goto(link_in(page, mailbox, 1))
    page.locator("#password").fill("kodeord123456")
    page.keyboard.press("Enter")
    expect(page.locator("#password")).to_be_focused()
    expect(page.locator("#password-error")).to_be_visible()
    page.keyboard.type(NEW)
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts")
    elsewhere.goto("/accounts")
    expect(elsewhere).to_have_url(re.compile("/sign-in"))


@pytest.mark.parametrize("javascript", [True, False])
def test_another_address_is_asked_for_the_password_and_loses_nothing(mailing_server, window, javascript):
    _, server = mailing_server
    page = window(server.url, javascript=javascript)
    sign_in(page, "manager")
    page.goto("/settings/sign-in")
    server.at_the_database(A_LONG_TIME_AGO)
    page.locator("#email").fill("leder@demo.example")
    page.locator("#own-email-save").click()
    password = page.locator("#confirmation-password")
    expect(password).to_be_focused()
    page.keyboard.type("forkert")
    page.keyboard.press("Enter")
    expect(password).to_have_attribute("aria-invalid", "true")
    password.fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#toasts [data-toast=success]")).to_be_visible()
    expect(page.locator("#email")).to_have_value("leder@demo.example")
    page.locator("#email").fill("manager@demo.example")
    with page.expect_navigation():
        page.locator("#own-email-save").click()
    expect(page.locator("#email")).to_have_value("manager@demo.example")


def test_other_browsers_are_seen_and_signed_out(mailing_server, window):
    _, server = mailing_server
    here, there, third = (window(server.url) for _ in range(3))
    for page in (here, there, third):
        sign_in(page, "admin")
    here.goto("/settings/sign-in")
    rows = here.locator("tr[id^=sign-in-]")
    expect(rows).to_have_count(3)
    rows.get_by_role("button").first.click()
    expect(rows).to_have_count(2)
    here.locator("#end-others").click()
    expect(rows).to_have_count(1)
    for page in (there, third):
        page.goto("/accounts")
        expect(page).to_have_url(re.compile("/sign-in"))
