"""All e-mail with a client."""

from flask import Blueprint

from access import find_account
from models.conversation.email import Email
from web.account_page import section_page

bp = Blueprint("emails", __name__)


@bp.get("/accounts/<int:account_id>/emails")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "emails", Email.for_account(account))
