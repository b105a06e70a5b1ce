"""The bin: clients that were deleted and can still be brought back (rule Clients 4)."""

import re
from datetime import timedelta

import pytest

from models.base.clock import at, now, today
from models.base.event import Event
from models.billing.invoice import Invoice
from models.clients.account_relation import AccountRelation
from models.clients.link import Link
from models.clients.linked_address import SWITCHES, LinkedAddress
from models.clients.new_client import open_client
from models.documents.document import Document
from models.documents.signature import SignatureRequest
from tests.support.digest import digest


def put(browser, account, on="1"):
    return browser.post(f"/accounts/{account.id}/bin", data={"on": on})


def binned(account, actor):
    account.archive(actor)
    account.bin(actor)


def names(browser) -> list[str]:
    return re.findall(r'<th scope="row">([^<]*)</th>', browser.get("/bin?lang=en").text)


def state(account) -> list:
    return [
        (link.contact.name, link.signer_priority, row.address.email, *(row.is_on(name) for name in SWITCHES))
        for link in LinkedAddress.by_contact(account)
        for row in link.rows
    ]


def test_a_client_goes_into_the_bin_and_comes_back_as_it_was(browse, cast):
    AccountRelation.add(cast.olga, account=cast.b, related=cast.a, kind="owns")
    cast.address("anna.privat@a.example").turn("notify", True, cast.olga)
    before, team = state(cast.a), [user.name for user in cast.a.team]
    cast.a.archive(cast.olga)
    browser = browse(cast.rikke)
    assert put(browser, cast.a).location == "/bin"
    assert names(browser) == [cast.a.name]
    assert put(browser, cast.a, "0").location == f"/accounts/{cast.a.id}"
    assert names(browser) == []
    assert cast.a.archived
    assert (state(cast.a), [user.name for user in cast.a.team]) == (before, team)
    assert browser.get(f"/accounts/{cast.a.id}/info").status_code == 200
    assert AccountRelation.get().related == cast.a
    assert [event.kind for event in Event.select().order_by(Event.id.desc()).limit(2)] == [
        "account.recovered",
        "account.binned",
    ]


def test_it_says_before_what_will_happen(browse, cast):
    text = browse(cast.rikke).get(f"/accounts/{cast.old.id}/bin?lang=en").text
    for words in ("30 days", "can restore it", "permanently deleted", 'name="on" value="1"'):
        assert words in text


def kept_lines(browser, account, lang="en") -> list[str]:
    text = browser.get(f"/accounts/{account.id}/bin?lang={lang}").text
    return re.findall(r"<li>([^<]*)</li>", text.partition('id="bin-kept"')[2].partition("</ul>")[0])


def issued(account) -> str:
    """Evidence of a year; the year through whose end it is kept."""
    day = today()
    account.reactivate(None)
    invoice = Invoice.issue(account, [("Bogføring", 100, 120_000, 25)], day, day)
    invoice.receive(1_000, day)
    SignatureRequest.send(
        Document.create(account=account, name="Aftale.pdf", mime_type="application/pdf", size=1),
        [Link.of_account(account)[0].contact],
        None,
    )
    account.archive(None)
    return str(day.year + 5)


def test_it_says_before_what_stays_until_when_and_why(browse, cast):
    year = issued(cast.old)
    assert kept_lines(browse(cast.olga), cast.old) == [
        f"{what}: 1, the last until 31 Dec {year}" for what in ("Invoices", "Payments", "Signatures")
    ]
    assert kept_lines(browse(cast.olga), cast.old, "da") == [
        f"{what}: 1, den sidste til og med 31. dec. {year}"
        for what in ("Fakturaer", "Betalinger", "Underskrifter")
    ]
    assert "Bogføringsloven, lov nr. 700 af 24/05/2022, § 12" in browse(cast.olga).get("/accounts/3/bin").text


def test_how_much_stays_is_told_of_what_one_may_see(browse, cast):
    issued(cast.old)
    assert [line.partition(":")[0] for line in kept_lines(browse(cast.rikke), cast.old)] == ["Signatures"]


def test_where_nothing_stays_no_list_is_drawn(browse, cast):
    assert 'id="bin-kept"' not in browse(cast.olga).get(f"/accounts/{cast.old.id}/bin").text


def test_an_active_client_is_archived_first(browse, cast):
    browser = browse(cast.rikke)
    text = browser.get(f"/accounts/{cast.a.id}/bin?lang=en").text
    assert "Archive it first" in text
    assert 'name="on"' not in text.partition('id="bin-title"')[2]
    before = digest()
    assert put(browser, cast.a).status_code == 409
    assert digest() == before


def test_only_an_archived_client_offers_the_way(browse, cast):
    for page in ("", "/info"):
        assert f"/accounts/{cast.old.id}/bin" in browse(cast.rikke).get(f"/accounts/{cast.old.id}{page}").text
        assert (
            f"/accounts/{cast.old.id}/bin"
            not in browse(cast.alice).get(f"/accounts/{cast.old.id}{page}").text
        )
        assert f"/accounts/{cast.a.id}/bin" not in browse(cast.rikke).get(f"/accounts/{cast.a.id}{page}").text


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("alice", 403),
        ("bob", 404),
        ("nils", 404),
        ("erik", 404),
        ("mona", 303),
        ("rikke", 303),
        ("adam", 303),
    ],
)
def test_who_may_delete(browse, cast, name, status):
    browser, before = browse(getattr(cast, name)), digest()
    assert put(browser, cast.old).status_code == status
    assert (digest() == before) == (status != 303)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("alice", 404),
        ("bob", 404),
        ("nils", 404),
        ("erik", 404),
        ("mona", 303),
        ("rikke", 303),
        ("adam", 303),
    ],
)
def test_who_may_bring_back(browse, cast, name, status):
    binned(cast.old, cast.olga)
    browser, before = browse(getattr(cast, name)), digest()
    assert put(browser, cast.old, "0").status_code == status
    assert (digest() == before) == (status != 303)


@pytest.mark.parametrize(
    ("name", "listed"),
    [("olga", "ab"), ("adam", "ab"), ("mona", "ab"), ("vera", "ab"), ("rikke", "a"), ("erik", "b")],
)
def test_the_list_names_what_one_may_bring_back(browse, cast, name, listed):
    for account in (cast.a, cast.b):
        binned(account, cast.olga)
    assert sorted(names(browse(getattr(cast, name)))) == sorted(getattr(cast, part).name for part in listed)


def test_who_may_not_restore_sees_no_bin(browse, cast):
    browser = browse(cast.alice)
    assert browser.get("/bin").status_code == 403
    assert 'href="/bin"' not in browser.get("/accounts").text
    assert 'href="/bin"' in browse(cast.rikke).get("/accounts").text


def test_each_row_says_who_deleted_it_and_how_long_it_stays(browse, cast):
    binned(cast.a, cast.olga)
    with at(now() - timedelta(days=10)):
        binned(cast.b, cast.rikke)
    with at(now() - timedelta(days=30)):
        binned(cast.old, cast.rikke)
    text = browse(cast.rikke).get("/bin?lang=en").text
    assert "Olga Ågesen" in text
    assert 'data-label="Days left">30<' in text
    text = browse(cast.olga).get("/bin?lang=en").text
    assert 'data-label="Deleted by">Rikke Gram<' in text
    assert 'data-label="Days left">20<' in text
    assert cast.old.name not in text


@pytest.mark.parametrize(("part", "on"), [("old", "1"), ("a", "0")])
def test_the_wanted_state_again_writes_nothing(browse, cast, part, on):
    if on == "1":
        binned(getattr(cast, part), cast.olga)
    browser, before = browse(cast.olga), digest()
    assert put(browser, getattr(cast, part), on).status_code == 303
    assert digest() == before


@pytest.mark.parametrize("on", ["", "maybe", "2"])
def test_neither_is_refused(browse, cast, on):
    browser, before = browse(cast.olga), digest()
    assert put(browser, cast.old, on).status_code == 400
    assert digest() == before


def test_after_its_time_it_is_gone_for_everybody(browse, cast):
    with at(now() - timedelta(days=30)):
        binned(cast.old, cast.olga)
    browser, before = browse(cast.olga), digest()
    assert put(browser, cast.old, "0").status_code == 404
    assert digest() == before


def test_a_long_bin_goes_on_at_the_next_page(browse, cast):
    for number in range(55):
        binned(
            open_client(cast.olga, type="other", name=f"Kunde {number}", contact={"first_name": "Ib"}),
            cast.olga,
        )
    browser = browse(cast.olga)
    page = browser.get("/bin").text
    further = browser.get(re.search(r'rel="next" href="([^"]*)"', page)[1].replace("&amp;", "&")).text
    both = re.findall(r'<th scope="row">([^<]*)</th>', page + further)
    assert sorted(both) == sorted(f"Kunde {number}" for number in range(55))


def test_an_empty_bin_says_so(browse, cast):
    assert "The bin is empty." in browse(cast.olga).get("/bin?lang=en").text
    assert "Papirkurven er tom." in browse(cast.olga).get("/bin?lang=da").text
