"""What a client's credit would pay: one pot per currency, allotted oldest due first (rule Clients 11)."""

from datetime import timedelta

import pytest

from models.base.clock import today
from models.billing.credit_allocation import allotted
from models.billing.invoice import Credit, Invoice


def issue(account, total_minor: int, days: int, currency="DKK", **columns) -> int:
    """The id of an invoice over so much, VAT included, that is due in so many days."""
    due = today() + timedelta(days=days)
    made = Invoice.issue(account, [("Revision", 100, total_minor, 0)], today(), due, currency=currency)
    if columns:
        Invoice.update(**columns).where(Invoice.id == made.id).execute()
    return made.id


def give(account, amount_minor: int, currency="DKK"):
    Credit.create(account=account, amount_minor=amount_minor, remaining_minor=amount_minor, currency=currency)


def told(account) -> list[tuple]:
    """(currency, credit, how many it pays fully, what the next gets) of each pot."""
    return [(pot.currency, pot.credit_minor, pot.full, pot.rest_minor) for pot in allotted(account)]


def test_no_part_of_it_pays_two_invoices(cast):
    """3,875.00 of credit; 3,250.00 + 3,718.75 + 3,531.25 are open: one is paid fully, 625.00 of the next."""
    last, first, second = (issue(cast.a, *each) for each in ((353_125, 30), (325_000, -20), (371_875, 8)))
    give(cast.a, 387_500)
    assert told(cast.a) == [("DKK", 387_500, 1, 62_500)]
    assert allotted(cast.a)[0].pays == {first: 325_000, second: 62_500}
    assert last not in allotted(cast.a)[0].pays


@pytest.mark.parametrize(
    ("credit", "full", "rest"),
    [
        (1, 0, 1),
        (9_999, 0, 9_999),
        (10_000, 1, 0),
        (10_001, 1, 1),
        (29_999, 2, 9_999),
        (30_000, 3, 0),
        (99_999, 3, 0),
    ],
)
def test_it_ends_to_the_minor_unit(cast, credit, full, rest):
    for days in (1, 2, 3):
        issue(cast.a, 10_000, days)
    give(cast.a, credit)
    assert told(cast.a) == [("DKK", credit, full, rest)]
    assert sum(allotted(cast.a)[0].pays.values()) == min(credit, 30_000)


def test_of_two_that_are_due_on_one_day_the_lower_number_is_first(cast):
    later, first, second = (issue(cast.a, 10_000, days) for days in (6, 5, 5))
    give(cast.a, 15_000)
    assert list(allotted(cast.a)[0].pays.items()) == [(first, 10_000), (second, 5_000)]
    assert Invoice.get_by_id(later).number < Invoice.get_by_id(first).number


def test_each_currency_has_a_pot_of_its_own(cast):
    kroner, euros = issue(cast.a, 10_000, 5), issue(cast.a, 20_000, 1, "EUR")
    issue(cast.a, 700, 1, "SEK")
    give(cast.a, 25_000, "EUR")
    give(cast.a, 4_000)
    give(cast.a, 100, "NOK")
    pots = {pot.currency: pot.pays for pot in allotted(cast.a)}
    assert pots == {"DKK": {kroner: 4_000}, "EUR": {euros: 20_000}, "NOK": {}}


def test_what_is_paid_void_or_overpaid_takes_nothing(cast):
    for columns in (
        {"stored_status": "paid", "paid_minor": 10_000},
        {"stored_status": "void"},
        {"stored_status": "partially_paid", "paid_minor": 10_000},
        {"stored_status": "partially_paid", "paid_minor": 12_000},
    ):
        issue(cast.a, 10_000, -5, **columns)
    partly = issue(cast.a, 10_000, 5, stored_status="partially_paid", paid_minor=4_000)
    under_way = [issue(cast.a, 10_000, 6, stored_status=each) for each in ("in_progress", "scheduled")]
    give(cast.a, 17_000)
    assert allotted(cast.a)[0].pays == {partly: 6_000, under_way[0]: 10_000, under_way[1]: 1_000}


def test_credits_are_added_up_and_what_was_applied_is_gone(cast):
    first = issue(cast.a, 10_000, 5)
    give(cast.a, 3_000)
    Credit.create(account=cast.a, amount_minor=9_000, remaining_minor=2_000)
    give(cast.b, 50_000)
    assert allotted(cast.a)[0].pays == {first: 5_000}
    assert told(cast.b) == [("DKK", 50_000, 0, 0)]


def test_without_credit_there_is_no_pot(cast):
    issue(cast.a, 10_000, 5)
    Credit.create(account=cast.a, amount_minor=9_000, remaining_minor=0)
    assert allotted(cast.a) == []


def test_it_takes_two_queries_for_any_number_of_invoices(cast, queries):
    account, counts = cast.a, []
    for _number in range(2):
        issue(account, 10_000, 5)
        give(account, 3_000)
        with queries() as asked:
            allotted(account)
        counts.append(len(asked))
    assert counts == [2, 2]
