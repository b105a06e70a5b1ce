"""What a client was asked to approve."""

from flask import Blueprint

from access import find_account
from models.documents.approval import Approval
from web.account_page import section_page

bp = Blueprint("approvals", __name__)


@bp.get("/accounts/<int:account_id>/approvals")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "approvals", Approval.for_account(account))
