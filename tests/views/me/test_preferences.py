"""A user's own page settings."""

import pytest

from tests.support import digest


def test_theme_and_language_are_kept(browse, cast):
    browser = browse(cast.alice)
    response = browser.post(
        "/preferences", data={"theme": "dark", "language": "en", "next": "/accounts?sort=id"}
    )
    assert response.location == "/accounts?sort=id"
    assert (cast.alice.theme, cast.alice.language) == ("dark", "en")
    assert '<html lang="en" data-theme="dark" data-bs-theme="dark">' in browser.get("/accounts").text


def test_one_setting_leaves_the_other_alone(browse, cast):
    browser = browse(cast.alice)
    browser.post("/preferences", data={"language": "en"})
    browser.post("/preferences", data={"theme": "light"})
    assert (cast.alice.theme, cast.alice.language) == ("light", "en")
    assert cast.bob.theme == "auto"


@pytest.mark.parametrize(
    "fields", [{"theme": "pink"}, {"language": "xx"}, {"theme": "dark", "language": "xx"}]
)
def test_unknown_values_are_refused(browse, cast, fields):
    browser = browse(cast.alice)
    before = digest.digest()
    assert browser.post("/preferences", data=fields).status_code == 400
    assert digest.digest() == before


def test_other_columns_cannot_be_set(browse, cast):
    browse(cast.alice).post("/preferences", data={"theme": "dark", "role": "owner"})
    assert cast.alice.role == "employee"
