"""Two browsers and a mail server: LOGIN on, invited, accepted, signed in, uploaded, and the door closed again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import faults
from tests.browser.test_switches import switch_of

CLIENT = "Niels Bjerregaard"  # offline: nobody can log in
PASSWORD = "Bølgen blå er min ven"


@pytest.fixture
def staff(mailing_server, window):
    """The owner's page, signed in."""
    _, server = mailing_server
    page = window(server.url)
    page.goto("/sign-in")
    page.locator("#email").fill("owner@demo.example")
    page.locator("#password").fill("overblik-demo")
    page.locator("#sign-in-button").click()
    page.wait_for_url("**/accounts")
    return page


def hurry(server):
    """Sixty seconds pass for whatever waits in the outbox."""
    server.at_the_database("Outbox.update(due_at=clock.now()).where(Outbox.state == 'waiting').execute()")


def wait_for_mail(page, mailbox, count=1) -> str:
    """The link in the newest mail."""
    for _ in range(100):
        if len(mailbox.mails) >= count:
            text = mailbox.mails[-1].get_body(("plain",)).get_content()
            return re.search(r"http://\S+", text)[0]
        page.wait_for_timeout(100)
    raise AssertionError(f"{len(mailbox.mails)} mails have come.")


def sound(page):
    assert faults(page) == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
        assert violations(page, scheme == "dark") == []
    page.emulate_media(color_scheme="light")


def test_the_story(mailing_server, staff, window):
    mailbox, server = mailing_server
    client_id = server.at_the_database(f"tell(Account.get(Account.name == {CLIENT!r}).id)")
    staff.goto(f"/accounts/{client_id}/info")

    switch = switch_of(staff, "login")
    address = staff.locator("tr", has=switch).locator("[href^='mailto:']").inner_text()
    switch.click()
    offer = staff.locator(".invitation-offer")
    expect(offer).to_be_visible()
    sound(staff)
    offer.locator("summary").click()
    offer.locator("textarea").fill("Hej Niels, {{ 7*7 }}")
    offer.get_by_role("button", name="Se mailen").click()
    expect(staff.frame_locator(".letter iframe").locator("blockquote")).to_contain_text("{{ 7*7 }}")
    staff.get_by_role("button", name="Inviter nu").click()
    state = staff.locator(".invitation:not(:empty)")
    expect(state).to_contain_text("Sendes om")
    expect(staff.locator("#outbox-strip")).to_contain_text(address)
    assert mailbox.mails == []

    hurry(server)
    link = wait_for_mail(staff, mailbox)
    expect(state).to_contain_text("Inviteret")  # without reloading
    expect(staff.locator("#outbox-strip")).not_to_contain_text(address)

    client = window(server.url, width=390, height=800)
    client.goto(link)
    sound(client)
    expect(state).to_contain_text("åbnet", timeout=20_000)
    client.locator("#password").fill("kort")
    client.locator("#accept").click()
    expect(client.locator("#password-error")).to_be_visible()
    client.locator("#password").fill(PASSWORD)
    client.locator("#accept").click()
    expect(client.locator("h1")).to_have_text(CLIENT)
    sound(client)
    expect(state).to_contain_text("Aktiv", timeout=20_000)

    client.locator(".portal-menu summary").click()
    sound(client)
    client.locator("#sign-out").click()
    client.locator("#email").fill(address)
    client.locator("#password").fill(PASSWORD)
    client.locator("#sign-in-button").click()
    expect(client.locator("h1")).to_have_text(CLIENT)
    client.locator("#files").set_input_files(
        {"name": "Kvittering æøå.pdf", "mimeType": "text/html", "buffer": b"%PDF-1.7"}
    )
    client.locator("#upload-button").click()
    expect(client.locator("main")).to_contain_text("Kvittering æøå.pdf")

    staff.goto(f"/accounts/{client_id}")
    card = staff.locator("#card-documents li", has_text="Kvittering æøå.pdf")
    expect(card).to_contain_text("NY")
    expect(staff.locator("#card-logins")).to_contain_text(address)
    with staff.expect_download() as coming:
        card.get_by_role("link").click()
    assert coming.value.suggested_filename == "Kvittering æøå.pdf"

    share_and_take_back(server, staff, client, client_id)

    staff.goto(f"/accounts/{client_id}/info")
    staff.get_by_role("link", name="Forhåndsvis").click()
    expect(staff.locator("main")).to_contain_text("Kvittering æøå.pdf")
    sound(staff)
    staff.get_by_role("link", name="Luk forhåndsvisningen").click()
    switch_of(staff, "login").click()
    expect(switch_of(staff, "login")).to_have_attribute("aria-checked", "false")
    client.reload()
    expect(client.locator("#sign-in")).to_be_visible()
    client.locator("#email").fill(address)
    client.locator("#password").fill(PASSWORD)
    client.locator("#sign-in-button").click()
    expect(client.locator("#email-error")).to_be_visible()


def share_and_take_back(server, staff, client, client_id):
    """By keyboard: uploaded, undone, shared, opened by the client, taken back."""
    staff.goto(f"/accounts/{client_id}/documents")
    staff.locator("#files").set_input_files(
        {"name": "Årsrapport.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    staff.locator("#upload-button").press("Enter")
    row = staff.locator("li", has_text="Årsrapport.pdf")
    button = row.locator("[id$=-sharing]")
    expect(row).to_contain_text("Kunden kan se det om")
    expect(button).to_have_text("Fortryd")
    sound(staff)
    button.press("Enter")
    expect(button).to_have_text("Del med kunden")
    expect(staff.locator("#toasts")).to_contain_text("nåede ikke at komme på portalen")
    expect(button).to_be_focused()
    button.press("Enter")
    expect(button).to_have_text("Fortryd")
    expect(staff.locator("#toasts")).not_to_contain_text("nåede ikke at komme på portalen")
    expect(button).to_be_focused()
    button.click()
    expect(button).to_have_text("Del med kunden")
    expect(button).to_be_focused()
    expect(staff.locator("#toasts [data-toast=success]")).to_have_count(1)
    button.click()
    expect(button).to_have_text("Fortryd")
    expect(button).to_be_focused()

    client.reload()
    expect(client.locator("main")).not_to_contain_text("Årsrapport.pdf")
    soon = "Document.shared_at: clock.now() + clock.timedelta(seconds=2)"
    server.at_the_database(f"Document.update({{{soon}}}).where(Document.name == 'Årsrapport.pdf').execute()")
    staff.reload()
    expect(button).to_have_text("Træk tilbage")  # without reloading again
    client.reload()
    with client.expect_download():
        client.get_by_role("link", name="Årsrapport.pdf").click()
    staff.reload()
    expect(row).to_contain_text(f"Åbnet af {CLIENT}")
    sound(staff)
    button.press("Enter")
    expect(button).to_have_text("Del med kunden")
    expect(row).to_contain_text(f"Åbnet af {CLIENT}")
    client.reload()
    expect(client.locator("main")).not_to_contain_text("Årsrapport.pdf")


def test_undo_means_that_nothing_was_sent(mailing_server, staff):
    mailbox, server = mailing_server
    before = len(mailbox.mails)
    client_id = server.at_the_database(f"tell(Account.get(Account.name == {CLIENT!r}).id)")
    server.at_the_database("PortalUser.delete().execute()")
    server.at_the_database("LinkedAddress.update(invited_until_at=None).execute()")
    staff.goto(f"/accounts/{client_id}/info")
    switch_of(staff, "login").click()
    staff.get_by_role("button", name="Inviter nu").click()
    expect(staff.locator(".invitation:not(:empty)")).to_contain_text("Sendes om")
    staff.locator("#toasts [id$=-undo]").last.click()
    expect(staff.locator(".invitation:not(:empty)")).to_contain_text("Til, ikke inviteret")
    hurry(server)
    staff.wait_for_timeout(2_000)
    assert len(mailbox.mails) == before
