"""Looking at a contact's sensitive value in the open."""

from flask import Blueprint

from access import find_contact
from views.custom_values._answers import find_value, revealed

bp = Blueprint("contact_revelations", __name__)


@bp.post("/contacts/<int:contact_id>/custom-values/<int:field_id>/revelation")
def create(contact_id, field_id):
    contact = find_contact(contact_id)
    return revealed(find_value(contact, field_id))
