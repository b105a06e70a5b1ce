"""Invoices, payments and credit: whole minor units throughout."""

from datetime import timedelta

import pytest

from models.base.clock import today
from models.billing.invoice import Credit, Invoice, InvoiceLine, Payment, line_total

LATER = timedelta(days=8)


def issue(account, price=10_000, due=None, **fields):
    return Invoice.issue(account, [("Bogføring", 100, price, 25)], today(), due or today() + LATER, **fields)


# (quantity in hundredths, price in øre, VAT in per cent) → øre, reckoned by hand, half up
@pytest.mark.parametrize(
    ("quantity", "price", "vat", "expected"),
    [
        (100, 10_000, 25, 12_500),
        (150, 120_000, 25, 225_000),
        (33, 10_001, 25, 4_125),
        (1, 50, 0, 1),
        (1, 49, 0, 0),
    ],
)
def test_a_line_is_rounded_half_up_to_a_whole_minor_unit(quantity, price, vat, expected):
    assert line_total(quantity, price, vat) == expected


def test_numbers_have_no_gaps(cast):
    numbers = [issue(cast.a).number, issue(cast.b).number, issue(cast.a).number]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_an_invoice_is_what_its_lines_are(cast):
    invoice = Invoice.issue(cast.a, [("A", 100, 100, 25), ("B", 200, 100, 0)], today(), today())
    assert invoice.total_minor == 325
    assert InvoiceLine.select().where(InvoiceLine.invoice == invoice).count() == 2


def test_parts_and_then_the_whole_are_paid(cast):
    invoice = issue(cast.a)
    invoice.receive(5_000, today())
    assert (invoice.status, invoice.owed_minor) == ("partially_paid", 7_500)
    invoice.receive(7_500, today())
    assert (invoice.status, invoice.owed_minor) == ("paid", 0)
    assert Payment.select().count() == 2
    assert list(Invoice.unpaid(cast.a)) == []


@pytest.mark.parametrize(("days", "expected"), [(-1, "overdue"), (0, "unpaid"), (1, "unpaid")])
def test_an_invoice_is_overdue_the_day_after_it_was_due(cast, days, expected):
    assert issue(cast.a, due=today() + timedelta(days=days)).status == expected


def test_what_can_be_applied_is_what_remains(cast):
    Credit.create(account=cast.a, amount_minor=900, remaining_minor=400)
    Credit.create(account=cast.a, amount_minor=100, remaining_minor=100)
    Credit.create(account=cast.a, amount_minor=700, remaining_minor=700, currency="EUR")
    Credit.create(account=cast.a, amount_minor=9, remaining_minor=0, currency="SEK")
    assert (Credit.available(cast.a), Credit.available(cast.b)) == ({"DKK": 500, "EUR": 700}, {})


def test_what_clients_owe_is_summed_for_those_asked_about(cast):
    issue(cast.a)
    issue(cast.a)
    issue(cast.b)
    issue(cast.a, currency="EUR")
    assert Invoice.owed_by([cast.a.id, cast.old.id]) == {cast.a.id: {"DKK": 25_000, "EUR": 12_500}}
