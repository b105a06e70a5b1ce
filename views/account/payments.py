"""Every payment of a client."""

from flask import Blueprint

from access import find_account
from models.billing.invoice import Payment
from web.account_page import section_page

bp = Blueprint("payments", __name__)


@bp.get("/accounts/<int:account_id>/payments")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "payments", Payment.for_account(account))
