"""Every document of a client."""

from flask import Blueprint
from flask_login import current_user

from access import find_account
from models.document import Document
from profile_frame import section_page

bp = Blueprint("documents", __name__)


@bp.get("/accounts/<int:account_id>/documents")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "documents", Document.for_account(account, current_user))
