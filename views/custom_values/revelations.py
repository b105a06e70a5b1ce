"""Looking at a client's sensitive value in the open."""

from flask import Blueprint

from access import find_account
from views.custom_values._answers import find_value, revealed

bp = Blueprint("revelations", __name__)


@bp.post("/accounts/<int:account_id>/custom-values/<int:field_id>/revelation")
def create(account_id, field_id):
    account = find_account(account_id)
    return revealed(find_value(account, field_id))
