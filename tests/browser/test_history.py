"""The history of a client as people use it: filtered, a value brought back and that undone again, the client of a past day."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import faults

COMPANY = "Grøn Energi Thy ApS"


@pytest.fixture
def client(page_as, clients):
    """A page of the owner, and the address of a client whose city was changed from Thisted to Skive just now."""
    page, path = page_as("owner", locale="en-GB"), f"/accounts/{clients[COMPANY]}"
    for city in ("Thisted", "Skive"):
        page.goto(f"{path}/edit")
        page.locator("#city").fill(city)
        page.locator("#account-save").click()
        page.wait_for_url("**/info*")
    return page, path


def city_of(page, path) -> str:
    page.goto(f"{path}/edit")
    return page.locator("#city").input_value()


def test_it_is_filtered_by_keyboard_and_the_filter_stays(client):
    page, path = client
    page.goto(f"{path}/history")
    expect(page.locator(".line-main").first).to_have_text("You changed the client's information.")
    everything = page.locator("#history .told").count()
    kind = page.locator("#kind")
    kind.focus()
    page.keyboard.type("Switches")
    expect(kind).to_have_value("switches")
    page.locator("#history-filter").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=switches*")
    expect(page.locator("#kind")).to_have_value("switches")
    expect(page.locator("#history .told").filter(has_text="changed the client's information")).to_have_count(
        0
    )
    page.locator("#to_on").fill((date.today() - timedelta(days=20_000)).isoformat())  # noqa: DTZ011
    page.locator("#history-filter").click()
    expect(page.locator("#history .nothing")).to_be_visible()
    page.locator("#history .nothing a").click()
    expect(page.locator("#history .told")).to_have_count(everything)


def test_a_value_is_restored_in_place_and_that_is_undone(client):
    page, path = client
    page.goto(f"{path}/history?kind=client")
    restore = page.locator("button[name=field][value=city]").first
    expect(restore).to_have_accessible_name("Restore “Thisted” in City")
    restore.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts [data-toast]")).to_contain_text("The value is restored.")
    new = page.locator("#history .told").first
    expect(new).to_be_focused()
    expect(new).to_contain_text("You restored an earlier value of the client.")
    expect(new.locator("del")).to_have_text("Skive")
    expect(new.locator("ins")).to_have_text("Thisted")
    assert page.url.endswith("/history?kind=client"), "nothing was left"
    assert not violations(page) + faults(page)

    page.locator("#toasts [id$=-undo]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#history .told").first.locator("ins")).to_have_text("Skive")
    assert city_of(page, path) == "Skive"


def test_without_javascript_a_value_is_restored_too(client, window, demo_server, signed_in):
    _page, path = client
    page = window(demo_server.url, storage_state=signed_in("owner"), javascript=False, locale="en-GB")
    page.goto(f"{path}/history")
    page.locator("button[name=field][value=city]").first.click()
    expect(page.locator("#history .told").first).to_contain_text(
        "You restored an earlier value of the client."
    )
    assert city_of(page, path) == "Thisted"


def test_the_client_of_a_past_day(client):
    page, path = client
    name = page.locator("h1").inner_text()
    page.goto(f"{path}/edit")
    page.locator("#name").fill("Sort Energi Thy ApS")
    page.locator("#account-save").click()
    page.wait_for_url("**/info*")
    page.goto(f"{path}/history")
    page.locator("#history-past").click()
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    page.locator("#as-of").fill(yesterday.isoformat())
    page.locator("#as-of").press("Enter")
    page.wait_for_url(f"**/info?as_of={yesterday.isoformat()}")
    past = page.locator("main")
    expect(past).to_contain_text(name)
    expect(past).to_contain_text("Sort Energi Thy ApS")
    expect(page.locator("#account-edit")).to_have_count(0)
    assert not violations(page) + faults(page)

    page.goto(f"{path}/edit")
    page.locator("#name").fill(name)
    page.locator("#account-save").click()
    page.wait_for_url("**/info*")
