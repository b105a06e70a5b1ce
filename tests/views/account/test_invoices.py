"""The invoices of a client."""

import re
from datetime import timedelta

import pytest

from models.base.clock import today
from models.billing.invoice import Credit, Invoice

LINES = [("Bogføring", 100, 80_000, 25)]


def issue(account, days=8):
    return Invoice.issue(account, LINES, today(), today() + timedelta(days=days))


def test_the_page_lists_every_invoice_and_the_card_the_unpaid(browse, cast):
    issue(cast.a).receive(100_000, today())
    issue(cast.a)
    page = browse(cast.olga).get(f"/accounts/{cast.a.id}/invoices?lang=en").text
    card = browse(cast.olga).get(f"/accounts/{cast.a.id}/overview/invoices?lang=en").text
    assert "Invoice 1" in page
    assert "Paid" in page
    assert "Invoice 2" in card
    assert "Invoice 1" not in card


def test_an_invoice_past_its_date_is_overdue(browse, cast):
    issue(cast.a, days=-1)
    assert "Overdue" in browse(cast.olga).get(f"/accounts/{cast.a.id}/overview/invoices?lang=en").text


def words_of(browser, account, end="overview/invoices", language="en") -> str:
    """What a page or a card says, without markup."""
    page = browser.get(f"/accounts/{account.id}/{end}?lang={language}").text
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").split()).replace("DKK ", "DKK")


def give(account, amount_minor, currency="DKK"):
    Credit.create(account=account, amount_minor=amount_minor, remaining_minor=amount_minor, currency=currency)


@pytest.mark.parametrize(
    ("credit", "sentence", "of_it"),
    [
        (100_000, "DKK1,000.00, pays 1 fully", "credit pays it fully"),
        (50_000, "DKK500.00, pays 500.00 of the oldest", "credit pays it partly: 500.00"),
    ],
)
def test_the_card_tells_whether_credit_can_pay(browse, cast, credit, sentence, of_it):
    issue(cast.a)
    give(cast.a, credit)
    card = words_of(browse(cast.olga), cast.a)
    assert f"Credit available: {sentence}" in card
    assert of_it in card


@pytest.mark.parametrize("end", ["overview/invoices", "invoices"])
def test_the_same_credit_pays_once(browse, cast, end):
    for days, price in ((3, 325_000), (5, 371_875), (9, 353_125)):
        due = today() + timedelta(days=days)
        Invoice.issue(cast.a, [("Revision", 100, price, 0)], today(), due)
    give(cast.a, 387_500)
    english = words_of(browse(cast.olga), cast.a, end)
    assert "Credit available: DKK3,875.00, pays 1 fully, 625.00 of the next" in english
    assert english.count("credit pays it fully") == 1
    assert english.count("credit pays it partly: 625.00") == 1
    danish = words_of(browse(cast.olga), cast.a, end, "da")
    assert "dækker 1 af de ubetalte helt, 625,00 af den næste" in danish


def test_credit_in_euros_pays_no_kroner(browse, cast):
    issue(cast.a)
    give(cast.a, 500_000, "EUR")
    card = words_of(browse(cast.olga), cast.a)
    assert "Credit available: EUR 5,000.00, nothing is unpaid in EUR" in card
    assert "credit pays it" not in card


def test_the_list_of_clients_adds_up_no_two_currencies(browse, cast):
    issue(cast.a)
    Invoice.issue(cast.a, LINES, today(), today(), currency="EUR")
    listed = browse(cast.olga).get("/accounts?lang=en").text.replace("\xa0", "")
    assert "DKK1,000.00<br>EUR1,000.00" in listed
    assert "2,000.00" not in listed


def test_amounts_are_in_the_readers_form(browse, cast):
    issue(cast.a)
    danish = browse(cast.olga).get(f"/accounts/{cast.a.id}/invoices?lang=da").text
    english = browse(cast.olga).get(f"/accounts/{cast.a.id}/invoices?lang=en").text
    assert "1.000,00" in danish
    assert "1,000.00" in english
