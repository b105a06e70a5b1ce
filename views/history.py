"""Everything that happened to a client."""

from flask import Blueprint

from access import find_account
from models.event import Event
from profile_frame import section_page
from sentences import sentence

bp = Blueprint("history", __name__)


@bp.get("/accounts/<int:account_id>/history")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "history", Event.of_account(account), sentence=sentence)
