"""Two that turn out to be one: found, compared, made one, and two again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import cut_off, faults

KEPT, GONE = "Sørensens Smedje ApS", "Sørensens VVS A/S"


@pytest.fixture
def path(clients):
    return f"/merges/new?kind=account&keep={clients[KEPT]}&gone={clients[GONE]}"


@pytest.mark.parametrize("javascript", [True, False])
def test_made_one_and_two_again(page_as, path, clients, javascript):
    page = page_as("owner", javascript=javascript)
    page.goto(path)
    expect(page.locator("#merge-plan h3").first).to_be_visible()
    page.locator("#merge-confirm").click()
    expect(page.locator("h1")).to_have_text(KEPT)
    expect(page.locator("#toasts [data-toast]")).to_contain_text(GONE)
    page.goto(f"/accounts/{clients[GONE]}/info")
    expect(page).to_have_url(re.compile(f"/accounts/{clients[KEPT]}/info$"))
    page.goto("/merges")
    page.get_by_role("listitem").filter(has_text=GONE).locator("[id$=-undo]").click()
    expect(page.locator("#toasts [data-toast]")).to_be_visible()
    page.goto(f"/accounts/{clients[GONE]}")
    expect(page.locator("h1")).to_have_text(GONE)


def test_the_other_one_can_be_kept(page_as, path):
    page = page_as("manager")
    page.goto(path)
    expect(page.locator("#merge-comparison thead th").nth(1)).to_contain_text(KEPT)
    page.locator("#merge-swap").click()
    expect(page.locator("#merge-comparison thead th").nth(1)).to_contain_text(GONE)


def test_the_two_are_found_by_name_with_the_keyboard(page_as, clients):
    page = page_as("owner")
    page.goto("/merges/new?kind=account")
    page.locator("#keep").focus()
    page.keyboard.type("smedje")
    page.keyboard.press("Tab")
    page.keyboard.type(str(clients[GONE]))
    page.keyboard.press("Enter")
    page.locator("#merge-choice a", has_text=KEPT).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#merge-comparison")).to_contain_text(GONE)


def test_from_a_possible_duplicate_to_the_comparison(page_as):
    page = page_as("owner")
    page.goto("/duplicates?kind=contact")
    compare = page.locator("main a[href^='/merges/new']")
    if compare.count():
        compare.first.click()
        expect(page.locator("#merge-comparison")).to_be_visible()
    page.goto("/merges/new?kind=contact&keep=anna&gone=")
    expect(page.locator("#merge-choice .plain a").first).to_be_visible()


@pytest.mark.parametrize("width", [1400, 900, 390])
def test_every_step_is_sound(page_as, path, width):
    page = page_as("owner", width=width)
    found = []
    for address in ("/merges", "/merges/new?kind=contact&keep=anna", path, "/duplicates?kind=account"):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        found += [
            f"{address}: {each}" for each in faults(page) + violations(page) + cut_off(page, "main table")
        ]
    assert not found, "\n".join(found)
