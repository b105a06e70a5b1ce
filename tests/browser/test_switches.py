"""Info: who may log in, is notified, has their mail kept, may sign. One click each, saved at once, with a way back."""

import re

import pytest
from playwright.sync_api import expect

COMPANY = "Grøn Energi Thy ApS"  # two people with one address each


@pytest.fixture
def info(clients):
    return f"/accounts/{clients[COMPANY]}/info"


def switch_of(page, name="notify", nth=0):
    """A switch by its id, which stays while its row is replaced."""
    found = page.locator(f"[role=switch][id$='-{name}']").nth(nth)
    return page.locator(f"#{found.get_attribute('id')}")


def state(page, switch) -> str:
    """What the server has kept."""
    page.reload()
    return switch.get_attribute("aria-checked")


def other(checked: str) -> str:
    return "false" if checked == "true" else "true"


@pytest.mark.parametrize("name", ["login", "notify", "email-sync", "signing-authority"])
def test_a_click_is_saved_told_and_undone(page_as, info, name):
    page = page_as("owner")
    page.goto(info)
    switch = switch_of(page, name)
    before = switch.get_attribute("aria-checked")
    address = page.locator("tr", has=switch).locator("[href^='mailto:']").inner_text()
    assert switch.get_attribute("aria-label").endswith(address)

    switch.click()
    expect(switch).to_have_attribute("aria-checked", other(before))
    expect(switch).to_be_focused()
    expect(page.locator("#toasts [data-toast]")).to_contain_text(address)
    page.locator("#toasts [id$=-undo]").click()
    expect(switch).to_have_attribute("aria-checked", before)
    assert state(page, switch) == before

    switch.click()
    expect(switch).to_have_attribute("aria-checked", other(before))
    assert state(page, switch) == other(before)
    switch.click()
    expect(switch).to_have_attribute("aria-checked", before)


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_a_key_turns_it_and_keeps_the_place(page_as, info, key):
    page = page_as("manager")
    page.goto(info)
    switch = switch_of(page)
    before = switch.get_attribute("aria-checked")
    switch.focus()
    for wanted in (other(before), before):
        page.keyboard.press(key)
        expect(switch).to_have_attribute("aria-checked", wanted)
        expect(switch).to_be_focused()
    page.keyboard.press("Tab")  # the types of notification
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "switch"


def test_undo_by_keyboard_gives_the_focus_back(page_as, info):
    page = page_as("owner")
    page.goto(info)
    switch = switch_of(page)
    before = switch.get_attribute("aria-checked")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", other(before))
    page.locator("#toasts [id$=-undo]").focus()
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-checked", before)
    expect(switch).to_be_focused()


def test_a_double_click_is_one_change(page_as, info):
    page = page_as("owner")
    page.goto(info)
    switch = switch_of(page)
    before = switch.get_attribute("aria-checked")
    posted = []
    page.on("request", lambda request: posted.append(request.post_data) if request.method == "POST" else None)
    switch.dblclick()
    expect(switch).to_have_attribute("aria-checked", other(before))
    assert state(page, switch) == other(before)
    assert len(set(posted)) == 1
    switch.click()
    expect(switch).to_have_attribute("aria-checked", before)


def test_the_readiness_strip_follows(page_as, clients):
    page = page_as("owner")
    page.goto(f"/accounts/{clients['Åse Bøgh']}/info")
    switch = switch_of(page, "login")
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(page.locator("#lamps .lamp-off")).to_have_count(0)
    switch.click()
    expect(page.locator("#lamps .lamp-off").first).to_be_visible()
    page.locator("#toasts [id$=-undo]").click()
    expect(page.locator("#lamps .lamp-off")).to_have_count(0)


def test_a_red_lamp_leads_to_the_switch_that_mends_it(page_as, clients):
    page = page_as("owner")
    page.goto(f"/accounts/{clients['Niels Bjerregaard']}")
    page.locator("#lamps a").first.click()
    expect(page).to_have_url(re.compile("/info#linked-address-"))
    target = page.locator(f"#{page.evaluate('location.hash.slice(1)')}")
    expect(target).to_have_attribute("role", "switch")
    expect(target).to_be_in_viewport()


def test_offline_nothing_changes_and_a_toast_says_so(page_as, info):
    page = page_as("owner")
    page.watch.allow("net::ERR_INTERNET_DISCONNECTED")
    page.watch.allow("Failed to fetch")
    page.goto(info)
    switch = switch_of(page)
    before = switch.get_attribute("aria-checked")
    page.context.set_offline(True)
    switch.click()
    expect(page.get_by_role("alert")).to_have_text(re.compile(r"\w+ \w+"))
    expect(switch).to_have_attribute("aria-checked", before)
    page.context.set_offline(False)
    assert state(page, switch) == before


def test_an_address_that_left_meanwhile(page_as, clients, demo_server):
    client = clients["Bager Bøgh v/Åse Bøgh"]
    extra = demo_server.at_the_database(
        f"link = Link.get(account={client})\n"
        "address = Address.add(None, contact=link.contact, email='butik@bager-boegh.example', position=1)\n"
        "tell(LinkedAddress.add(None, link=link, address=address).id)"
    )
    page = page_as("owner")
    page.goto(f"/accounts/{client}/info")
    switch = page.locator(f"#linked-address-{extra}-notify")
    expect(switch).to_have_attribute("aria-checked", "false")
    demo_server.at_the_database(f"LinkedAddress.delete_by_id({extra})")
    switch.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(switch).to_have_attribute("aria-checked", "false")
    page.reload()
    expect(switch).to_have_count(0)


def test_a_right_that_was_withdrawn_meanwhile(page_as, info, demo_server):
    manager = "User.get(User.email == 'manager@demo.example')"
    page = page_as("manager")
    page.goto(info)
    switch = switch_of(page)
    before = switch.get_attribute("aria-checked")
    demo_server.at_the_database(f"{manager}.withdraw('manage_accounts', None)")
    try:
        switch.click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(switch).to_have_attribute("aria-checked", before)
        page.reload()
        expect(switch).to_be_disabled()
        expect(switch).to_have_attribute("aria-checked", before)
    finally:
        demo_server.at_the_database(f"{manager}.grant('manage_accounts', None)")


def test_without_the_right_the_switches_only_show(page_as, clients):
    page = page_as("employee")
    page.goto(f"/accounts/{clients['Sørensens VVS A/S']}/info")
    switches = page.get_by_role("switch")
    assert switches.count() == 12
    assert page.locator("[role=switch]:not(:disabled)").count() == 0


def test_in_english_the_switch_is_named_in_english(page_as, info):
    page = page_as("owner", locale="en-GB")
    page.goto(info)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(
        page.get_by_role("switch", name="NOTIFY uffe@groen-energi-thy.example", exact=True)
    ).to_be_visible()
