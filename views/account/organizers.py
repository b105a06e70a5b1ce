"""Every questionnaire sent to a client."""

from flask import Blueprint

from access import find_account
from models.work.organizer import Organizer
from web.account_page import section_page

bp = Blueprint("organizers", __name__)


@bp.get("/accounts/<int:account_id>/organizers")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "organizers", Organizer.for_account(account))
