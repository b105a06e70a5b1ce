"""The first visit: whoever reads the console makes the firm and becomes its owner, once."""

import re

from playwright.sync_api import expect

from tests.browser.test_every_page import LAID_OUT_AT, check


def test_the_firm_is_set_up_once(window, empty_server):
    page = window(empty_server.url)
    for path in ("/", "/accounts", "/accounts/7/info", "/search?q=x", "/sign-in"):
        page.goto(path)
        expect(page).to_have_url(re.compile("/setup$"))
    assert "/sign-in" not in page.content()
    check(page, LAID_OUT_AT)

    fill(page, token="slet ikke")
    page.locator("#setup-button").click()
    expect(page.locator("#token")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#token-error")).to_be_visible()
    expect(page.locator("#firm_name")).to_have_value("Bøgelund Revision")
    check(page, LAID_OUT_AT)

    page.goto(re.search(r"http://\S+/setup\?token=\S+", empty_server.console)[0])
    expect(page.locator("#token")).not_to_have_value("")
    fill(page)
    page.locator("#setup-button").click()
    expect(page).to_have_url(re.compile("/accounts/new$"))
    assert page.request.get("/me").status == 204
    assert page.goto("/setup").status == 404

    page.goto("/accounts")
    expect(page.locator("main a[href='/accounts/new']").first).to_be_visible()
    stranger = window(empty_server.url)
    assert stranger.goto("/setup").status == 404
    stranger.goto("/accounts")
    expect(stranger).to_have_url(re.compile("/sign-in"))
    assert "demo" not in stranger.content()


def fill(page, **texts: str):
    known = {
        "firm_name": "Bøgelund Revision",
        "name": "Åse Bøgelund",
        "email": "aase@boegelund.example",
        "password": "en lang sætning om revision",
    }
    for name, text in (known | texts).items():
        page.locator(f"#{name}").fill(text)
