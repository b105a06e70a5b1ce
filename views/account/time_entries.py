"""Time spent on a client: everybody's for those with the right, else one's own."""

from flask import Blueprint
from flask_login import current_user

from access import find_account, holds
from access.policy.entries import OTHERS_TIME
from models.work.time_entry import TimeEntry
from web.account_page import section_page

bp = Blueprint("time_entries", __name__)


@bp.get("/accounts/<int:account_id>/time-entries")
def index(account_id):
    account = find_account(account_id)
    entries = TimeEntry.for_account(account, current_user, all_users=holds(OTHERS_TIME))
    return section_page(account, "time-entries", entries)
