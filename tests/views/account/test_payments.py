"""The payments of a client."""

from models.base.clock import today
from models.billing.invoice import Invoice, Payment


def test_a_payment_tells_what_it_paid(browse, cast):
    Invoice.issue(cast.a, [("Revision", 100, 80_000, 25)], today(), today()).receive(40_000, today())
    Payment.create(account=cast.a, amount_minor=9_900, received_on=today(), method="card")
    page = browse(cast.olga).get(f"/accounts/{cast.a.id}/payments?lang=en").text
    assert "Invoice 1" in page
    assert "400.00" in page
    assert "Prepayment" in page
    assert "99.00" in page


def test_payments_of_other_clients_are_not_shown(browse, cast):
    Payment.create(account=cast.b, amount_minor=12_345, received_on=today(), method="card")
    assert (
        "123" not in browse(cast.olga).get(f"/accounts/{cast.a.id}/payments?lang=en").text.split("<main")[1]
    )
