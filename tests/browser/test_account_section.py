"""Info: the account section by keyboard alone. What is changed in place keeps the place, and can be left again."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import faults

COMPANY = "Grøn Energi Thy ApS"


@pytest.fixture
def info(page_as, clients):
    page = page_as("owner", locale="en-GB")
    page.goto(f"/accounts/{clients[COMPANY]}/info")
    return page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def toast(page, text):
    expect(page.locator("#toasts [data-toast]").last).to_contain_text(text)


def undo(page):
    page.locator("#toasts [id$=-undo]").last.focus()
    press(page, "Enter")


def unfold(page, area):
    page.locator(f"#account-{area}-add-summary").focus()
    press(page, "Enter")


def sound(page):
    found = violations(page) + faults(page)
    page.set_viewport_size({"width": 390, "height": 900})
    found += violations(page) + faults(page)
    page.set_viewport_size({"width": 1400, "height": 900})
    assert not found, "\n".join(found)


def test_edit_opens_in_place_escape_leaves_it_and_saving_stays_there(info):
    page = info
    edit = page.locator("#account-edit")
    edit.focus()
    press(page, "Enter")
    name = page.locator("#account-info #name")
    expect(name).to_be_focused()
    sound(page)
    press(page, "Escape")
    expect(edit).to_be_focused()
    press(page, "Enter")
    expect(name).to_be_focused()
    page.locator("#city").fill("Hanstholm")
    page.locator("#registration_number").fill("12345678")
    press(page, "Enter")
    expect(page.locator("#registration_number")).to_be_focused()
    expect(page.locator("#registration_number-error")).to_be_visible()
    expect(page.locator("#city")).to_have_value("Hanstholm")
    page.locator("#registration_number").fill("")
    press(page, "Enter")
    expect(edit).to_be_focused()
    expect(page.locator("#account-info")).to_contain_text("Hanstholm")
    toast(page, "saved")
    expect(page).to_have_url(re.compile("/info$"))


def test_a_tag_is_made_put_on_taken_off_and_put_back(info):
    page = info
    unfold(page, "tags")
    field = page.locator("#tag-name")
    expect(field).to_be_focused()
    page.keyboard.type("Grøn omstilling")
    press(page, "Enter")
    expect(page.locator("#profile")).to_contain_text("Grøn omstilling")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    press(page, "Enter")
    expect(page.locator("#tag-name-error")).to_be_visible()
    expect(field).to_be_focused()
    sound(page)
    press(page, "Escape")
    expect(page.locator("#account-tags-add-summary")).to_be_focused()
    page.get_by_role("button", name="Remove the tag Grøn omstilling").focus()
    press(page, "Enter")
    expect(page.locator("#profile")).not_to_contain_text("Grøn omstilling")
    expect(page.locator("#account-tags-add-summary")).to_be_focused()
    undo(page)
    expect(page.locator("#profile")).to_contain_text("Grøn omstilling")


def test_a_member_comes_and_goes_but_the_last_one_stays(info):
    page = info
    unfold(page, "team")
    select = page.locator("#team-user")
    expect(select).to_be_focused()
    name = select.locator("option").first.inner_text()
    page.locator("#account-team-save").focus()
    press(page, "Enter")
    expect(page.locator("#account-team .chips")).to_contain_text(name)
    toast(page, f"{name} is on the team.")
    undo(page)
    expect(page.locator("#account-team .chips")).not_to_contain_text(name)
    expect(page.locator("#account-team-add-summary")).to_be_focused()
    takers = page.locator("#account-team .taker button")
    for left in range(takers.count() - 1, 0, -1):
        takers.last.focus()  # first the one who is there for a time
        press(page, "Enter")
        expect(takers).to_have_count(left)
        expect(page.locator("#account-team-add-summary")).to_be_focused()
    takers.first.focus()
    press(page, "Enter")
    expect(page.locator("#account-team-problem")).to_be_visible()
    expect(takers.first).to_be_focused()
    sound(page)


def test_a_role_is_given_and_taken_back(info):
    page = info
    unfold(page, "roles")
    expect(page.locator("#role-role")).to_be_focused()
    page.locator("#account-roles-save").focus()
    press(page, "Enter")
    toast(page, ":")
    given = page.locator("#account-roles .chips li").count()
    assert given > 0
    page.locator("#account-roles .taker button").first.focus()
    press(page, "Enter")
    expect(page.locator("#account-roles .chips li")).to_have_count(given - 1)


def test_a_relation_is_added_with_a_suggestion_changed_and_removed(info, clients):
    page = info
    unfold(page, "relations")
    expect(page.locator("#relation-new-kind")).to_be_focused()
    press(page, "Tab")
    page.keyboard.type("Tømrer & Snedker")
    other = f"Brdr. Ågård Tømrer & Snedker ApS · {clients['Brdr. Ågård Tømrer & Snedker ApS']}"
    expect(page.locator(f"#relation-new-others option[value='{other}']")).to_have_count(1)
    expect(page.locator("#relation-new-other")).to_be_focused()
    page.locator("#relation-new-other").fill(other)
    press(page, "Tab")
    page.keyboard.type("101")
    press(page, "Enter")
    expect(page.locator("#relation-new-percentage")).to_be_focused()
    expect(page.locator("#relation-new-percentage-error")).to_be_visible()
    expect(page.locator("#relation-new-other")).to_have_value(other)
    sound(page)
    page.locator("#relation-new-percentage").fill("33,33")
    press(page, "Enter")
    row = page.locator("#account-relations .related", has_text="Brdr. Ågård")
    expect(row).to_contain_text("33.33")
    row.get_by_role("link", name=re.compile("^Edit the relation")).focus()
    press(page, "Enter")
    percentage = page.locator("#account-relations [id^=relation-][id$=-percentage]").first
    percentage.fill("50")
    press(page, "Escape")
    page.locator("#unsaved-leave").press("Enter")
    expect(row).to_contain_text("33.33")
    row.get_by_role("link", name=re.compile("^Edit the relation")).focus()
    press(page, "Enter")
    percentage.fill("50")
    press(page, "Enter")
    expect(row).to_contain_text("50")
    row.get_by_role("button", name=re.compile("^Remove the relation")).focus()
    press(page, "Enter")
    expect(row).to_have_count(0)


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(written, "JPEG")
    return written.getvalue()


def test_a_photo_is_uploaded_shown_and_removed(info):
    page = info
    unfold(page, "photo")
    expect(page.locator("#photo-file")).to_be_focused()
    send = page.locator("#account-photo-save")
    page.locator("#photo-file").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no photo"}
    )
    send.focus()
    press(page, "Enter")
    expect(page.locator("#photo-file-error")).to_be_visible()
    page.locator("#photo-file").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    send.focus()
    press(page, "Enter")
    shown = page.locator("#profile .face img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 256
    sound(page)
    page.locator("#account-photo-remove").focus()
    press(page, "Enter")
    expect(shown).to_have_count(0)


def test_a_photo_of_forty_megabytes_is_refused_in_words(info, tmp_path):
    page = info
    large = tmp_path / "large.jpg"
    large.write_bytes(b"\xff\xd8" + bytes(40_000_000))
    page.watch.allow("Failed to fetch")
    page.watch.allow("net::ERR_")
    unfold(page, "photo")
    page.locator("#photo-file").set_input_files(large)
    page.locator("#account-photo-save").click()
    expect(page.get_by_role("alert")).to_contain_text("15 MB")


def test_all_of_it_works_without_javascript(page_as, clients):
    page = page_as("manager", locale="en-GB", javascript=False)
    page.goto(f"/accounts/{clients[COMPANY]}/info")
    page.locator("#account-tags-add-summary").click()
    page.locator("#tag-name").fill("vip")
    page.locator("#account-tags-save").click()
    expect(page.locator("#account-tags .chips")).to_contain_text("VIP")
    page.get_by_role("button", name="Remove the tag VIP").click()
    expect(page.locator("#account-tags .chips")).not_to_contain_text("VIP")
    page.locator("#account-photo-add-summary").click()
    page.locator("#photo-file").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.locator("#account-photo-save").click()
    page.locator("#account-photo-remove").click()
    page.locator("#account-edit").click()
    expect(page.locator("h2", has_text="Edit client")).to_be_visible()
