"""A person is found, corrected and told apart from others, with the keyboard alone, in place and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import cut_off, faults
from tests.browser.test_new_client import tab_to

ANNA = "Anna Østergaard"
HER_ADDRESS = "anna@cafe-kloever.example"
POUL = "Poul Sørensen"  # on several clients


def find(page, name: str):
    """From the list to a person's page."""
    page.goto("/contacts")
    page.locator("#filter-q").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(name)


def test_a_person_is_found_and_edited_by_keyboard_and_a_duplicate_is_told_on_the_way(page_as):
    page = page_as("manager")
    page.goto("/contacts")
    page.locator("#filter-q").focus()
    page.keyboard.type("poul soerensen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=poul"))
    page.locator("#main").focus()
    tab_to(page, POUL)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(POUL)

    page.locator("#main").focus()
    tab_to(page, "contact-edit")
    page.keyboard.press("Enter")
    expect(page.locator("#first_name")).to_be_focused()
    tab_to(page, "phones-1-number")
    page.keyboard.type("+46 70-123 45 67")
    tab_to(page, "addresses-2-email")
    page.keyboard.type(HER_ADDRESS)
    expect(page.locator("#likenesses")).to_contain_text(ANNA)
    expect(page.locator("#addresses-2-email")).to_be_focused()
    assert violations(page) == []

    page.keyboard.press("Enter")
    expect(page.locator("#accepted")).to_be_focused()
    expect(page.locator("#addresses-2-email")).to_have_value(HER_ADDRESS)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#contact-edit")).to_be_focused()
    main = page.get_by_role("main")
    expect(main).to_contain_text("+46 70 123 45 67")
    expect(main.locator(f"a[href='mailto:{HER_ADDRESS}']").first).to_be_visible()

    page.keyboard.press("Enter")
    for removed in ("#phones-1-removed", "#addresses-2-removed"):
        page.locator(removed).check()
    page.locator("#contact-form [type=submit]").click()
    expect(main.locator(f"a[href='mailto:{HER_ADDRESS}']")).to_have_count(0)


def test_a_switch_of_each_client_is_turned_on_the_persons_page(page_as):
    page = page_as("owner")
    find(page, POUL)
    tables = page.locator("section[id$=-accounts] tbody")
    assert tables.count() > 1
    switch = tables.last.locator("[role=switch][id$=-notify]").first
    switch = page.locator(f"#{switch.get_attribute('id')}")
    before = switch.get_attribute("aria-checked")
    for _ in range(2):
        was = switch.get_attribute("aria-checked")
        switch.click()
        expect(switch).to_have_attribute("aria-checked", "false" if was == "true" else "true")
        expect(switch).to_be_focused()
    page.reload()
    expect(switch).to_have_attribute("aria-checked", before)


def test_who_leaves_the_form_sees_the_values_again(page_as):
    page = page_as("owner")
    find(page, POUL)
    page.locator("#contact-edit").click()
    page.locator("#city").fill("Fejlby")
    page.locator("#contact-cancel").click()
    expect(page.locator("#contact-edit")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Fejlby")


def test_a_new_client_is_told_apart_while_typing(page_as):
    page = page_as("manager")
    page.goto("/accounts/new")
    page.locator("#name").press_sequentially("Grøn Energi Thy", delay=5)
    expect(page.locator("#likenesses")).to_contain_text("Grøn Energi Thy ApS")
    page.locator("#email").press_sequentially(HER_ADDRESS, delay=5)
    expect(page.locator("#likenesses")).to_contain_text(ANNA)
    page.locator("#email").fill("en.helt.ny@post.example")
    expect(page.locator("#likenesses")).not_to_contain_text(ANNA)
    page.locator("#name").fill("Noget ganske andet")
    expect(page.locator("#accepted")).to_have_count(0)


def test_a_duplicate_is_told_and_accepted_without_scripts(page_as):
    page = page_as("manager", javascript=False)
    page.goto("/accounts/new")
    page.locator("input[name=type][value=individual]").check()
    page.locator("#first_name").fill("Poul")
    page.locator("#last_name").fill("Soerensen")
    page.locator("main form [type=submit]").click()
    expect(page.locator("#likenesses")).to_contain_text(POUL)
    expect(page.locator("#accepted")).to_be_focused()
    page.locator("#accepted").check()
    page.locator("main form [type=submit]:not([name])").click()
    expect(page.locator("h1")).to_have_text("Poul Soerensen")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_the_phone_people_are_cards_and_nothing_is_cut_off(page_as, scheme):
    page = page_as("owner", width=390, scheme=scheme)
    page.goto("/contacts")
    assert cut_off(page, "main table") + faults(page) + violations(page) == []
    find(page, POUL)
    assert cut_off(page, "main") + faults(page) + violations(page) == []
    page.locator("#contact-edit").click()
    expect(page.locator("#first_name")).to_be_focused()
    assert faults(page) + violations(page) == []
