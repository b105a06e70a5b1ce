"""Every invoice of a client."""

from flask import Blueprint

from access import find_account
from models.billing.credit_allocation import allotted
from models.billing.invoice import Invoice
from web.account_page import section_page

bp = Blueprint("invoices", __name__)


@bp.get("/accounts/<int:account_id>/invoices")
def index(account_id):
    account = find_account(account_id)
    invoices = Invoice.for_account(account)
    return section_page(account, "invoices", invoices, template="invoices/index.html", pots=allotted(account))
