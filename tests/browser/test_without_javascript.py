"""All of the daily work without a single script: every control is a link or a form first."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.test_cards import CARDS
from tests.browser.test_finding_a_client import JOINERS


@pytest.fixture
def page(page_as):
    return page_as("owner", javascript=False)


def test_from_the_door_to_a_client(window, demo_server):
    page = window(demo_server.url, javascript=False)
    sign_in(page, "manager")
    page.locator("#search-input").fill("aagaard snedker")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    page.get_by_role("main").get_by_role("link", name=JOINERS).click()
    expect(page.locator("h1")).to_have_text(JOINERS)


def test_the_overview_offers_all_cards_on_one_page(page, clients):
    page.goto(f"/accounts/{clients[JOINERS]}")
    for name in CARDS:
        expect(page.locator(f"#card-{name} .skeleton a")).to_have_attribute(
            "href", f"/accounts/{clients[JOINERS]}/{name}"
        )
    page.locator("noscript a").click()
    expect(page).to_have_url(re.compile("cards=inline"))
    for name in CARDS:
        expect(page.locator(f"#card-{name} li").first).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_a_switch_is_a_form(page, clients):
    page.goto(f"/accounts/{clients['Holm Arkitekter ApS']}/info")
    switch = page.locator("[role=switch][id$=-notify]").first
    before = switch.get_attribute("aria-checked")
    other = "false" if before == "true" else "true"
    for wanted in (other, before):
        with page.expect_response(lambda response: response.request.method == "POST") as posted:
            switch.click()
        assert posted.value.status == 303
        expect(page).to_have_url(re.compile("/info#contacts$"))
        expect(switch).to_have_attribute("aria-checked", wanted)
        expect(page.locator("#toasts [data-toast]")).to_be_visible()
    page.locator("#toasts [id$=-undo]").click()
    expect(switch).to_have_attribute("aria-checked", other)
    switch.click()
    expect(switch).to_have_attribute("aria-checked", before)


def test_a_new_client_and_the_slips_on_the_way(page):
    page.goto("/accounts/new")
    page.locator("input[name=type][value=company]").check()
    page.locator("#name").fill("Uden Script ApS")
    page.locator("#email").fill("ikke en adresse")
    page.locator("#phone").fill("12")
    with page.expect_response(lambda response: response.request.method == "POST") as posted:
        page.locator("main form [type=submit]").click()
    assert posted.value.status == 422
    expect(page.locator("#name")).to_have_value("Uden Script ApS")
    expect(page.locator("#email")).to_have_value("ikke en adresse")
    expect(page.locator("#email")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#email-error")).to_be_visible()
    expect(page.locator("#first_name-error")).to_be_visible()

    page.locator("#first_name").fill("Ulla")
    page.locator("#email").fill("ulla@uden-script.example")
    page.locator("#phone").fill("33 12 34 56")
    page.locator("main form [type=submit]").click()
    expect(page.locator("h1")).to_have_text("Uden Script ApS")
    expect(page.locator("#toasts [data-toast]")).to_contain_text("Uden Script ApS")


@pytest.mark.parametrize("there", [True, False])
def test_asking_for_access(page_as, clients, there):
    page = page_as("employee", javascript=False)
    number = clients["Sørensens Smedje ApS"] if there else 99_999
    assert page.goto(f"/accounts/{number}").status == 404
    page.locator("#reason").fill("Telefonen ringer")
    page.locator("#request-access").click()
    expect(page).to_have_url(re.compile("/accounts$"))
    expect(page.locator("#toasts [data-toast]")).to_be_visible()


def test_letting_somebody_in(page, page_as, clients):
    name = "Ågård Ejendomme I/S"
    employee = page_as("employee", javascript=False)
    employee.goto(f"/accounts/{clients[name]}")
    employee.locator("#request-access").click()

    page.goto("/access-requests")
    page.get_by_role("listitem").filter(has_text=name).filter(has_text="Søren Løkke").locator(
        "[id$=-grant]"
    ).click()
    expect(page.locator("#toasts [data-toast]")).to_contain_text(name)
    employee.goto(f"/accounts/{clients[name]}")
    expect(employee.locator("h1")).to_have_text(name)


def test_the_theme_and_the_language_are_forms(page_as):
    page = page_as("admin", javascript=False)
    page.goto("/accounts")
    page.locator("#user-button").click()
    page.locator("#theme-dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.locator("#user-button").click()
    page.locator("#language-en").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#user-button").click()
    page.locator("#language-da").click()
    page.locator("#user-button").click()
    page.locator("#theme-auto").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "auto")
