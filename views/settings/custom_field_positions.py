"""The order of the custom fields."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from models.clients.custom_field import CustomField
from views.settings.custom_fields import find_field
from web.responses import answer

bp = Blueprint("custom_field_positions", __name__)


@bp.post("/settings/custom-fields/<int:field_id>/position")
def update(field_id):
    field = find_field(field_id)
    place = request.form.get("place", type=int)
    if place is None or field.archived:
        abort(400)
    field.move(current_user, place)
    return answer(
        "custom_fields/moved.html",
        see=url_for("custom_fields.index", _anchor=f"custom-field-{field.id}"),
        set=field.set,
        fields=list(CustomField.of_set(field.set)),
        moved=field,
    )
