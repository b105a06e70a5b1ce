"""The history of a custom field on a client."""

from flask import Blueprint

from access import find_account
from views.custom_values._answers import changes_page, find_value

bp = Blueprint("custom_value_changes", __name__)


@bp.get("/accounts/<int:account_id>/custom-values/<int:field_id>/changes")
def index(account_id, field_id):
    account = find_account(account_id)
    return changes_page(find_value(account, field_id))
