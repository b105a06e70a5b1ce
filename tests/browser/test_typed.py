"""What was typed: leaving asks once, an ended session signs in over the form, and what cannot be saved stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, sign_in

TYPED = "Kun skrevet, ikke gemt"
NAMES = "tell([tag.name for tag in Tag.select()])"
KEPT = "Ikke gemt."
REFUSALS = (  # the last words of the program, and what a proxy says
    (500, "Noget gik galt", "text/plain"),
    (413, "<html><body>nginx", "text/html"),
    (429, "", "text/html"),
    (502, "<!doctype html><p>proxy", "text/html"),
)


def answering(**answer):
    """A handler of playwright's that answers so instead of the server."""
    return lambda route: route.fulfill(**answer)


@pytest.fixture
def page(demo_server, window):
    """A page of the owner, who has signed in here alone."""
    page = window(demo_server.url)
    sign_in(page, "owner")
    return page


@pytest.fixture
def asked(page):
    """What the browser itself has asked before a page was left; it stays each time."""
    found = []

    def stay(dialog):
        found.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return found


@pytest.fixture
def info(page, clients):
    page.goto(f"/accounts/{min(clients.values())}/info")
    return page


def test_leaving_a_part_of_the_page_asks_by_keyboard(info, asked):
    question, field = info.locator("#unsaved"), info.locator("#account-form #name")
    info.locator("#account-edit").press("Enter")
    expect(field).to_be_visible()
    info.locator("#account-form #phone").focus()
    info.keyboard.press("Escape")
    expect(field).to_have_count(0)  # what was not changed is left without a word
    info.locator("#account-edit").press("Enter")
    field.fill(TYPED)
    info.keyboard.press("Escape")
    expect(question).to_be_visible()
    expect(info.locator("#unsaved-stay")).to_be_focused()
    info.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value(TYPED)
    info.locator("#account-cancel").press("Enter")
    info.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(info.locator("#account-cancel")).to_be_focused()
    info.keyboard.press("Enter")
    info.keyboard.press("Tab")
    info.keyboard.press("Enter")
    expect(field).to_have_count(0)
    expect(question).to_be_hidden()
    info.goto("/settings/tags")
    assert asked == []


@pytest.mark.parametrize("way", ["new client", "hit", "tab", "reload", "back"])
def test_leaving_the_page_asks_once(info, asked, way):
    info.locator("#account-edit").click()
    field = info.locator("#account-form #name")
    field.press_sequentially("x")
    where = info.url
    match way:
        case "new client":
            info.locator("a[href='/accounts/new']").first.click(no_wait_after=True)
        case "hit":
            info.keyboard.press("Control+k")
            info.keyboard.type("a")
            info.locator("#search-results [role=option]").first.click(no_wait_after=True)
        case "tab":
            info.locator("nav a[href$='/history']").first.click(no_wait_after=True)
        case "reload":
            info.evaluate("setTimeout(() => location.reload())")
        case "back":
            info.evaluate("setTimeout(() => history.back())")
    info.wait_for_timeout(300)
    assert (asked, info.url) == (["beforeunload"], where)
    expect(field).to_be_visible()


def test_saving_asks_nothing_and_a_refused_form_stays(demo_server, page, asked):
    page.goto("/settings/tags")
    name = page.locator("#tag-new-name")
    name.fill("Gemt uden spørgsmål")
    name.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Gemt uden spørgsmål")
    name.fill("gemt uden spørgsmål")  # there is one already
    name.press("Enter")
    expect(page.locator("[aria-invalid=true]")).to_be_focused()
    expect(name).to_have_value("gemt uden spørgsmål")
    assert asked == []
    page.locator(".brand").first.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_what_cannot_be_saved_stays_with_a_word_beside_it(demo_server, page, asked):
    page.watch.allow("")
    page.goto("/settings/tags")
    name, word = page.locator("#tag-new-name"), page.locator("[data-kept-word]")
    for status, body, kind in REFUSALS:
        page.route("**/settings/tags", answering(status=status, body=body, content_type=kind))
        name.fill(f"{TYPED} {status}")
        name.press("Enter")
        expect(word).to_contain_text(KEPT)
        expect(name).to_have_value(f"{TYPED} {status}")
        page.unroute("**/settings/tags")
    page.context.set_offline(True)
    name.fill(TYPED)
    name.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("forbindelse")
    expect(word).to_contain_text(KEPT)
    page.context.set_offline(False)
    name.press("Enter")
    expect(page.locator("#toasts")).to_contain_text(TYPED)
    assert TYPED in demo_server.at_the_database(NAMES)
    page.watch.complaints.clear()  # the answers of 500 and more are this test's own


def test_an_ended_session_signs_in_over_the_form(demo_server, page, clients, asked):
    page.goto(f"/accounts/{min(clients.values())}/info")
    page.locator("#account-edit").click()
    field = page.locator("#account-form #website")
    field.fill("https://over.example")
    page.context.clear_cookies()
    field.press("Enter")
    over, email = page.locator("#over"), page.locator("#door-email")
    expect(email).to_be_focused()
    page.keyboard.press("Escape")
    expect(over).to_be_hidden()
    expect(field).to_be_focused()
    expect(page.locator("#account-form [data-kept-word]")).to_contain_text(KEPT)
    field.press("Enter")
    expect(email).to_be_focused()
    page.keyboard.type("owner@demo.example")
    page.keyboard.press("Tab")
    page.keyboard.type("forkert")
    page.keyboard.press("Enter")
    expect(page.locator("#door-password-error")).to_be_visible()
    expect(page.locator("#door-password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(over).to_be_hidden()
    expect(page.locator("#account-info")).to_contain_text("over.example")
    assert asked == []


def test_another_person_signs_in_over_the_form_and_saves_nothing(demo_server, page):
    page.goto("/settings/tags")
    name = page.locator("#tag-new-name")
    name.fill("Skrevet af ejeren")
    page.context.clear_cookies()
    name.press("Enter")
    page.locator("#door-email").fill("manager@demo.example")
    page.locator("#door-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("er nu logget ind i denne browser")
    expect(name).to_have_value("Skrevet af ejeren")
    assert "Skrevet af ejeren" not in demo_server.at_the_database(NAMES)


def test_without_javascript_the_door_carries_the_form(demo_server, window):
    page = window(demo_server.url, javascript=False)
    sign_in(page, "owner")
    page.goto("/settings/tags")
    page.locator("#tag-new-name").fill("Uden JavaScript")
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    page.locator("#door-email").fill("owner@demo.example")
    page.locator("#door-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Uden JavaScript")
    assert "Uden JavaScript" in demo_server.at_the_database(NAMES)
