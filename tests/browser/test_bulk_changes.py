"""The clients list: many chosen at once, seen before it is done, and undone as a whole."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import cut_off, faults


def boxes(page):
    return page.locator("#choosing [name=account]")


def put_a_tag_on(page):
    page.locator("#choosing-kind").select_option("tag_on")
    page.locator("#choosing-next").click()
    page.locator("#tag").select_option(index=1)
    page.locator("#bulk-preview").click()
    expect(page).to_have_url(re.compile(r"/bulk-changes/\d+$"))


def test_some_are_chosen_with_shift_and_everything_is_undone(page_as):
    page = page_as("owner")
    page.goto("/accounts?type=company")
    expect(page.locator("#choosing-kind")).to_be_hidden()
    boxes(page).nth(1).click()
    boxes(page).nth(4).click(modifiers=["Shift"])
    expect(page.locator("#choosing-count")).to_have_text("4 valgt")
    put_a_tag_on(page)
    tag = page.locator("h1").inner_text().rpartition(": ")[2]
    changes = page.locator(".differences ins", has_text=tag).count()
    assert 0 < changes <= 4
    page.locator("#bulk-confirm").click()
    expect(page).to_have_url(re.compile("/accounts$"))
    toast = page.locator("#toasts [data-toast]")
    expect(toast).to_contain_text(str(changes))
    toast.locator("[id$=-undo]").click()
    expect(page).to_have_url(re.compile("/bulk-changes$"))
    expect(page.locator("main li").first).to_contain_text(tag)
    expect(page.locator("main [id$=-undo]")).to_have_count(0)


def test_by_keyboard_alone(page_as):
    page = page_as("manager")
    page.goto("/accounts?type=company")
    boxes(page).nth(0).focus()
    page.keyboard.press("Space")
    expect(page.locator("#choosing-count")).to_have_text("1 valgt")
    boxes(page).nth(2).focus()
    page.keyboard.press("Shift+Space")
    expect(page.locator("#choosing-count")).to_have_text("3 valgt")
    page.locator("#choosing-kind").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    expect(page).to_have_url(re.compile("/bulk-changes/new"))


def test_a_whole_page_and_all_that_fit(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    page.locator("#choose-page").check()
    expect(page.locator("#choosing-count")).to_have_text("50 valgt")
    boxes(page).nth(3).uncheck()
    expect(page.locator("#choosing-count")).to_have_text("49 valgt")
    expect(page.locator("#choose-page")).not_to_be_checked()
    page.locator("#choose-filter").check()
    number = re.search(r"\d+", page.locator("label", has=page.locator("#choose-filter")).inner_text())[0]
    expect(page.locator("#choosing-count")).to_have_text(f"{number} valgt")
    page.locator("#choosing-next").click()
    expect(page.locator("#bulk-title")).to_contain_text(number)


def test_the_row_still_leads_to_the_client(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    box = page.locator("#choosing tbody tr").first.locator("td").nth(3).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/accounts/\d+$"))


def test_switches_of_ticked_addresses_without_scripts(page_as):
    page = page_as("owner", javascript=False)
    page.goto("/accounts?type=company")
    for number in (0, 1):
        boxes(page).nth(number).check()
    page.locator("#choosing-kind").select_option("switch")
    page.locator("#choosing-next").click()
    page.locator("[name=switch][value=signing-authority]").check()
    page.locator("[name=on][value='0']").check()
    page.locator("#bulk-preview").click()
    expect(page.locator("#addresses-error")).to_be_visible()
    expect(page.locator("[name=switch][value=signing-authority]")).to_be_checked()
    page.locator("[name=addresses]").first.check()
    page.locator("#bulk-preview").click()
    expect(page.locator(".differences li")).to_have_count(1)
    page.locator("#bulk-confirm").click()
    page.locator("#toasts [id$=-undo]").click()
    expect(page.locator("#toasts [data-toast]")).to_be_visible()
    expect(page).to_have_url(re.compile("/bulk-changes$"))


def test_an_employee_chooses_nothing(page_as):
    page = page_as("employee")
    page.goto("/accounts")
    expect(page.locator("h1")).to_be_visible()
    expect(boxes(page)).to_have_count(0)
    assert page.goto("/bulk-changes").status == 403


@pytest.mark.parametrize("width", [1400, 1280, 900, 390])
def test_every_step_is_sound(page_as, width):
    page = page_as("owner", width=width)
    page.goto("/accounts?type=company")
    for number in range(3):
        boxes(page).nth(number).check()
    found = look(page)
    page.locator("#choosing-kind").select_option("switch")
    page.locator("#choosing-next").click()
    page.locator("[name=switch][value=email-sync]").check()
    page.locator("[name=on][value='1']").check()
    page.locator("[name=by][value=primary]").check()
    found += look(page)
    page.locator("#bulk-preview").click()
    expect(page).to_have_url(re.compile(r"/bulk-changes/\d+$"))
    found += look(page) + cut_off(page, "main table")
    page.goto("/bulk-changes")
    found += look(page)
    assert not found, "\n".join(found)


def look(page) -> list[str]:
    expect(page.locator("h1")).to_be_visible()
    return [f"{page.url}: {each}" for each in faults(page) + violations(page)]
