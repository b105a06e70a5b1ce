"""Archiving a custom field and bringing it back."""

from flask import Blueprint, abort, request
from flask_babel import gettext as _
from flask_login import current_user

from views.settings.custom_fields import find_field, to_index
from web.forms import WANTED
from web.responses import flash_toast

bp = Blueprint("custom_field_archivals", __name__)


@bp.post("/settings/custom-fields/<int:field_id>/archival")
def update(field_id):
    field = find_field(field_id)
    match WANTED.get(request.form.get("on")):
        case True:
            field.archive(current_user)
            flash_toast(_("“%(field)s” is archived; its values are kept.", field=field.label))
        case False:
            field.bring_back(current_user)
            flash_toast(_("“%(field)s” is restored.", field=field.label))
        case None:
            abort(400)
    return to_index(field)
