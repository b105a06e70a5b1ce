"""Every job of a client that the user's pipelines allow."""

from flask import Blueprint
from flask_login import current_user

from access import find_account
from models.work.job import Job
from web.account_page import section_page

bp = Blueprint("jobs", __name__)


@bp.get("/accounts/<int:account_id>/jobs")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "jobs", Job.for_account(account, current_user), Job.with_assignees)
