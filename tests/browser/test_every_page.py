"""Every page and state, wide and narrow, light and dark: axe finds nothing, nothing stands out of its place."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.layout import cut_off, faults
from tests.browser.test_cards import CARDS, wait_for_cards
from tests.browser.test_finding_a_client import JOINERS, search

LAID_OUT_AT = (1400, 1280, 900, 576, 390)
AXE_AT = (1400, 390)


class State(NamedTuple):
    """A page as somebody has it before them. {id} in `path` is the client of the story."""

    path: str
    person: str | None = "owner"
    prepare: Callable = lambda page: None
    widths: tuple[int, ...] = LAID_OUT_AT


def submit(page):
    page.locator("main form [type=submit]").first.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def empty_and_submit(page):
    page.locator("#first_name").fill("")
    submit(page)


def turn_a_switch_twice(page):
    switch = page.locator("[role=switch][id$=-notify]").first
    for count in (1, 2):
        switch.click()
        expect(page.locator("#toasts [data-toast]")).to_have_count(count)
    page.evaluate(
        "scrollTo(0, 0)"
    )  # where they lie on text: what they cover for a while is no fault of the page


def enter_portal(page):
    page.locator("#demo-client").click()
    page.wait_for_url("**/portal")


def open_documents(page):
    enter_portal(page)
    page.locator(".lines a").first.click()
    page.locator(".portal-menu summary").click()


def open_second_factor(page):
    enter_portal(page)
    page.goto("/portal/second-factor")


def unfold_all(page):
    for fold in page.locator("#account-info details.adder > summary").all():
        fold.click()
    page.evaluate("scrollTo(0, 0)")  # what is scrolled under the search box is no neighbour of it


def fail_a_card(page):
    page.locator("#card-notes").evaluate(
        "card => { card.setAttribute('aria-busy', 'true'); card.dataset.failed = 'yes'; }"
    )


def type_a_known_name(page):
    page.locator("#first_name").fill("Poul")
    page.locator("#last_name").fill("Sørensen")
    page.locator("#last_name").press("End")
    page.locator("#last_name").press_sequentially(" ")
    expect(page.locator("#accepted")).to_be_visible()


def edit_in_place(page):
    page.locator("#contact-edit").click()
    expect(page.locator("#first_name")).to_be_focused()


STATES = {
    "sign-in": State("/sign-in", None),
    "sign-in refused": State("/sign-in", None, submit),
    "forgotten password": State("/password", None),
    "forgotten password, 422": State("/password", None, submit),
    "dead link": State("/password-resets/1?token=x", None),
    "own sign-in": State("/settings/sign-in"),
    "confirmation": State("/confirmation?next=/accounts"),
    "not found, signed out": State("/nothing-here", None),
    "clients": State("/accounts"),
    "clients of the employee": State("/accounts", "employee"),
    "second page": State("/accounts?archived=all", "owner", lambda page: page.locator("[rel=next]").click()),
    "no clients": State("/accounts?archived=only&type=individual"),
    "search page": State("/search?q=%C3%A5g%C3%A5rd"),
    "search page, nothing found": State("/search?q=xyzxyz"),
    "search page, nothing asked": State("/search"),
    "search list": State("/search", "owner", lambda page: search(page, "ågård")),
    "search list, archived": State("/search", "owner", lambda page: search(page, "friis")),
    "new client": State("/accounts/new"),
    "new client, 422": State("/accounts/new", "owner", submit),
    "new client, known": State("/accounts/new", "owner", type_a_known_name),
    "contacts": State("/contacts"),
    "contacts of the employee": State("/contacts", "employee"),
    "no contacts": State("/contacts?q=xyzxyz"),
    "contact": State("/contacts/5"),
    "contact of the manager, editing": State("/contacts/5", "manager", edit_in_place),
    "edit contact": State("/contacts/5/edit"),
    "edit contact, 422": State("/contacts/5/edit", "owner", empty_and_submit),
    "duplicates": State("/duplicates"),
    "duplicates, clients": State("/duplicates?kind=account"),
    "overview": State("/accounts/{id}", "owner", wait_for_cards),
    "overview of the employee": State("/accounts/{id}", "employee", wait_for_cards),
    "overview, inline": State("/accounts/13?cards=inline"),
    "info": State("/accounts/{id}/info"),
    "info of the employee": State("/accounts/{id}/info", "employee"),
    "info, archived": State("/accounts/30/info"),
    **{name: State(f"/accounts/{{id}}/{name}") for name in (*CARDS, "payments", "history")},
    "toasts": State("/accounts/{id}/info", "owner", turn_a_switch_twice),
    "user menu": State("/search", "owner", lambda page: page.locator("#user-button").click(), (1400,)),
    "menu": State("/search", "owner", lambda page: page.locator("#menu-button").click(), (900, 576, 390)),
    "not found": State("/nothing-here"),
    "no access": State("/accounts/99999", "employee"),
    "not allowed": State("/accounts/new", "employee"),
    "access requests": State("/access-requests"),
    "outbox": State("/outbox"),
    "preview of the portal": State("/accounts/1/linked-addresses/2/preview"),
    "portal, signed out": State("/portal/sign-in", None),
    "portal, sign-in refused": State("/portal/sign-in", None, submit),
    "portal, forgotten password": State("/portal/password", None),
    "portal, dead link": State("/portal/invitations/1?token=x", None),
    "portal": State("/portal/sign-in", None, enter_portal),
    "portal, documents": State("/portal/sign-in", None, open_documents),
    "portal, second factor": State("/portal/sign-in", None, open_second_factor),
    "edit client": State("/accounts/{id}/edit"),
    "info, everything unfolded": State("/accounts/{id}/info", "owner", unfold_all),
    "new relation": State("/accounts/{id}/relations/new"),
    "activity": State("/activity"),
    "activity, nothing fits": State("/activity?kind=exports&to_on=2001-01-01"),
    "activity, 422": State("/activity?from_on=x"),
    "tags": State("/settings/tags"),
    "edit tag": State("/settings/tags/1/edit"),
    "second factor": State("/settings/second-factor"),
    "second factor, app": State("/settings/second-factor/app"),
    "security": State("/settings/security"),
    "account roles": State("/settings/account-roles"),
    "edit account role": State("/settings/account-roles/1/edit"),
}


@pytest.mark.parametrize("name", STATES)
def test_a_page_is_sound(name, page_as, window, demo_server, clients):
    state = STATES[name]
    first = state.widths[0]
    page = page_as(state.person, width=first) if state.person else window(demo_server.url, width=first)
    page.goto(state.path.format(id=clients[JOINERS]))
    state.prepare(page)
    check(page, state.widths)


def check(page, widths):
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {text}" for text in faults(page)]
        if width in AXE_AT:
            # Colours are the same at any width.
            for scheme in ("light", "dark") if width == widths[0] else ("light",):
                page.emulate_media(color_scheme=scheme)
                expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
                found += [f"{width} px {scheme}: {text}" for text in violations(page, scheme == "dark")]
            page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("client", [JOINERS, "Ida og Mads Holm", "Lærkevej Dyreklinik ApS"])
def test_nothing_of_the_contacts_is_cut_off(page_as, clients, client):
    page = page_as("owner")
    page.goto(f"/accounts/{clients[client]}/info")
    for width in LAID_OUT_AT:
        page.set_viewport_size({"width": width, "height": 900})
        assert cut_off(page, "#contacts") + faults(page) == [], f"at {width} px"


def test_on_the_phone_each_switch_is_named(page_as, clients):
    page = page_as("owner", width=390)
    page.goto(f"/accounts/{clients[JOINERS]}/info")
    label = page.locator("#contacts td[data-label]", has=page.get_by_role("switch")).first
    shown = label.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert re.search(r"\w", shown)
    for switch in page.get_by_role("switch").all():
        box = switch.bounding_box()
        assert min(box["width"], box["height"]) >= 24
