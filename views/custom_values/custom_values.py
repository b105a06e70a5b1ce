"""What a custom field holds on a client, one value at a time."""

from flask import Blueprint

from access import find_account
from views.custom_values._answers import edited, find_value, save_value, value_page
from views.custom_values._value_form import form_of

bp = Blueprint("custom_values", __name__)


@bp.get("/accounts/<int:account_id>/custom-values/<int:field_id>")
def show(account_id, field_id):
    account = find_account(account_id)
    return value_page(find_value(account, field_id))


@bp.get("/accounts/<int:account_id>/custom-values/<int:field_id>/edit")
def edit(account_id, field_id):
    account = find_account(account_id)
    field_value = find_value(account, field_id)
    return edited(field_value, form_of(field_value, formdata=None))


@bp.post("/accounts/<int:account_id>/custom-values/<int:field_id>")
def update(account_id, field_id):
    account = find_account(account_id)
    return save_value(account, field_id)
