"""What a client was asked to sign."""

from flask import Blueprint

from access import find_account
from models.documents.signature import SignatureRequest
from web.account_page import section_page

bp = Blueprint("signatures", __name__)


@bp.get("/accounts/<int:account_id>/signatures")
def index(account_id):
    account = find_account(account_id)
    return section_page(
        account, "signatures", SignatureRequest.for_account(account), SignatureRequest.with_signers
    )
