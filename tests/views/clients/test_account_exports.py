"""Taking the clients list along: who may, what is in it, and that it is told."""

import csv
import io

import pytest

from models.base.clock import today
from models.base.event import Event
from models.billing.invoice import Invoice
from models.clients.new_client import open_client
from models.clients.tag import AccountTag, Tag
from models.staff.user import RIGHTS
from tests.support import digest, rows


def export(browser, language="en", **asked) -> list[dict]:
    response = browser.post(f"/accounts/exports?lang={language}", data=asked)
    assert response.status_code == 200
    text = response.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def names(browser, **asked) -> list[str]:
    return [row["Name"] for row in export(browser, **asked)]


def made() -> list[dict]:
    return [event.details for event in Event.select().where(Event.kind == "export.made").order_by(Event.id)]


def test_it_says_of_each_client_what_the_list_says(browse, cast):
    rows.add(cast.a, cast.olga, 1)
    (row,) = [row for row in export(browse(cast.olga)) if row["Name"] == cast.a.name]
    assert (row["ID"], row["Type"], row["Archived"]) == (str(cast.a.id), "Company", "No")
    assert {"Alice Dam", "Rikke Gram"} <= set(row["Team"].split(", "))
    assert {"Anna Østergaard", "Åse Lund"} <= set(row["Contacts"].split(", "))
    assert float(row["Unpaid"]) == Invoice.owed_by([cast.a.id])[cast.a.id]["DKK"] / 100 > 0


def test_no_two_currencies_are_added_up(browse, cast):
    for currency, price in (("DKK", 10_000), ("EUR", 20_050), ("SEK", 100)):
        Invoice.issue(cast.a, [("Revision", 100, price, 0)], today(), today(), currency=currency)
    (row,) = [row for row in export(browse(cast.olga)) if row["Name"] == cast.a.name]
    assert (row["Unpaid"], row["Unpaid in other currencies"]) == ("100.00", "EUR 200.50, SEK 1.00")


def test_it_speaks_danish(browse, cast):
    row = export(browse(cast.olga), "da")[0]
    assert [*row][:4] == ["Navn", "ID", "Type", "Arkiveret"]
    assert (row["Type"], row["Unpaid" if "Unpaid" in row else "Ubetalt"]) == ("Virksomhed", "0,00")


def test_the_filter_and_the_order_of_the_list_are_kept(browse, cast):
    AccountTag.add(cast.olga, account=cast.b, tag=Tag.add(cast.olga, name="Moms"))
    browser = browse(cast.olga)
    assert names(browser) == [cast.b.name, cast.a.name]
    assert names(browser, sort="-name") == [cast.a.name, cast.b.name]
    assert names(browser, archived="all") == [cast.b.name, cast.old.name, cast.a.name]
    assert names(browser, tag=Tag.get().id) == [cast.b.name]
    assert names(browser, type="individual") == []
    assert [each["rows"] for each in made()] == [2, 2, 3, 1, 0]
    assert made()[3] == {
        "what": "accounts",
        "rows": 1,
        "asked": {"tag": str(Tag.get().id)},
        "address": "127.0.0.1",
    }


def test_the_buttons_carry_the_filter(browse, cast):
    page = browse(cast.olga).get("/accounts?archived=all&sort=-name").text
    form = page[page.index('action="/accounts/exports"') :].partition("</form>")[0]
    assert 'name="archived" value="all"' in form
    assert 'name="sort" value="-name"' in form
    assert 'action="/accounts/exports"' not in browse(cast.rikke).get("/accounts").text


@pytest.mark.parametrize("right", [None, *RIGHTS])
def test_only_the_right_of_that_name_lets_export(browse, cast, right):
    if right:
        cast.alice.grant(right, cast.olga)
    browser = browse(cast.alice)
    before = digest.digest()
    response = browser.post("/accounts/exports")
    assert response.status_code == (200 if right == "export_data" else 403)
    if right != "export_data":
        assert digest.digest() == before
        assert cast.a.name not in response.text


@pytest.mark.parametrize(("name", "unpaid"), [("erik", True), ("olga", True), ("adam", True)])
def test_what_is_unpaid_needs_the_right_to_see_invoices(browse, cast, name, unpaid):
    assert ("Unpaid" in export(browse(getattr(cast, name)))[0]) == unpaid
    cast.alice.grant("export_data", cast.olga)
    assert "Unpaid" not in export(browse(cast.alice))[0]


def test_it_is_a_download_that_no_browser_shows(browse, cast):
    response = browse(cast.olga).post("/accounts/exports?lang=en")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=clients-")
    assert response.headers["Content-Disposition"].endswith(".csv")
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.data.startswith(b"\xef\xbb\xbf")


def test_reading_its_address_exports_nothing(browse, cast):
    before = digest.digest()
    assert browse(cast.olga).get("/accounts/exports").status_code in (404, 405)
    assert digest.digest() != before or not made()


def test_a_long_list_is_whole_and_makes_queries_by_the_hundred(browse, cast, queries, monkeypatch):
    monkeypatch.setattr("views.clients.account_exports.AT_ONCE", 4)
    for number in range(9):
        open_client(cast.olga, type="other", name=f"Kunde {number}", contact={"first_name": "Ib"})
    browser = browse(cast.olga)
    assert len(names(browser)) == 11
    assert made()[-1]["rows"] == 11
    monkeypatch.undo()
    with queries() as seen:
        names(browser)
    few = len(seen)
    open_client(cast.olga, type="other", name="Endnu en", contact={"first_name": "Ib"})
    with queries() as seen:
        names(browser)
    assert len(seen) == few
