"""The Overview: thirteen cards that arrive together, each standing and falling alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_finding_a_client import JOINERS

CARDS = (
    *("documents", "tasks", "emails", "jobs", "chats", "invoices", "approvals"),
    *("signatures", "organizers", "logins", "notes", "time-entries", "proposals"),
)
HIDDEN_FROM_EMPLOYEE = {"invoices", "organizers", "proposals"}


def cards_on(page) -> list[str]:
    return page.locator("#cards > section").evaluate_all("all => all.map(one => one.id.replace('card-', ''))")


def wait_for_cards(page):
    expect(page.locator("#cards [aria-busy]")).to_have_count(0)


def test_the_owner_sees_thirteen_full_cards(page_as, clients):
    page = page_as("owner")
    page.goto(f"/accounts/{clients[JOINERS]}")
    wait_for_cards(page)
    assert cards_on(page) == list(CARDS)
    expect(page.locator(".skeleton")).to_have_count(0)
    for name in CARDS:
        card = page.locator(f"#card-{name}")
        rows = card.locator("li, tr").count()
        assert 1 <= rows <= 5, f"{name} has {rows} rows"
        expect(page.get_by_role("region", name=card.locator("h2").inner_text().strip())).to_be_visible()


def test_each_card_leads_to_its_page(page_as, clients):
    page = page_as("owner")
    page.goto(f"/accounts/{clients[JOINERS]}")
    wait_for_cards(page)
    for name in CARDS:
        more = page.locator(f"#card-{name}-more")
        expect(more).to_have_attribute("href", f"/accounts/{clients[JOINERS]}/{name}")
    more.click()
    expect(page).to_have_url(re.compile(f"/{name}$"))
    assert page.get_by_role("main").locator(".lines > li").count() >= 1
    page.go_back()
    wait_for_cards(page)
    assert cards_on(page) == list(CARDS)


def test_each_card_refreshes_alone(page_as, clients):
    page = page_as("owner")
    page.goto(f"/accounts/{clients[JOINERS]}")
    wait_for_cards(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    for name in CARDS:
        page.locator(f"#card-{name} ul").evaluate("list => list.remove()")
        page.evaluate("name => htmx.trigger(document.body, name)", f"{name}-changed")
        expect(page.locator(f"#card-{name} ul")).to_be_visible()
    assert asked == list(CARDS)


def test_an_employee_has_no_cards_beyond_their_rights(page_as, clients):
    page = page_as("employee")
    page.goto(f"/accounts/{clients[JOINERS]}")
    wait_for_cards(page)
    assert cards_on(page) == [name for name in CARDS if name not in HIDDEN_FROM_EMPLOYEE]
    for name in HIDDEN_FROM_EMPLOYEE:
        assert page.request.get(f"/accounts/{clients[JOINERS]}/overview/{name}").status == 403


def test_cards_that_cannot_be_fetched_say_so_and_are_fetched_again_one_by_one(page_as, clients):
    page = page_as("owner")
    page.watch.allow("net::ERR_FAILED")
    page.watch.allow("Failed to fetch")
    page.route("**/overview", lambda route: route.abort())
    page.goto(f"/accounts/{clients[JOINERS]}")
    expect(page.locator("#card-tasks [data-retry]")).to_be_visible()
    page.locator("#card-tasks-retry").click()
    expect(page.locator("#card-tasks li").first).to_be_visible()
    expect(page.locator("#card-notes [data-retry]")).to_be_visible()


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_jumps_when_the_cards_arrive(page_as, clients, width):
    page = page_as("owner", width=width)
    held = []
    page.route("**/overview", lambda route: held.append(route))
    page.goto(f"/accounts/{clients[JOINERS]}")
    tops = (
        "() => [...document.querySelectorAll('#cards > section')].map(one => one.getBoundingClientRect().top)"
    )
    before = page.evaluate(tops)
    held[0].continue_()
    wait_for_cards(page)
    moved = dict(zip(CARDS, (b - a for a, b in zip(before, page.evaluate(tops), strict=True)), strict=True))
    assert all(abs(by) <= 2 for by in moved.values()), moved
