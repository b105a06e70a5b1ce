"""Every proposal to a client."""

from flask import Blueprint

from access import find_account
from models.billing.proposal import Proposal
from web.account_page import section_page

bp = Blueprint("proposals", __name__)


@bp.get("/accounts/<int:account_id>/proposals")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "proposals", Proposal.for_account(account))
