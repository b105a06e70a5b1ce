"""Every task of a client."""

from flask import Blueprint

from access import find_account
from models.work.task import Task
from web.account_page import section_page

bp = Blueprint("tasks", __name__)


@bp.get("/accounts/<int:account_id>/tasks")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "tasks", Task.for_account(account), Task.with_assignees)
