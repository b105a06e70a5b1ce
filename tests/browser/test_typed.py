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


def asked_at(page) -> list[str]:
    """What the browser itself asks before a page is left; it stays each time."""
    found = []

    def stay(dialog):
        found.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return found


@pytest.fixture
def asked(page):
    return asked_at(page)


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


SHARED = """
from demo.portal import password_hash
from models.staff.demo_people import CLIENT as EMAIL
from models.portal.portal_access import places_of_mailbox
owner = User.get_by_id(1)
emails = [each.email for each in PortalUser.select().order_by(PortalUser.id) if each.email != EMAIL]
place = next(places_of_mailbox(each).get() for each in emails if places_of_mailbox(each).count() == 1)
email = place.address.email
added = Contact.meet(owner, first_name="Bodil", emails=[email])
row = linking.link_contact(place.link.account, added, owner).linked_addresses.get()
row.turn("login", True, owner)
invitation = Invitation.send(LinkedAddress.get_by_id(row.id), owner)
assert invitation.accept(None if invitation.sign_in else password_hash())
tell([email, place.link.account_id, place.link.contact_id, added.id])
"""
RECEIVED = "tell([row.name for row in Document.select() if row.name.startswith('Sendt')])"


def sign_in_over(page, email: str):
    page.locator("#door-email").fill(email)
    page.locator("#door-password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_file_from_a_shared_mailbox_waits_until_it_is_said_who_sends_it(demo_server, window):
    email, account, first, bodil = demo_server.at_the_database(SHARED)
    page = window(demo_server.url)
    asked = asked_at(page)
    page.goto("/portal/sign-in")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("#sign-in-button").click()
    page.locator(f"#be-{first}").click()
    page.goto(f"/portal/accounts/{account}/documents")
    files, send, over = page.locator("#files"), page.locator("#upload-button"), page.locator("#over")
    files.set_input_files(
        {"name": "Sendt.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + bytes(3_000_000)}
    )
    page.context.clear_cookies()
    send.click()
    sign_in_over(page, email)
    expect(over.locator(f"#over-be-{first}, #over-be-{bodil}")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(over).to_be_hidden()
    expect(page.locator("#upload [data-kept-word]")).to_contain_text(KEPT)
    send.click()
    page.locator(f"#over-be-{bodil}").press("Enter")  # for whom the page was not drawn
    expect(page.locator("#toasts")).to_contain_text("er nu logget ind i denne browser")
    expect(page.locator("#upload [data-kept-word]")).to_contain_text(KEPT)
    assert files.evaluate("field => field.files.length") == 1
    assert demo_server.at_the_database(RECEIVED) == []
    page.context.clear_cookies()
    send.click()
    sign_in_over(page, email)
    page.locator(f"#over-be-{first}").press("Enter")
    expect(page.locator("main")).to_contain_text("Sendt.pdf")
    assert demo_server.at_the_database(RECEIVED) == ["Sendt.pdf"]
    assert asked == []
