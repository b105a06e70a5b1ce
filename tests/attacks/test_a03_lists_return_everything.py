"""A03, pretix CVE-2026-5600: lists, counts and suggestions told of what was another's (ASVS 8.2.2).

What each may know of stands here literally. tests/matrix plays the same with a canary in every text.
"""

import re

import pytest

from models.clients.tag import Tag
from tests.support import rows

pytestmark = pytest.mark.asvs("8.2.2")

A, B, OLD = 1, 2, 3
MAY_KNOW = {"alice": {A, OLD}, "bob": {B}, "nils": set(), "rikke": {A, OLD}, "erik": {B}}
ACCOUNT = re.compile(r"/accounts/(\d+)")
ASKED = (
    *("/accounts", "/accounts?archived=all", "/accounts?sort=-login", "/accounts?tag=1", "/accounts?team=3"),
    *("/search?q=a", "/search?q=33123456", "/search?q=2", "/contacts", "/contacts?q=e", "/outbox", "/bin"),
    *("/access-requests", "/duplicates", "/duplicates?kind=account", "/bulk-changes", "/merges"),
    *("/merges/new?kind=account&keep=b", "/merges/new?kind=contact&keep=b", "/settings/tags"),
    *("/contacts/likenesses?first_name=Bent&last_name=Bøgh&phone=33123456&email=bent@b.example&name=Bøgh",),
)


@pytest.mark.parametrize("name", MAY_KNOW)
def test_no_list_leads_to_an_account_of_others(browse, cast, name):
    browser = browse(getattr(cast, name))
    for path in ASKED:
        for body in (browser.get(path).text, browser.htmx("GET", path).text):
            assert {int(each) for each in ACCOUNT.findall(body)} <= MAY_KNOW[name], path


def test_the_lists_are_not_empty_for_those_who_may(browse, cast):
    found = {int(each) for each in ACCOUNT.findall(browse(cast.olga).get("/accounts?archived=all").text)}
    assert found == {A, B, OLD}


def test_counts_count_only_what_one_may_open(browse, cast):
    tag = Tag.add(cast.olga, name="fælles")
    for account in (cast.a, cast.b):
        tag.put_on(account, cast.olga)
    cast.erik.grant("manage_tags", cast.olga)
    page = browse(cast.erik).get("/settings/tags?lang=en").text
    row = page.split("fælles")[1].split("</li>")[0].split("</tr>")[0]
    assert "1 client" in row or ">1<" in row, row


def test_pages_of_lists_hold_nothing_either(browse, cast):
    rows.add(cast.b, cast.olga, 1)
    for path in ("/accounts?after=%00", "/contacts?after=a", "/accounts?after=zz&archived=all"):
        body = browse(cast.alice).get(path).text
        assert not {B} & {int(each) for each in ACCOUNT.findall(body)}, path
