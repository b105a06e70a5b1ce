"""Two colleagues by turns in one browser: what the first has typed stays in their tab, and is saved as nobody's."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

COUNT = "tell(Tag.select().where(Tag.name == 'Kun for ejeren').count())"
NOW = "er nu logget ind i denne browser"


@pytest.fixture
def tabs(demo_server, window):
    """tabs(path): the owner's tab with that page open, after the manager has signed in in another tab."""

    def open_tabs(path: str, **options):
        first = window(demo_server.url, **options)
        sign_in(first, "owner")
        first.goto(path)
        second = first.context.new_page()
        second.goto("/accounts")
        second.context.clear_cookies()
        sign_in(second, "manager")
        return first

    return open_tabs


def test_a_plain_form_stays_with_what_was_typed(demo_server, tabs):
    page = tabs("/settings/tags")
    page.locator("#tag-new-name").fill("Kun for ejeren")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text(NOW)
    expect(page.locator("#tag-new-name")).to_have_value("Kun for ejeren")
    assert demo_server.at_the_database(COUNT) == 0


def test_a_switch_and_a_search_say_so_once(tabs, clients):
    page = tabs(f"/accounts/{min(clients.values())}/info")
    switch = page.get_by_role("switch").first
    before = switch.get_attribute("aria-checked")
    for _ in range(2):
        switch.click()
        expect(page.locator("#toasts [data-toast=danger]")).to_have_count(1)
    expect(page.locator("#toasts")).to_contain_text(NOW)
    expect(switch).to_have_attribute("aria-checked", before)
    with page.expect_response("**/search?*") as found:
        page.get_by_role("combobox").first.fill("a")
    assert found.value.status == 409
    expect(page.locator("#toasts [data-toast=danger]")).to_have_count(1)


def test_the_own_forms_go_on(demo_server, window):
    page = window(demo_server.url)
    sign_in(page, "owner")
    page.goto("/settings/tags")
    page.locator("#tag-new-name").fill("For os alle")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("For os alle")


def test_without_javascript_a_page_says_so_and_shows_nothing_of_it(demo_server, tabs):
    page = tabs("/settings/tags", javascript=False)
    page.locator("#tag-new-name").fill("Kun for ejeren")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_contain_text(NOW)
    assert "Kun for ejeren" not in page.content()
    assert demo_server.at_the_database(COUNT) == 0
