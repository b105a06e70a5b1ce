"""A new client by keyboard alone, found by its name a moment later."""

import re

from playwright.sync_api import expect

from tests.browser.test_finding_a_client import search


def focus(page) -> str:
    return page.evaluate(
        "document.activeElement.id || document.activeElement.name || document.activeElement.textContent"
    )


def tab_to(page, wanted: str, most: int = 25):
    """Press Tab until the element with this id or name has the focus."""
    for _ in range(most):
        if focus(page).strip() == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab did not reach {wanted}; it is at {focus(page)}")


def test_a_new_client_by_keyboard_is_findable_at_once(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    page.locator("#menu-nav a[href='/accounts/new']").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/accounts/new$"))
    page.locator("#main").focus()
    for field, text in (
        ("name", "Tasternes Værksted ApS"),
        ("first_name", "Thyra"),
        ("last_name", "Qvist"),
        ("email", "thyra@tasterne.example"),
        ("phone", "+45 33 12 34 57"),
    ):
        tab_to(page, field)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tasternes Værksted ApS")

    page.keyboard.press("/")
    for part in ("tasternes vaerk", "thyra@tast", "33123457"):
        expect(search(page, part).filter(has_text="Tasternes Værksted ApS")).to_be_visible()


def test_an_individual_is_named_after_the_contact(page_as):
    page = page_as("manager")
    page.goto("/accounts/new")
    page.locator("input[name=type][value=individual]").check()
    page.locator("#first_name").fill("Ødis")
    page.locator("#last_name").fill("Åkjær")
    page.locator("main form [type=submit]").dblclick()
    expect(page.locator("h1")).to_have_text("Ødis Åkjær")
    assert search(page, "oedis aakjaer").count() == 1


def test_slips_are_told_at_their_fields_and_nothing_typed_is_lost(page_as):
    page = page_as("owner")
    page.goto("/accounts/new")
    page.locator("input[name=type][value=individual]").check()
    page.locator("#last_name").fill("Glemsom")
    page.locator("#email").fill("glemsom")
    page.locator("main form [type=submit]").click()
    expect(page.locator("#first_name")).to_be_focused()
    expect(page.locator("#last_name")).to_have_value("Glemsom")
    expect(page.locator("input[name=type][value=individual]")).to_be_checked()
    for name in ("first_name", "email"):
        field = page.locator(f"#{name}")
        expect(field).to_have_attribute("aria-invalid", "true")
        assert f"{name}-error" in field.get_attribute("aria-describedby").split()


def test_an_employee_is_not_offered_what_they_may_not_do(page_as):
    page = page_as("employee")
    page.goto("/accounts")
    expect(page.locator("a[href='/accounts/new']")).to_have_count(0)
    assert page.goto("/accounts/new").status == 403
    expect(page.locator("h1")).to_be_visible()
