"""What a client's credit would pay, in words."""

from flask_babel import gettext as _

from models.billing.credit_allocation import Pot
from models.billing.invoice import Invoice
from words.formats import amount, money


def pot_words(pot: Pot) -> str:
    """How much credit there is of a currency, and which of the open invoices it pays, the oldest due first."""
    words = {
        "credit": money(pot.credit_minor, pot.currency),
        "full": pot.full,
        "rest": amount(pot.rest_minor),
    }
    if pot.full and pot.rest_minor:
        return _("Credit available: %(credit)s, pays %(full)s fully, %(rest)s of the next", **words)
    if pot.full:
        return _("Credit available: %(credit)s, pays %(full)s fully", **words)
    if pot.rest_minor:
        return _("Credit available: %(credit)s, pays %(rest)s of the oldest", **words)
    return _(
        "Credit available: %(credit)s, nothing is unpaid in %(currency)s", currency=pot.currency, **words
    )


def paid_by_credit(invoice: Invoice, pots: list[Pot]) -> str:
    """What credit would pay of an invoice; empty where that is nothing."""
    paid = next((pot.pays[invoice.id] for pot in pots if invoice.id in pot.pays), 0)
    if not paid:
        return ""
    if paid == invoice.owed_minor:
        return _("credit pays it fully")
    return _("credit pays it partly: %(amount)s", amount=amount(paid))


def init_app(app):
    app.jinja_env.globals |= {"pot_words": pot_words, "paid_by_credit": paid_by_credit}
