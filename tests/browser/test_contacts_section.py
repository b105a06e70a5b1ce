"""The contacts of a client: linked, described, ordered, notified and taken off in place, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import faults

BROTHERS = "Brdr. Ågård Tømrer & Snedker ApS"  # several people with one address each
STRANGER = "Anna Østergaard"  # on another client


@pytest.fixture
def info(clients):
    return f"/accounts/{clients[BROTHERS]}/info"


@pytest.fixture
def lonely(demo_server) -> str:
    """Info of a client with one contact."""
    account_id = demo_server.at_the_database(
        "from peewee import fn\n"
        "open_ones = Link.select(Link.account).join(Account).where(Account.archived_at.is_null())\n"
        "tell(open_ones.group_by(Link.account).having(fn.COUNT(Link.id) == 1).get().account_id)"
    )
    return f"/accounts/{account_id}/info"


def people(page):
    return page.locator("#contacts-list tbody .contact-name")


def press(page, element_id: str, key: str = "Enter"):
    """Press a key on what Tab reaches: it must take the focus."""
    page.locator(f"#{element_id}").focus()
    expect(page.locator(f"#{element_id}")).to_be_focused()
    page.keyboard.press(key)


def id_of(locator) -> str:
    return locator.get_attribute("id")


def undo(page):
    button = page.locator("#toasts [id$=-undo]").last
    press(page, id_of(button))


def test_a_contact_is_found_linked_and_unlinked_by_keyboard(page_as, info):
    page = page_as("manager")
    page.goto(info)
    before = people(page).all_inner_texts()
    press(page, "link-adder-summary")
    expect(page.locator("#contact-q")).to_be_focused()
    page.keyboard.type("anna oestergaard")
    button = page.locator("#contact-finds button[name=contact_id]")
    expect(button).to_have_count(1)
    press(page, id_of(button))
    expect(people(page)).to_have_count(len(before) + 1)
    expect(page.locator(".contact-name", has_text=STRANGER)).to_be_focused()
    expect(page.locator("#link-adder[open]")).to_have_count(0)
    expect(page.locator("#signers li")).to_have_count(len(before) + 1)

    body = page.locator("#contacts-list tbody", has=page.get_by_role("link", name=STRANGER, exact=True))
    press(page, id_of(body.locator("button[id$=-unlink]")))
    expect(people(page)).to_have_text(before)
    assert page.evaluate("document.activeElement.className") == "contact-name"
    undo(page)
    expect(people(page)).to_have_count(len(before) + 1)
    press(page, id_of(body.locator("button[id$=-unlink]")))
    expect(people(page)).to_have_text(before)
    page.reload()
    expect(people(page)).to_have_text(before)


def test_unlinking_is_undone_with_every_switch(page_as, info):
    page = page_as("owner")
    page.goto(info)
    states = "[...document.querySelectorAll('#contacts-list [role=switch]')].map((each) => each.id + each.ariaChecked)"
    before = page.evaluate(states)
    there = people(page).count()
    page.locator("button[id$=-unlink]").first.click()
    expect(people(page)).to_have_count(there - 1)
    undo(page)
    expect(people(page)).to_have_count(there)
    page.reload()
    assert page.evaluate(states) == before


def test_the_last_contact_stays_and_says_so(page_as, lonely):
    page = page_as("owner")
    page.goto(lonely)
    press(page, id_of(page.locator("button[id$=-unlink]")))
    expect(page.locator("#contacts-list .field-error")).to_contain_text(
        "En kunde skal have mindst én kontaktperson"
    )
    expect(people(page)).to_have_count(1)


def test_the_order_of_signers_by_keyboard(page_as, info):
    page = page_as("owner")
    page.goto(info)
    before = page.locator("#signers .line-text").all_inner_texts()
    swapped = [before[1], before[0], *before[2:]]
    for wanted, button in ((swapped, "down"), (before, "up")):
        who = before[0]
        row = page.locator("#signers li", has_text=who)
        element_id = id_of(row.locator(f"button[id$=-{button}]"))
        press(page, element_id)
        expect(page.locator("#signers .line-text")).to_have_text(wanted)
        expect(page.locator(f"#{element_id}")).to_be_focused()
        place = page.locator("tbody", has_text=who).locator("[id$=-place]")
        expect(place).to_have_text(f"underskriver {wanted.index(who) + 1}")


def test_the_order_of_signers_by_mouse(page_as, info):
    page = page_as("owner")
    page.goto(info)
    before = page.locator("#signers .line-text").all_inner_texts()
    for wanted in ([before[1], before[0], *before[2:]], before):
        rows = page.locator("#signers li")
        with page.expect_response("**/signer-priority"):
            rows.nth(0).drag_to(rows.nth(1), target_position={"x": 40, "y": 25})
        expect(page.locator("#signers .line-text")).to_have_text(wanted)
        page.reload()
        expect(page.locator("#signers .line-text")).to_have_text(wanted)


def test_a_type_of_notification_by_keyboard(page_as, info):
    page = page_as("owner")
    page.goto(info)
    summary = id_of(page.locator(".types > summary").first)
    row = summary.removesuffix("-types-summary")
    told = page.locator(f"#{summary}").inner_text()
    press(page, summary)
    expect(page.locator(f"#{row}-types [role=switch]")).to_have_count(11)
    expect(page.locator(f"#{summary}")).to_be_focused()
    page.keyboard.press("Tab")
    switch = page.locator(f"#{row}-new-document")
    expect(switch).to_be_focused()
    before = switch.get_attribute("aria-checked")
    consequence = page.locator(f"#{row}-notify-consequence").inner_text()
    page.keyboard.press("Space")
    expect(switch).not_to_have_attribute("aria-checked", before)
    expect(switch).to_be_focused()
    expect(page.locator(f"#{summary}")).not_to_have_text(told)
    expect(page.locator(f"#{row}-notify-consequence")).not_to_have_text(consequence)

    # What is open stays open while the switch beside it is turned.
    for _ in range(2):
        was = page.locator(f"#{row}-notify").get_attribute("aria-checked")
        page.locator(f"#{row}-notify").click()
        expect(page.locator(f"#{row}-notify")).not_to_have_attribute("aria-checked", was)
        expect(switch).to_be_visible()
    press(page, f"{row}-new-document", "Space")
    expect(switch).to_have_attribute("aria-checked", before)
    expect(page.locator(f"#{summary}")).to_have_text(told)


def test_what_is_typed_stays_while_others_come_and_go(page_as, info):
    page = page_as("owner")
    page.goto(info)
    first, second, *others = [id_of(each) for each in page.locator("#contacts-list tbody").all()]
    there = 2 + len(others)
    press(page, f"{first}-describe")
    typed = page.locator(f"#{first}-description-field")
    expect(typed).to_be_focused()
    typed.fill("Stifter af firmaet")
    press(page, "contact-adder-summary")
    expect(page.locator("#first_name")).to_be_visible()
    page.locator("#first_name").fill("Lasse")

    press(page, f"{second}-unlink")
    expect(people(page)).to_have_count(there - 1)
    undo(page)
    expect(people(page)).to_have_count(there)
    expect(typed).to_have_value("Stifter af firmaet")
    expect(page.locator("#first_name")).to_have_value("Lasse")

    press(page, f"{first}-description-cancel")
    page.locator("#unsaved-leave").press("Enter")
    expect(typed).to_have_count(0)


def test_a_description_is_saved_and_undone_by_keyboard(page_as, info):
    page = page_as("owner")
    page.goto(info)
    link = id_of(page.locator("#contacts-list tbody").first)
    before = page.locator(f"#{link}-description").inner_text()
    press(page, f"{link}-describe")
    page.locator(f"#{link}-description-field").fill("Stifter")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{link}-description")).to_have_text("Stifter")
    expect(page.locator(f"#{link}-describe")).to_be_focused()
    undo(page)
    expect(page.locator(f"#{link}-description")).to_have_text(before)


def test_a_new_contact_in_place_and_the_one_who_is_known_instead(page_as, info):
    page = page_as("owner")
    page.goto(info)
    before = people(page).all_inner_texts()
    press(page, "contact-adder-summary")
    page.locator("#first_name").fill("Anna")
    page.locator("#last_name").press_sequentially("Østergaard", delay=5)
    instead = page.locator("#likenesses button[name=contact_id]")
    expect(instead).to_have_count(1)
    press(page, id_of(instead))
    expect(people(page)).to_have_count(len(before) + 1)
    expect(page.locator("#contact-adder[open]")).to_have_count(0)
    undo(page)
    expect(people(page)).to_have_text(before)

    press(page, "contact-adder-summary")
    page.locator("#first_name").fill("Xerxes")
    page.locator("#email").fill("ikke en adresse")
    page.keyboard.press("Enter")
    expect(page.locator("#email-error")).to_be_visible()
    expect(page.locator("#email")).to_be_focused()
    page.locator("#email").fill("xerxes@persien.example")
    page.keyboard.press("Enter")
    expect(people(page)).to_have_count(len(before) + 1)
    expect(page.locator("#contacts-list a[href='mailto:xerxes@persien.example']")).to_be_visible()
    undo(page)
    expect(people(page)).to_have_text(before)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_with_everything_open_it_fits_and_is_accessible(page_as, info, width, scheme):
    page = page_as("owner", width=width, scheme=scheme)
    page.goto(info)
    page.locator("[id$=-describe]").first.click()
    page.locator("#link-adder-summary").click()
    page.locator("#contact-q").press_sequentially("an")
    expect(page.locator("#contact-finds button").first).to_be_visible()
    page.locator("#contact-adder-summary").click()
    expect(page.locator("#first_name")).to_be_visible()
    page.locator(".types > summary").last.click()
    expect(page.locator(".types-list")).to_be_visible()
    assert faults(page) == []
    assert violations(page, within=".types-list") == []
    page.locator(".types > summary").last.click()  # it lies over buttons of the page
    page.evaluate("scrollTo(0, 0)")  # what is scrolled under the search box is no neighbour of it
    assert violations(page) == []


def test_without_scripts_contacts_are_linked_ordered_and_unlinked(page_as, info):
    page = page_as("owner", javascript=False)
    page.goto(info)
    before = people(page).all_inner_texts()
    page.locator("#link-adder-summary").click()
    page.locator("#link-adder a").click()
    page.locator("#contact-q").fill("anna østergaard")
    page.locator("#contact-search").click()
    page.locator("#contact-finds button[name=contact_id]").click()
    expect(page).to_have_url(re.compile(r"/info#contacts$"))
    expect(people(page)).to_have_count(len(before) + 1)

    page.locator("#signers li").last.locator("button[id$=-up]").click()
    expect(page.locator("#signers li").nth(len(before) - 1)).to_contain_text(STRANGER)
    page.locator("tbody", has_text=STRANGER).locator("[id$=-describe]").click()
    page.locator("input[name=description]").fill("Rådgiver")
    page.locator("[id$=-description-save]").click()
    expect(page.locator("tbody", has_text=STRANGER)).to_contain_text("Rådgiver")

    page.locator("tbody", has_text=STRANGER).locator("button[id$=-unlink]").click()
    expect(people(page)).to_have_text(before)
