"""What a custom field holds on a contact, one value at a time."""

from flask import Blueprint

from access import find_contact
from views.custom_values._answers import edited, find_value, save_value, value_page
from views.custom_values._value_form import form_of

bp = Blueprint("contact_values", __name__)


@bp.get("/contacts/<int:contact_id>/custom-values/<int:field_id>")
def show(contact_id, field_id):
    contact = find_contact(contact_id)
    return value_page(find_value(contact, field_id))


@bp.get("/contacts/<int:contact_id>/custom-values/<int:field_id>/edit")
def edit(contact_id, field_id):
    contact = find_contact(contact_id)
    field_value = find_value(contact, field_id)
    return edited(field_value, form_of(field_value, formdata=None))


@bp.post("/contacts/<int:contact_id>/custom-values/<int:field_id>")
def update(contact_id, field_id):
    contact = find_contact(contact_id)
    return save_value(contact, field_id)
