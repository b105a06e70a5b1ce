"""The order of the roles."""

from flask import Blueprint, abort, redirect, request, url_for
from flask_login import current_user

from views.settings.account_roles import find_role

bp = Blueprint("account_role_positions", __name__)


@bp.post("/settings/account-roles/<int:account_role_id>/position")
def update(account_role_id):
    role = find_role(account_role_id)
    place = request.form.get("place", type=int)
    if place is None:
        abort(400)
    role.move_to(place, current_user)
    return redirect(url_for("account_roles.index", _anchor=f"role-{role.id}"), 303)
