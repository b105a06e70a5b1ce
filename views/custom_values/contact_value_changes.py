"""The history of a custom field on a contact."""

from flask import Blueprint

from access import find_contact
from views.custom_values._answers import changes_page, find_value

bp = Blueprint("contact_value_changes", __name__)


@bp.get("/contacts/<int:contact_id>/custom-values/<int:field_id>/changes")
def index(contact_id, field_id):
    contact = find_contact(contact_id)
    return changes_page(find_value(contact, field_id))
