"""Custom fields: put in order by keyboard and mouse, values edited in place without a mouse, sensitive ones looked at."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import faults

SETTINGS = "/settings/custom-fields"
COMPANY = "Brdr. Ågård Tømrer & Snedker ApS"


@pytest.fixture
def fields(demo_server):
    """The id of each field by its name."""
    return demo_server.at_the_database("tell({row.label: row.id for row in CustomField.select()})")


@pytest.fixture
def info(clients):
    return f"/accounts/{clients[COMPANY]}/info"


def order(page) -> list[str]:
    return page.locator("#custom-fields-contact li .line-main").all_inner_texts()


def fact_of(page, clients, fields, label):
    return page.locator(f"#account-{clients[COMPANY]}-field-{fields[label]}")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_buttons_move_a_field_and_keep_the_place_of_the_keyboard(page_as, fields, javascript):
    page = page_as("owner", javascript=javascript)
    page.goto(SETTINGS)
    before = order(page)
    down = page.locator(f"#custom-field-{fields[before[0]]}-down")
    down.focus()
    page.keyboard.press("Enter")
    moved = [before[1], before[0], *before[2:]]
    expect(page.locator("#custom-fields-contact li .line-main")).to_have_text(moved)
    if javascript:
        expect(down).to_be_focused()
        expect(page.locator("#moved")).to_contain_text("2")
    page.reload()
    assert order(page) == moved
    up = page.locator(f"#custom-field-{fields[before[0]]}-up")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#custom-fields-contact li .line-main")).to_have_text(before)
    if javascript:  # at the top the button stays where the keyboard is
        expect(up).to_be_focused()
        expect(up).to_have_attribute("aria-disabled", "true")


def test_a_field_is_dragged_to_its_place(page_as, fields):
    page = page_as(
        "owner", height=1600
    )  # all in sight, since scrolling while dragging takes hold of another row
    page.goto(SETTINGS)
    before = order(page)
    first = page.locator(f"#custom-field-{fields[before[0]]}")
    third = page.locator(f"#custom-field-{fields[before[2]]}")
    height = third.bounding_box()["height"]
    first.drag_to(third, target_position={"x": 300, "y": height - 4})
    moved = [before[1], before[2], before[0], *before[3:]]
    expect(page.locator("#custom-fields-contact li .line-main")).to_have_text(moved)
    expect(page.locator("#moved")).to_contain_text("3")
    page.reload()
    assert order(page) == moved
    page.locator(f"#custom-field-{fields[before[0]]}").drag_to(
        page.locator(f"#custom-field-{fields[before[1]]}"), target_position={"x": 300, "y": 4}
    )
    expect(page.locator("#custom-fields-contact li .line-main")).to_have_text(before)


def test_a_value_is_edited_without_a_mouse(page_as, info, clients, fields):
    page = page_as("manager")
    page.goto(info)
    fact = fact_of(page, clients, fields, "Antal ansatte")
    before = fact.locator(".fact-value").inner_text()
    edit, value = fact.locator("[id$=-edit]"), fact.locator("[id$=-value]")
    edit.focus()
    page.keyboard.press("Enter")
    expect(value).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(fact.locator(".field-error")).to_contain_text("1.234,5")
    expect(value).to_be_focused()
    expect(value).to_have_value("1.5")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("1.234,5")
    page.keyboard.press("Enter")
    expect(fact.locator(".fact-value")).to_have_text("1.234,5")
    expect(edit).to_be_focused()
    expect(page.locator("#toasts [data-toast]")).to_contain_text("Antal ansatte")

    page.keyboard.press("Enter")
    expect(value).to_have_value("1234,5")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    page.locator("#unsaved-leave").press("Enter")
    expect(fact.locator(".fact-value")).to_have_text("1.234,5")
    expect(edit).to_be_focused()

    page.keyboard.press("Enter")
    expect(value).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(before)
    page.keyboard.press("Enter")
    expect(fact.locator(".fact-value")).to_have_text(before)


def test_several_lines_are_saved_with_control_and_enter(page_as, info, clients, fields):
    page = page_as("manager")
    page.goto(info)
    fact = fact_of(page, clients, fields, "Særlige aftaler")
    before = fact.locator(".fact-value").inner_text()
    for text in ("Første linje\nanden linje", before):
        fact.locator("[id$=-edit]").click()
        expect(fact.locator("textarea")).to_be_focused()
        fact.locator("textarea").fill(text)
        page.keyboard.press("Control+Enter")
        expect(fact.locator(".fact-value")).to_have_text(text)


def test_a_sensitive_value_is_looked_at_and_hidden_again(page_as, info, clients, fields):
    page = page_as("owner")
    page.goto(info)
    fact = fact_of(page, clients, fields, "NemKonto")
    expect(fact.locator(".fact-value")).to_have_text("••••••")
    fact.locator("[id$=-reveal]").focus()
    page.keyboard.press("Enter")
    expect(fact.locator(".fact-value")).to_have_text(re.compile(r"\d{4} \d{10}"))
    expect(fact.locator("[id$=-hide]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(fact.locator(".fact-value")).to_have_text("••••••")
    expect(fact.locator("[id$=-reveal]")).to_be_focused()
    fact.locator("[id$=-changes]").click()
    expect(page.locator("main .lines li").first).to_contain_text("Vist uden maskering")


def test_without_scripts_a_value_is_edited_on_a_page_of_its_own(page_as, info, clients, fields):
    page = page_as("manager", javascript=False)
    page.goto(info)
    fact = fact_of(page, clients, fields, "Webshop")
    for text, shown in (("www.butik.example", "www.butik.example"), ("", "–")):
        fact.locator("[id$=-edit]").click()
        fact.locator("[id$=-value]").fill(text)
        page.keyboard.press("Enter")
        page.wait_for_url("**/info#account-*")
        expect(fact).to_contain_text(shown)
        expect(page.locator("#toasts [data-toast]")).to_contain_text("Webshop")


def open_every_control(page):
    """Every kind of control at once: one form of each type on the page."""
    controls = page.locator("#account-info .fact [id$=-edit]")
    for control in controls.evaluate_all("controls => controls.map((each) => each.id)"):
        page.locator(f"#{control}").click()
    expect(page.locator("#account-info .fact-form")).to_have_count(11)
    page.evaluate("scrollTo(0, 0)")  # what the bar at the top lies on for a while is no fault of the page


def show_a_conflict(page):
    fact = page.locator("#account-info .fact").first
    fact.locator("[id$=-edit]").click()
    fact.locator("select").select_option(index=3)
    fact.locator("[name=seen]").evaluate("input => { input.value = 0; }")
    fact.locator("[id$=-save]").click()
    expect(fact.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "prepare"),
    [
        (SETTINGS, None),
        (f"{SETTINGS}/new", None),
        (f"{SETTINGS}/1/edit", None),
        ("/accounts/1/info", open_every_control),
        ("/accounts/1/info", show_a_conflict),
        ("/accounts/1/custom-values/1", None),
        ("/accounts/1/custom-values/1/edit", None),
        ("/accounts/1/custom-values/1/changes", None),
        ("/contacts/1/custom-values/13/edit?account=1", None),
        ("/contacts/1/custom-values/13/changes?account=1", None),
    ],
)
def test_the_pages_are_sound(page_as, path, prepare):
    page = page_as("owner")
    page.goto(path)
    if prepare:
        prepare(page)
    found = []
    for width in (1400, 900, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {text}" for text in faults(page)]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
            found += [f"{width} px {scheme}: {text}" for text in violations(page, scheme == "dark")]
    assert not found, "\n".join(found)
