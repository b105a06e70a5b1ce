"""A16: search, suggestions, highlights and counts told of what the reader may not open (ASVS 8.2.2, 8.3.2)."""

import pytest

import search_index
from models.clients.account import Account
from models.clients.contact import Contact
from tests.support import rows

pytestmark = pytest.mark.asvs("8.2.2", "8.3.2")

WORDS = (
    "Østergaard",
    "ostergaard",
    "byg",
    "anna",
    "anna@a.example",
    "kontakt",
    "33 12 34 56",
    "1",
    "mærke",
    "søster",
)
PATHS = ("/search?q={}", "/accounts/2/relations/new?other={}", "/accounts/2/links/new?q={}", "/contacts?q={}")


@pytest.mark.parametrize("indexed", [True, False])
def test_nobody_finds_what_is_not_theirs_by_any_way_of_searching(browse, cast, indexed):
    rows.add(cast.a, cast.olga, 1)
    while indexed and search_index.follow():
        pass
    bob = cast.bob
    bob.grant("manage_accounts", cast.olga)
    browser = browse(bob)
    for word in WORDS:
        for path in PATHS:
            for body in (browser.get(path.format(word)).text, browser.htmx("GET", path.format(word)).text):
                for canary in (cast.a.name, "Kontakt 1", "Anna Østergaard", 'href="/accounts/1"'):
                    assert canary not in body, (path, word)


def test_who_leaves_a_team_finds_nothing_with_the_next_letter(browse, cast):
    browser = browse(cast.alice)
    browser.get("/accounts/1")  # so that it stands among the recently opened
    assert 'href="/accounts/1"' in browser.htmx("GET", "/search?q=byg").text
    cast.a.unassign(cast.alice, cast.olga)
    for path in ("/search?q=byg", "/search?q=", "/search?q=anna"):
        assert 'href="/accounts/1"' not in browser.htmx("GET", path).text, path
    assert cast.a.name not in browser.get("/search?q=byg").text


def test_who_comes_onto_a_team_finds_at_once(browse, cast):
    browser = browse(cast.nils)
    assert 'href="/accounts/1"' not in browser.htmx("GET", "/search?q=byg").text
    cast.a.assign(cast.nils, cast.olga)
    assert 'href="/accounts/1"' in browser.htmx("GET", "/search?q=byg").text


def test_what_an_index_that_is_too_old_finds_is_asked_of_the_database_again(browse, cast, monkeypatch):
    """Every hit is authorised where it is drawn, whatever the index says."""
    monkeypatch.setattr("views.clients.search.visible_account_ids", lambda: None)
    body = browse(cast.bob).htmx("GET", "/search?q=byg").text
    assert cast.a.name not in body
    assert 'role="option"' not in body


def test_the_number_of_hits_counts_nothing_foreign(browse, cast):
    for name in ("alice", "bob", "nils", "olga"):
        page = browse(getattr(cast, name)).htmx("GET", "/search?q=a").text
        known = {
            account.name for account in Account.visible_to(getattr(cast, name), getattr(cast, name).rights())
        }
        assert page.count('role="option"') <= len(known)


def test_a_person_without_an_account_of_ones_own_is_found_by_those_alone_who_see_all(browse, cast):
    Contact.meet(cast.olga, first_name="Løsgænger")
    assert "Løsgænger" in browse(cast.vera).get("/contacts?q=løsgænger&clients=none").text.replace(
        'value="', ""
    )
    found = browse(cast.alice).get("/contacts?q=løsgæn").text
    assert "Løsgænger" not in found
