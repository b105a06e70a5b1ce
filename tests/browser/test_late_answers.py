"""The search box while its answer is on its way, late, old, or never comes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_finding_a_client import JOINERS, search


def held_answers(page) -> list:
    """The searches that were asked for and whose answers wait for a continue_()."""
    held = []
    page.route(re.compile(r"/search\?"), lambda route: held.append(route))
    return held


def test_an_old_answer_never_stands_over_a_newer_one(page_as):
    page = page_as("owner")
    page.goto("/accounts")

    def late(route):
        page.wait_for_timeout(600)
        route.continue_()

    page.route(re.compile(r"/search\?q=fri$"), late)
    box = page.locator("#search-input")
    box.fill("fri")
    page.wait_for_timeout(200)
    options = search(page, "snedk")
    expect(options.filter(has_text=JOINERS)).to_be_visible()
    page.wait_for_timeout(900)
    expect(options.filter(has_text=JOINERS)).to_be_visible()


@pytest.mark.parametrize("escapes", [1, 2])
def test_a_late_answer_opens_nothing_that_was_closed(page_as, escapes):
    page = page_as("owner")
    page.goto("/accounts")

    def late(route):
        page.wait_for_timeout(500)
        route.continue_()

    page.route(re.compile(r"/search\?q=friis$"), late)
    search(page, "frii")
    box = page.locator("#search-input")
    box.press("s")
    page.wait_for_timeout(150)
    for _ in range(escapes):
        page.keyboard.press("Escape")
    page.wait_for_timeout(900)
    expect(box).to_have_value("friis" if escapes == 1 else "")
    expect(page.locator("#search-results")).to_be_hidden()
    if escapes == 2:
        expect(page.locator("#search-results [role=option]")).to_have_count(0)
        expect(page.locator("#search-status")).to_have_text("")


def test_an_answer_to_what_no_longer_stands_in_the_box_is_not_shown(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    search(page, "snedk")
    page.evaluate("""
      document.addEventListener("htmx:before:response", () => {
        const box = document.querySelector("#search-input");
        if (!box.value) return;
        box.value = "";
        box.dispatchEvent(new Event("input", { bubbles: true }));
      });
      window.shown = "";
      const results = document.querySelector("#search-results");
      new MutationObserver(() => { window.shown += results.textContent; }).observe(results, { childList: true });
    """)
    with page.expect_response(re.compile(r"/search\?q=$")):
        page.locator("#search-input").fill("friis")
    expect(page.locator(".htmx-request")).to_have_count(0)
    assert "Friis" not in page.evaluate("window.shown")


def test_hits_of_an_earlier_text_do_not_open_under_a_new_one(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    options = search(page, "frii")
    held = held_answers(page)
    page.keyboard.insert_text("s")
    expect(page.locator(".htmx-request")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.insert_text(" ")
    page.wait_for_timeout(200)
    expect(page.locator("#search-results")).to_be_hidden()
    (answer,) = held
    answer.continue_()
    expect(options.first).to_contain_text("Friis")


def test_what_was_answered_a_while_ago_is_asked_for_again(page_as):
    page = page_as("owner")
    page.clock.install()
    page.goto("/accounts")
    options = search(page, "friis")
    page.locator("h1").click()
    expect(page.locator("#search-results")).to_be_hidden()
    page.locator("#search-input").focus()
    expect(options.first).to_be_visible()
    page.locator("h1").click()
    page.clock.fast_forward(60_000)
    held = held_answers(page)
    page.locator("#search-input").focus()
    expect(page.locator(".htmx-request")).to_have_count(1)
    expect(page.locator("#search-results")).to_be_hidden()
    (answer,) = held
    answer.continue_()
    expect(options.first).to_be_visible()


def test_a_list_that_stays_open_is_left_as_it_is(page_as):
    page = page_as("owner")
    page.clock.install()
    page.goto("/accounts")
    options = search(page, "friis")
    page.clock.fast_forward(60_000)
    held = held_answers(page)
    page.keyboard.insert_text(" ")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(400)
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert not held


@pytest.mark.parametrize("key", ["ArrowDown", "Enter"])
def test_nobody_chooses_among_hits_of_another_text(page_as, key):
    page = page_as("owner")
    page.goto("/accounts")
    options = search(page, "friis")
    expect(options.first).to_be_visible()
    held = held_answers(page)
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("ågård tømrer")
    expect(page.locator(".htmx-request")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search [aria-selected=true]")).to_have_count(0)
    if key == "Enter":
        page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert page.url.endswith("/accounts")
    (answer,) = held
    answer.continue_()
    if key == "Enter":
        expect(page.locator("h1")).to_have_text(JOINERS)
    else:
        expect(options.first).to_contain_text(JOINERS)
        expect(options.first).to_have_attribute("aria-selected", "true")


def test_an_arrow_before_an_answer_without_hits_leads_nowhere(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    page.locator("#search-input").focus()
    expect(page.locator(".htmx-request")).to_have_count(0)
    held = held_answers(page)
    page.keyboard.insert_text("xyzzy")
    expect(page.locator(".htmx-request")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    held.pop().continue_()
    expect(page.locator("#search-results .search-none")).to_be_visible()
    assert page.url.endswith("/accounts")
    page.unroute(re.compile(r"/search\?"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=xyzzy"))


def test_an_answer_that_found_nobody_is_asked_for_again(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    search(page, "xyzzy")
    expect(page.locator("#search-results .search-none")).to_be_visible()
    page.locator("h1").click()
    with page.expect_response(re.compile(r"/search\?q=xyzzy")):
        page.locator("#search-input").focus()
    expect(page.locator("#search-results .search-none")).to_be_visible()


def test_escape_calls_off_an_answer_before_it_empties_the_box(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    held = held_answers(page)
    box = page.locator("#search-input")
    box.focus()
    expect(page.locator(".htmx-request")).to_have_count(1)
    held.pop().continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.keyboard.insert_text("friis")
    expect(page.locator(".htmx-request")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(box).to_have_value("friis")
    held.pop().continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(page.locator("#search-results")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_who_comes_before_the_page_can_ask_sees_what_was_opened_lately_too(page_as, clients):
    page = page_as("admin")
    page.goto(f"/accounts/{clients[JOINERS]}")
    page.goto("/accounts")
    expect(page.locator("#search-input")).to_have_role("combobox")
    page.evaluate("""
      const early = document.querySelector("#search").cloneNode(true);
      document.querySelector("#search").replaceWith(early);
      document.querySelector("#search-input").focus();
      htmx.process(early);
    """)
    expect(page.locator("#search-results").get_by_role("option").first).to_contain_text(JOINERS)


def test_an_arrow_is_forgotten_with_the_box(page_as):
    page = page_as("owner")
    page.goto("/search?q=ågård")
    held = held_answers(page)
    page.locator("#search-input").press("ArrowDown")
    expect(page.locator(".htmx-request")).to_have_count(1)
    page.keyboard.press("Tab")
    held[0].continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.locator("#search-input").focus()
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.locator("#search [aria-selected=true]")).to_have_count(0)


TROUBLES = {
    "page": {"status": 403, "content_type": "text/html", "body": "<html>Oops</html>"},
    "text": {"status": 429, "content_type": "text/plain", "body": "Too much"},
    "toast": {
        "status": 400,
        "content_type": "text/html",
        "headers": {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"},
        "body": '<div data-toast="error"><p data-toast-text>Intet blev ændret</p></div>',
    },
}


@pytest.mark.parametrize("cure", ["online", "focus", "enter"])
@pytest.mark.parametrize("trouble", ["offline", *TROUBLES])
def test_what_got_no_answer_says_so_and_is_asked_again(page_as, trouble, cure):
    page = page_as("owner")
    page.watch.allow("net::ERR_INTERNET_DISCONNECTED")
    page.watch.allow("Failed to fetch")
    page.goto("/accounts")
    search(page, "snedk")
    if trouble == "offline":
        page.context.set_offline(True)
    else:
        page.route(re.compile(r"/search\?"), lambda route: route.fulfill(**TROUBLES[trouble]))
    box, results = page.locator("#search-input"), page.locator("#search-results")
    box.press_sequentially("er", delay=5)
    expect(results.locator(".search-none")).to_have_text(re.compile("fik intet svar"))
    expect(page.locator("#search-status")).to_have_text(re.compile("fik intet svar"))
    expect(results.get_by_role("option")).to_have_count(0)
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(box).to_have_value("snedker")
    expect(page.locator("[data-toast]")).to_have_count(0)
    if cure == "focus":
        page.keyboard.press("Tab")
    elif cure == "enter":
        with page.expect_event("request"):
            page.keyboard.press("Enter")
        expect(page.locator(".htmx-request")).to_have_count(0)
        expect(results.locator(".search-none")).to_have_text(re.compile("fik intet svar"))
    page.unroute(re.compile(r"/search\?"))
    page.context.set_offline(False)
    if cure == "focus":
        page.keyboard.press("/")
    elif trouble != "offline" and cure == "enter":
        page.keyboard.press("Enter")
    elif trouble != "offline":
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(results.get_by_role("option").filter(has_text=JOINERS)).to_be_visible()
    assert page.url.endswith("/accounts")


def test_enter_leaves_no_page_while_the_list_says_that_there_was_no_answer(page_as):
    page = page_as("owner")
    page.goto("/accounts/new")
    field = page.locator("main input[type=text]").first
    field.fill("Gert")
    page.route(re.compile(r"/search\?"), lambda route: route.fulfill(**TROUBLES["text"]))
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("snedker")
    expect(page.locator("#search-results .search-none")).to_have_text(re.compile("fik intet svar"))
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.unroute(re.compile(r"/search\?"))
    held = held_answers(page)
    page.keyboard.press("Enter")
    expect(page.locator(".htmx-request")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    (answer,) = held
    answer.continue_()
    expect(page.get_by_role("option").filter(has_text=JOINERS)).to_be_visible()
    assert page.url.endswith("/accounts/new")
    expect(field).to_have_value("Gert")
