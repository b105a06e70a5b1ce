"""Allocation of a client's credit to unpaid invoices: one pot per currency, oldest due first."""

from typing import NamedTuple

from models.billing.invoice import Credit, Invoice
from models.clients.account import Account


class Pot(NamedTuple):
    """Credit of one currency, in minor units, and how much of it each open invoice in that currency would get.

    `pays` maps ids of invoices to minor units, in the order in which they are paid; those that get nothing are absent.
    `full` is how many of them are paid wholly, `rest_minor` what the one after them gets.
    """

    currency: str
    credit_minor: int
    pays: dict[int, int]
    full: int
    rest_minor: int


def allotted(account: Account) -> list[Pot]:
    """The pots of an account that hold something, by currency (rule Clients 11); nothing is booked."""
    owed = Invoice.unpaid(account).order_by(Invoice.due_on, Invoice.number)
    invoices = [invoice for invoice in owed if invoice.owed_minor > 0]
    return [
        _pot(currency, credit, [each for each in invoices if each.currency == currency])
        for currency, credit in Credit.available(account).items()
    ]


def _pot(currency: str, credit_minor: int, invoices) -> Pot:
    left, pays, full = credit_minor, {}, 0
    for invoice in invoices:
        if left == 0:
            break
        pays[invoice.id] = min(left, invoice.owed_minor)
        full += pays[invoice.id] == invoice.owed_minor
        left -= pays[invoice.id]
    rest = next((paid for paid in [*pays.values()][full:]), 0)
    return Pot(currency, credit_minor, pays, full, rest)
