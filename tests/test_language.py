"""Which language a page speaks."""

import pytest

from language import LANGUAGES
from models.user import User


def spoken(browser, path="/sign-in", **headers) -> str:
    return browser.get(path, headers=headers).text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en", "en"),
        ("da", "da"),
        ("da-DK,da;q=0.9,en;q=0.8", "da"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "da"),
        ("", "da"),
        ("fr,en;q=0.5", "en"),
        (";;q=x", "da"),
    ],
)
def test_a_stranger_gets_what_the_browser_asks_for(client, accepted, language):
    assert spoken(client, **{"Accept-Language": accepted}) == language


def test_a_users_setting_comes_before_the_browsers(browse, cast):
    User.update(language="en").where(User.id == cast.alice.id).execute()
    assert spoken(browse(cast.alice), "/accounts", **{"Accept-Language": "da"}) == "en"


def test_the_address_comes_before_the_setting_for_one_visit(browse, cast):
    User.update(language="en").where(User.id == cast.alice.id).execute()
    browser = browse(cast.alice)
    assert spoken(browser, "/accounts?lang=da") == "da"
    assert spoken(browser, "/accounts") == "da"
    assert "Ingen noter" in browser.get(f"/accounts/{cast.a.id}/overview/notes").text
    assert spoken(browse(cast.alice), "/accounts") == "en"


def test_choosing_a_language_ends_the_visit_in_another(browse, cast):
    browser = browse(cast.alice)
    browser.get("/accounts?lang=da")
    browser.post("/preferences", data={"language": "en", "next": "/accounts"})
    assert spoken(browser, "/accounts") == "en"


@pytest.mark.parametrize("unknown", ["xx", "", "../..", "da'"])
def test_an_unknown_language_is_ignored(client, unknown):
    assert spoken(client, f"/sign-in?lang={unknown}", **{"Accept-Language": "en"}) == "en"


def test_forms_complain_in_the_readers_language(client):
    complaints = {
        language: client.post(f"/sign-in?lang={language}", data={})
        .text.split('class="field-error"')[1]
        .split("</p>")[0]
        for language in LANGUAGES
    }
    assert complaints["da"].split("</svg>")[1] != complaints["en"].split("</svg>")[1]


def test_texts_of_one_language_do_not_stay_for_the_next_reader(client):
    """The catalogues are kept between requests."""
    first, second, third = (client.get(f"/sign-in?lang={each}").text for each in ("da", "en", "da"))
    assert "Sign in" not in first
    assert "Sign in" in second
    assert "Sign in" not in third
