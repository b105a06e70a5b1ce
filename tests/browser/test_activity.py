"""The log of the firm in a browser: found by keyboard, filtered, taken along."""

from playwright.sync_api import expect


def test_it_is_found_filtered_and_taken_along(page_as):
    employee = page_as("employee")
    employee.goto("/settings/tags")
    expect(employee.locator("h1")).to_be_visible()

    page = page_as("owner", locale="en-GB")
    page.goto("/accounts")
    page.get_by_role("link", name="Activity").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/activity")
    page.locator("#kind").select_option("denials")
    page.locator("#history-filter").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=denials*")
    expect(page.locator(".line-main").first).to_contain_text("was denied access to /settings/tags.")

    page.locator("#activity-export").focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    download = waiting.value
    assert download.suggested_filename.startswith("activity-")
    with open(download.path(), encoding="utf-8-sig") as file:
        header, first, *_ = file.read().splitlines()
    assert header.startswith('"Time";"What happened"')
    assert "was denied access to /settings/tags." in first
    page.goto("/activity?kind=exports")
    expect(page.locator(".line-main").first).to_contain_text("You exported “Activity”")
