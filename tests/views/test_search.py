"""Finding a client."""

import re

from models.new_client import open_client
from models.tag import Tag


def hits(browser, query) -> list[str]:
    """The hits as htmx gets them: their accounts' ids."""
    fragment = browser.htmx("GET", "/search", query_string={"q": query}).text
    return re.findall(r'role="option"[^>]*href="/accounts/(\d+)"', fragment)


def test_htmx_gets_the_hits_only_and_others_a_page(browse, cast):
    browser = browse(cast.olga)
    assert "<html" not in browser.htmx("GET", "/search?q=byg").text
    page = browser.get("/search?q=byg").text
    assert "<h1>" in page
    assert f'href="/accounts/{cast.a.id}"' in page.split("<main")[1]


def test_case_accents_and_word_order_do_not_matter(browse, cast):
    browser, wanted = browse(cast.olga), [str(cast.a.id)]
    for query in ("østergaard byg", "ØSTERGAARD", "oestergaard", "ostergaard", "byg øster", "aase"):
        assert hits(browser, query) == wanted, query


def test_a_client_is_found_by_address_phone_id_tag_and_earlier_name(browse, cast):
    cast.a.rename("Nyt Navn ApS", cast.olga)
    Tag.add(cast.olga, name="kvartalsmoms").put_on(cast.a, cast.olga)
    browser = browse(cast.olga)
    for query in (
        "anna.privat@",
        "+45 33123456",
        "33-12-34-56",
        "kvartalsmoms",
        "Østergaard Byg",
        str(cast.a.id),
    ):
        assert str(cast.a.id) in hits(browser, query), query


def test_one_finds_only_what_one_may_open(browse, cast):
    assert hits(browse(cast.alice), "bøgh") == []
    assert hits(browse(cast.bob), "bøgh") == [str(cast.b.id)]
    assert "Bøgh" not in browse(cast.alice).get("/search?q=b").text.split("<main")[1]
    assert hits(browse(cast.nils), "a") == []


def test_a_change_is_found_at_once_without_any_index(browse, cast):
    browser = browse(cast.olga)
    open_client(cast.olga, type="company", name="Helt Ny Kunde", contact={"first_name": "Ny"})
    assert len(hits(browser, "helt ny kunde")) == 1


def test_archived_clients_come_last(browse, cast):
    found = hits(browse(cast.olga), "a")
    assert found[-1] == str(cast.old.id)


def test_there_are_at_most_ten_hits_while_typing_and_all_on_the_page(browse, cast):
    for number in range(12):
        open_client(cast.olga, type="other", name=f"Kunde {number}", contact={"first_name": "K"})
    browser = browse(cast.olga)
    assert len(hits(browser, "kunde")) == 10
    assert browser.get("/search?q=kunde").text.count('class="line-main" href="/accounts/') == 12


def test_whatever_is_typed_is_taken_literally(browse, cast):
    browser = browse(cast.olga)
    for query in ("'", '"', "%", "_", "--", "(a+)+$", "[", "*", "a" * 10_000, "<script>", "ÆØÅ 🦊"):
        assert browser.htmx("GET", "/search", query_string={"q": query}).status_code == 200
        page = browser.get("/search", query_string={"q": query, "after": "x"})
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_an_empty_query_finds_nothing(browse, cast):
    assert hits(browse(cast.olga), " ") == []


def test_what_neither_html_nor_a_database_can_hold_is_refused(browse, cast):
    assert browse(cast.olga).get("/search", query_string={"q": "a\x00b"}).status_code == 200
