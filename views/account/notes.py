"""Every note about a client."""

from flask import Blueprint

from access import find_account
from models.work.note import Note
from web.account_page import section_page

bp = Blueprint("notes", __name__)


@bp.get("/accounts/<int:account_id>/notes")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "notes", Note.for_account(account))
