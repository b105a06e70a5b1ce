"""The phone rings: who is it? From the door to the client's page, with mouse, keyboard and half a name."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

PEOPLE = ("owner", "admin", "manager", "employee")
JOINERS = "Brdr. Ågård Tømrer & Snedker ApS"


def search(page, text: str):
    """Type into the box as fast as a person does and wait for the answer."""
    box = page.locator("#search-input")
    expect(box).to_have_role("combobox")
    box.fill("")
    with page.expect_response(lambda response: response.url.endswith(f"/search?{urlencode({'q': text})}")):
        box.press_sequentially(text, delay=5)
    expect(page.locator(".htmx-request")).to_have_count(0)
    return page.locator("#search-results").get_by_role("option")


@pytest.mark.parametrize("person", PEOPLE)
def test_each_person_of_the_firm_signs_in(window, demo_server, person):
    page = window(demo_server.url)
    sign_in(page, person)
    expect(page.locator("html")).to_have_attribute("lang", "da")
    expect(page.locator("#search-input")).to_be_visible()
    assert page.request.get("/me").status == 204


def test_one_click_signs_in_to_the_demo_and_leads_to_the_page_that_was_asked_for(
    window, demo_server, clients
):
    page = window(demo_server.url)
    page.goto(f"/accounts/{clients[JOINERS]}/info")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    page.locator("#demo-1").click()
    expect(page.locator("h1")).to_have_text(JOINERS)
    expect(page).to_have_url(re.compile("/info$"))


def test_a_wrong_password_is_told_at_the_field(window, demo_server):
    page = window(demo_server.url)
    page.goto("/sign-in")
    page.locator("#email").fill("owner@demo.example")
    page.locator("#password").fill("not it at all")
    page.locator("#sign-in-button").click()
    expect(page.locator("#password")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#password")).to_be_focused()
    expect(page.locator("#email")).to_have_value("owner@demo.example")
    expect(page.locator("#password-error")).not_to_be_empty()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("snedk", None),
        ("tømrer ågå", None),
        ("bogholderi@", "bogholderi@brdr-aagaard.example"),
        ("rdr-aagaard.ex", "brdr-aagaard.example"),
        ("henrik", "Henrik Ågård"),
    ],
)
def test_any_part_of_a_name_or_an_address_finds_the_client_and_says_why(page_as, typed, why):
    page = page_as("owner")
    page.goto("/accounts")
    hit = search(page, typed).filter(has_text=JOINERS)
    expect(hit).to_be_visible()
    if why:
        expect(hit).to_contain_text(why)
    expect(page.locator("#search-status")).to_have_text(re.compile(r"\d+ "))
    hit.click()
    expect(page.locator("h1")).to_have_text(JOINERS)


@pytest.mark.parametrize("typed", ["aagaard", "ågård", "AAGAARD", "agard", "Å"])
def test_case_and_accents_do_not_matter(page_as, typed):
    page = page_as("owner")
    page.goto("/accounts")
    expect(search(page, typed).filter(has_text=JOINERS)).to_be_visible()


def test_the_whole_way_by_keyboard(page_as, clients):
    page = page_as("owner")
    page.goto("/accounts")
    box = page.locator("#search-input")
    for shortcut in ("/", "Control+k"):
        page.locator("h1").evaluate("document.activeElement.blur()")
        page.keyboard.press(shortcut)
        expect(box).to_be_focused()
        expect(box).to_have_value("")

    options = search(page, "sørensen")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")
    expect(page.locator("#search-results")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("sørensen")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")

    name = search(page, "ågård holding").first.locator(".hit-name").text_content()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    expect(page).to_have_url(re.compile(f"/accounts/{clients[name]}$"))


def test_before_the_first_letter_the_box_offers_what_was_opened_lately(page_as, clients):
    page = page_as("admin")
    page.goto(f"/accounts/{clients[JOINERS]}")
    page.goto("/accounts")
    page.locator("#search-input").focus()
    options = page.locator("#search-results").get_by_role("option")
    expect(options.first).to_contain_text(JOINERS)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(JOINERS)


def test_what_was_typed_is_marked_and_unchanged_text_asks_for_nothing(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    options = search(page, "snedk")
    expect(options.filter(has_text=JOINERS).locator("mark")).to_have_text("Snedk")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    box = page.locator("#search-input")
    box.press_sequentially("  ", delay=5)
    page.keyboard.press("Backspace")
    page.wait_for_timeout(400)
    assert not [url for url in asked if "/search?" in url]
    box.fill("")
    expect(page.locator("#search-status")).to_have_text("")


@pytest.mark.parametrize("again", ["friis", " "])
def test_the_same_text_opens_the_list_again(page_as, again):
    page = page_as("owner")
    page.goto("/accounts")
    options = search(page, "friis")
    for _ in range(1 if again == " " else 2):
        page.keyboard.press("Escape")
    expect(page.locator("#search-results")).to_be_hidden()
    page.keyboard.insert_text(again)
    expect(options.first).to_be_visible()


def test_escape_leads_back_to_the_field_that_was_left(page_as):
    page = page_as("owner")
    page.goto("/accounts/new")
    field = page.locator("main input[type=text]").first
    field.fill("Gert")
    page.keyboard.press("Control+k")
    page.keyboard.type("friis")
    expect(page.get_by_role("option").first).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("Gert")


def test_an_arrow_in_an_emptied_box_moves_into_what_was_opened_lately(page_as, clients):
    page = page_as("admin")
    page.goto(f"/accounts/{clients[JOINERS]}")
    page.goto("/accounts")
    options = search(page, "friis")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(options.first).to_contain_text(JOINERS)
    assert len([url for url in asked if "/search?" in url]) == 1


def test_an_arrow_on_the_page_of_all_hits_moves_into_the_hits(page_as):
    page = page_as("owner")
    page.goto("/search?q=ågård")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    options = page.locator("#search-results").get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_more_than_ten_hits_lead_on_by_keyboard(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    expect(search(page, "a")).to_have_count(10)
    expect(page.locator("#search-status")).to_have_text("Mere end 10 kunder fundet")
    page.keyboard.press("Tab")
    expect(page.locator(".search-more")).to_be_focused()
    expect(page.locator("#search-results")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#search-results")).to_be_hidden()
    expect(page.locator("#search-input")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=a$"))


@pytest.mark.parametrize("place", ["#name", "#type", "#search-input"])
def test_control_k_reaches_the_search_from_any_field(page_as, place):
    page = page_as("owner")
    page.goto("/accounts/new")
    page.locator("#search-input").fill("ågård")
    page.locator(place).focus()
    page.keyboard.press("Control+k")
    expect(page.locator("#search-input")).to_be_focused()
    page.keyboard.type("snedk")
    expect(page.locator("#search-input")).to_have_value("snedk")


def test_control_k_leaves_a_modal_dialog_alone(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    page.evaluate("""
      const dialog = document.createElement("dialog");
      document.body.append(dialog);
      dialog.showModal();
    """)
    page.keyboard.press("Control+k")
    expect(page.locator("#search-input")).not_to_be_focused()


def test_a_key_without_a_name_disturbs_nothing(page_as):
    """Filling in by the browser tells of such keys."""
    page = page_as("owner")
    page.goto("/accounts")
    page.evaluate("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))")


def test_a_slash_on_a_control_that_takes_no_text_reaches_the_search(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    page.locator("main input[type=checkbox]").first.focus()
    page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()


@pytest.mark.parametrize(("width", "size"), [(390, "100%"), (390, "200%"), (430, "100%")])
def test_names_stay_readable_on_a_phone(page_as, width, size):
    page = page_as("owner")
    page.set_viewport_size({"width": width, "height": 844})
    for path, names in (("/search?q=poul", ".lines .line-main"), ("/search?q=ågård", ".lines .line-main")):
        page.goto(path)
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        for name in page.locator(names).all():
            box = name.bounding_box()
            assert box["width"] > 80, name.text_content()
            assert box["height"] >= 24
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("#search-input").focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator(".hit-name").first).to_be_visible()
        cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
        assert page.locator(".hit-name").evaluate_all(cut) == []


def test_tab_leaves_the_search_and_closes_the_list(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    expect(search(page, "ågård").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#search-results")).to_be_hidden()
    assert not page.evaluate("!!document.activeElement.closest('#search')")


def test_a_slash_in_a_field_is_a_slash(page_as):
    page = page_as("owner")
    page.goto("/accounts/new")
    page.locator("#name").press("/")
    expect(page.locator("#name")).to_have_value("/")
    expect(page.locator("#name")).to_be_focused()


def test_enter_without_a_choice_opens_all_hits(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    search(page, "ågård")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    expect(page.get_by_role("main").get_by_role("link", name=JOINERS)).to_be_visible()


def test_archived_clients_come_last(page_as):
    page = page_as("owner")
    page.goto("/accounts")
    options = search(page, "friis")
    expect(options.filter(has_text="Fjordens Revy- og Teaterforening")).to_be_visible()
    expect(options.last).to_contain_text("Dødsboet efter Ejnar Friis")


def test_an_employee_finds_only_clients_of_their_own(page_as, clients, demo_server):
    own = set(
        demo_server.at_the_database(
            "user = User.get(User.email == 'employee@demo.example')\n"
            "tell([row.id for row in Account.visible_to(user, user.rights())])"
        )
    )
    page = page_as("employee")
    page.goto("/accounts")
    assert own < set(clients.values())
    for text in ("a", "e", "ågård", ".example"):
        hits = search(page, text).evaluate_all("all => all.map(one => +one.pathname.split('/').pop())")
        assert hits
        assert set(hits) <= own
    assert clients["Sørensens Smedje ApS"] not in own
    assert search(page, "sørensens smedje").filter(has_text="Sørensens Smedje ApS").count() == 0
