"""I15, Flask CVE-2026-27205 and Fizzy 628571f: one person's page was answered from a cache to another (ASVS 14.3.2)."""

import pytest

pytestmark = [pytest.mark.asvs("14.3.2"), pytest.mark.knows_no_engine]

PAGES = (
    "/accounts",
    "/accounts/1",
    "/accounts/1/info",
    "/accounts/1/documents",
    "/search?q=a",
    "/accounts/999",
)
FRAGMENTS = ("/accounts/1/overview", "/accounts/1/overview/notes")
TYPED = (
    "/search?q=a",
    "/contacts/likenesses?first_name=Bent&last_name=B%C3%B8gh",
    "/accounts/1/relations/new?other=a",
    "/accounts/1/links/new?q=a",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_never_stored(browse, cast, path):
    response = browse(cast.olga).get(path)
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize("path", FRAGMENTS)
def test_fragments_are_private_and_revalidated(browse, cast, path):
    browser = browse(cast.olga)
    response = browser.get(path)
    assert response.headers["Cache-Control"] == "private, no-cache"
    again = browser.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize("path", TYPED)
def test_what_was_typed_and_found_is_never_stored(browse, cast, path):
    response = browse(cast.olga).htmx("GET", path)
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_a_fragment_carries_neither_script_nor_nonce(browse, cast):
    for path in FRAGMENTS:
        fragment = browse(cast.olga).get(path).text
        assert "<script" not in fragment
        assert "nonce" not in fragment


@pytest.mark.parametrize("path", [*PAGES, *FRAGMENTS, "/me", "/sign-in"])
def test_answers_vary_by_what_they_depend_on(browse, cast, path):
    vary = {each.strip() for each in browse(cast.olga).get(path).headers["Vary"].split(",")}
    assert {"Cookie", "HX-Request"} <= vary


def test_a_fragments_etag_is_not_anothers(browse, cast):
    etags = {browse(user).get("/accounts/1/overview").headers["ETag"] for user in (cast.olga, cast.alice)}
    assert len(etags) == 2  # Alice sees fewer cards
