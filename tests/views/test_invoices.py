"""The invoices of a client."""

from datetime import timedelta

import pytest

from models.clock import today
from models.invoice import Credit, Invoice

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


@pytest.mark.parametrize(
    ("credit", "sentence"),
    [
        (100_000, "credit pays it fully"),
        (50_000, "credit pays it partly"),
    ],
)
def test_the_card_tells_whether_credit_can_pay(browse, cast, credit, sentence):
    issue(cast.a)
    Credit.create(account=cast.a, amount_minor=credit, remaining_minor=credit)
    card = browse(cast.olga).get(f"/accounts/{cast.a.id}/overview/invoices?lang=en").text
    assert sentence in card
    assert "Credit available" in card


def test_amounts_are_in_the_readers_form(browse, cast):
    issue(cast.a)
    danish = browse(cast.olga).get(f"/accounts/{cast.a.id}/invoices?lang=da").text
    english = browse(cast.olga).get(f"/accounts/{cast.a.id}/invoices?lang=en").text
    assert "1.000,00" in danish
    assert "1,000.00" in english
