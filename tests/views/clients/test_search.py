"""Finding a client."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import search_index
from models.clients.account import Account
from models.clients.account_hit import FoundAccount
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import link_contact, unlink
from models.clients.new_client import open_client
from models.clients.recent_account import KEPT, RecentAccount
from models.clients.tag import Tag
from models.merging.merging import merge, unmerge

HOSTILE = "%_*?'\\\0\ud800\u202e🦊" + '"'


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


@pytest.mark.parametrize("indexed", [True, False])
def test_a_merged_client_is_found_by_its_name_at_once_and_after_undoing_by_its_own(browse, cast, indexed):
    """Both stand on the same people, so nothing but the name moves."""
    link_contact(cast.b, cast.address("anna@a.example").address.contact, cast.olga)
    unlink(Link.get(account=cast.b, contact=cast.address("bent@b.example").address.contact), cast.olga)
    browser = browse(cast.olga)
    if indexed:
        search_index.rebuild()
    made = merge(cast.a, cast.b, cast.olga)
    assert hits(browser, "bageriet bøgh") == [str(cast.a.id)]
    if indexed:
        search_index.follow()
    assert hits(browser, "bageriet bøgh") == [str(cast.a.id)]
    unmerge(made, cast.olga)
    assert hits(browser, "bageriet bøgh") == [str(cast.b.id)]
    if indexed:
        search_index.follow()
    assert hits(browser, "bageriet bøgh") == [str(cast.b.id)]


def test_a_phone_that_a_merge_brings_is_found_on_every_client_of_the_person(browse, cast):
    gone = Contact.meet(cast.olga, first_name="Ann", phone="20304050")
    link_contact(cast.b, gone, cast.olga)
    search_index.rebuild()
    made = merge(cast.address("anna@a.example").address.contact, gone, cast.olga)
    browser = browse(cast.olga)
    assert set(hits(browser, "20304050")) == {str(cast.a.id), str(cast.b.id)}
    unmerge(made, cast.olga)
    assert hits(browser, "20304050") == [str(cast.b.id)]


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


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.text(max_size=60) | st.text("+0()45 12-", max_size=12) | st.text(HOSTILE, max_size=9))
def test_any_text_is_answered(browse, cast, query):
    browser = browse(cast.olga)
    asked = {"q": query.encode(errors="surrogatepass")}
    assert browser.htmx("GET", "/search", query_string=asked).status_code == 200
    assert browser.get("/search", query_string=asked).status_code == 200


def test_an_empty_query_finds_nothing(browse, cast):
    assert hits(browse(cast.olga), " ") == []
    assert 'class="line-main"' not in browse(cast.olga).get("/search?q=").text


def test_what_neither_html_nor_a_database_can_hold_is_refused(browse, cast):
    assert browse(cast.olga).get("/search", query_string={"q": "a\x00b"}).status_code == 200


def test_what_was_typed_is_marked_and_escaped(browse, cast):
    open_client(cast.olga, type="other", name="<b>Fed & Glad</b>", contact={"first_name": "F"})
    fragment = browse(cast.olga).htmx("GET", "/search?q=fed").text
    assert "&lt;b&gt;<mark>Fed</mark> &amp; Glad&lt;/b&gt;" in fragment
    fragment = browse(cast.olga).htmx("GET", "/search", query_string={"q": "+45 33 12"}).text
    assert '<span class="hit-why"><mark>33 12</mark> 34 56</span>' in fragment


def test_the_number_of_hits_is_announced(browse, cast):
    fragment = browse(cast.olga).htmx("GET", "/search?q=zzz").text
    assert re.search(r'<hx-partial hx-target="#search-status"[^>]*>\D*0 ', fragment)
    fragment = browse(cast.olga).htmx("GET", "/search?q=bageriet").text
    assert re.search(r'<hx-partial hx-target="#search-status"[^>]*>\D*1 ', fragment)


def test_more_than_ten_are_announced_and_led_to(browse, cast):
    for number in range(11):
        open_client(cast.olga, type="other", name=f"Kunde {number}", contact={"first_name": "K"})
    asked = {"q": "kunde 1", "lang": "en"}
    assert "search-more" not in browse(cast.olga).htmx("GET", "/search", query_string=asked).text
    fragment = browse(cast.olga).htmx("GET", "/search", query_string=asked | {"q": "kunde &"}).text
    assert "More than 10 clients found" in fragment
    assert '<a class="search-more" href="/search?q=kunde+%26">Show all</a>' in fragment


def test_a_hit_says_what_was_found_where_that_is_not_plain(browse, cast):
    cast.a.rename("Nyt Navn ApS", cast.olga)
    Tag.add(cast.olga, name="kvartalsmoms").put_on(cast.a, cast.olga)
    browser = browse(cast.olga)

    def told(query):
        asked = {"q": query, "lang": "en"}
        return browser.htmx("GET", "/search", query_string=asked).text, browser.get(
            "/search", query_string=asked
        ).text

    for shown in told("Østergaard Byg"):
        assert "Earlier name: <mark>Østergaard</mark> <mark>Byg</mark>" in shown
    for shown in told("kvartal"):
        assert "Tag: <mark>kvartal</mark>smoms" in shown
    for shown in told(f"#{cast.a.id}"):
        assert f"Company · <mark>{cast.a.id}</mark>" in shown
        assert "hit-why" not in shown
        assert "line-note" not in shown


def test_archived_hits_stand_in_a_group_of_their_own(browse, cast):
    browser, asked = browse(cast.olga), {"q": "a", "lang": "en"}
    for shown in (
        browser.htmx("GET", "/search", query_string=asked).text,
        browser.get("/search", query_string=asked).text,
    ):
        before, heading, after = shown.partition(">Archived<")
        assert heading
        assert f'href="/accounts/{cast.old.id}"' in after
        assert f'href="/accounts/{cast.a.id}"' in before
    browser.get(f"/accounts/{cast.old.id}")
    assert "Archived · " in browser.htmx("GET", "/search", query_string={"q": "", "lang": "en"}).text


def test_the_page_goes_on_by_key_and_is_stable(browse, cast):
    for number in range(120):
        open_client(cast.olga, type="other", name=f"Kunde {number:03}", contact={"first_name": "K"})
    browser, path, seen = browse(cast.olga), "/search?q=kunde", []
    while path:
        page = browser.get(path).text
        seen += re.findall(r'class="line-main" href="/accounts/(\d+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following and following[1].replace("&amp;", "&")
        if len(seen) == 50:
            Account.get_by_id(int(seen[0])).rename("Kunde 999", cast.olga)
            Account.get_by_id(int(seen[1])).archive(cast.olga)
    assert len(seen) == 122
    assert sorted(set(seen), key=seen.index) == seen[:120]
    assert seen[120:] == [seen[0], seen[1]]  # they have moved behind the others


@pytest.mark.parametrize("key", ["x", "\ud800", "0-1-9999999999999999999-", "0-1-1-" + "0" * 10_000])
def test_a_key_that_nobody_gave_begins_at_the_front(browse, cast, key):
    asked = {"q": "bageriet", "after": key.encode(errors="surrogatepass")}
    assert f'href="/accounts/{cast.b.id}"' in browse(cast.olga).get("/search", query_string=asked).text


# What was opened lately


def test_before_the_first_letter_there_is_what_was_opened_lately(browse, cast):
    browser = browse(cast.olga)
    assert hits(browser, "") == []
    for account in (cast.a, cast.b, cast.old, cast.a):
        browser.get(f"/accounts/{account.id}")
    assert hits(browser, "") == [str(account.id) for account in (cast.a, cast.old, cast.b)]
    assert hits(browse(cast.adam), "") == []


def test_what_one_may_no_longer_open_is_not_offered(browse, cast):
    browser = browse(cast.alice)
    browser.get(f"/accounts/{cast.a.id}")
    browser.get(f"/accounts/{cast.b.id}")
    assert hits(browser, "") == [str(cast.a.id)]
    RecentAccount.note(cast.alice, cast.b)
    assert hits(browser, "") == [str(cast.a.id)]


def test_only_the_last_ones_are_kept(cast):
    for number in range(KEPT + 5):
        RecentAccount.note(cast.olga, Account(id=number))
    assert RecentAccount.ids_of(cast.olga) == [number for number in reversed(range(5, KEPT + 5))]
    assert RecentAccount.select().count() == KEPT


def test_opening_again_writes_nothing(browse, cast, queries):
    browser = browse(cast.olga)
    browser.get(f"/accounts/{cast.a.id}")
    with queries() as seen:
        browser.get(f"/accounts/{cast.a.id}")
    assert not [sql for sql in seen if sql.split()[0] in ("INSERT", "UPDATE", "DELETE")]


# What hits show


def test_hits_show_what_their_reader_may_see(cast):
    everything = [account.id for account in Account.select()]
    for name in ("olga", "adam", "alice", "bob", "mona", "vera", "nils"):
        user = getattr(cast, name)
        wanted = {account.id: account for account in Account.visible_to(user, user.rights())}
        shown = FoundAccount.visible_to(user, user.rights(), everything)
        assert shown.keys() == wanted.keys()
        for account_id, account in wanted.items():
            told = (account.name, account.type, account.photo, account.archived, account.initials)
            assert (*shown[account_id][1:], shown[account_id].initials) == told


def test_a_hit_that_is_no_longer_the_readers_is_not_drawn(browse, cast, monkeypatch):
    search_index.rebuild()
    monkeypatch.setattr(
        "views.clients.search.visible_account_ids", lambda: None
    )  # as if the index knew of no rights
    assert hits(browse(cast.alice), "bageriet") == []
    assert hits(browse(cast.olga), "bageriet") == [str(cast.b.id)]


def test_a_client_is_found_by_its_registration_number_with_the_reason(browse, cast):
    cast.a.change(cast.olga, cast.a.last_event_id, registration_number="13585628")
    browser = browse(cast.olga)
    for typed in ("13 58 56 28", "DK13585628", "CVR-nr. 13585628"):
        shown = browser.htmx("GET", "/search", query_string={"q": typed, "lang": "en"}).text
        assert f'href="/accounts/{cast.a.id}"' in shown
        assert "Registration number: <mark>13585628</mark>" in shown
