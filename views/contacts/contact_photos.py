"""The photo that a person of a client has chosen in the portal."""

from flask import Blueprint

from access import find_contact
from web.pictures import PHOTOS, picture_response

bp = Blueprint("contact_photos", __name__)


@bp.get("/contacts/<int:contact_id>/photo")
def show(contact_id):
    return picture_response(PHOTOS, find_contact(contact_id))
