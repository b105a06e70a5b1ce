"""By keyboard alone one sees where one is and gets everywhere; and after signing out nothing is left to see."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.test_finding_a_client import JOINERS

FOCUSED = """
() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    what: one.id || one.getAttribute("href") || one.textContent.trim(), role: one.getAttribute("role"),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth), body: one === document.body,
    seen: box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
  };
}
"""


def walk(page, most: int = 250):
    """What Tab stops at, from the top of the page to its end."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["body"] or (stops and stop["what"] == stops[0]["what"]):
            return stops
        stops.append(stop)
    raise AssertionError("Tab does not get out of the page")


def test_the_skip_link_leads_past_the_menu(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#main')")


def test_tab_gets_everywhere_and_always_shows_where(page_as, clients):
    page = page_as("owner")
    page.goto(f"/accounts/{clients[JOINERS]}/info")
    stops = walk(page)
    assert [stop["what"] for stop in stops if stop["ring"] < 2] == []
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    reached = [stop["what"] for stop in stops]
    for wanted in ("search-input", "/accounts", "/accounts/new", "user-button"):
        assert wanted in reached
    assert sum(stop["role"] == "switch" for stop in stops) == page.get_by_role("switch").count()
    assert len(set(reached)) > 20


def test_the_phones_menu_by_keyboard(page_as):
    page = page_as("owner", width=390)
    page.goto("/accounts")
    expect(page.locator("#menu-nav")).to_be_hidden()
    page.locator("#menu-button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#menu-nav")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#menu')")
    page.keyboard.press("Escape")
    expect(page.locator("#menu-nav")).to_be_hidden()
    expect(page.locator("#menu-button")).to_be_focused()


def test_the_user_menu_by_keyboard(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    page.locator("#user-button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sign-out")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#user-menu')")
    page.keyboard.press("Escape")
    expect(page.locator("#sign-out")).to_be_hidden()
    expect(page.locator("#user-button")).to_be_focused()


def test_back_after_signing_out_shows_no_client(window, demo_server, clients):
    page = window(demo_server.url)
    sign_in(page, "owner")
    page.goto(f"/accounts/{clients[JOINERS]}")
    expect(page.locator("#card-documents li").first).to_be_visible()
    page.goto(f"/accounts/{clients[JOINERS]}/info")
    page.locator("#user-button").click()
    page.locator("#sign-out").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    for _ in range(3):
        page.go_back()
        expect(page.locator("#sign-in")).to_be_visible()
        assert "gård" not in page.content()
    fragment = page.request.get(f"/accounts/{clients[JOINERS]}/overview/documents", max_redirects=0)
    assert fragment.status == 303


def test_a_session_that_ended_elsewhere_leads_to_the_door_and_back(window, demo_server, clients):
    page = window(demo_server.url)
    sign_in(page, "owner")
    page.goto(f"/accounts/{clients[JOINERS]}/info")
    page.context.clear_cookies()
    page.locator("[role=switch]").first.click()
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    page.locator("#demo-1").click()
    expect(page).to_have_url(re.compile(f"/accounts/{clients[JOINERS]}/info$"))
