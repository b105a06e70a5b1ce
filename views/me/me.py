"""Who is asking: the cheapest answer to a signed-in user."""

from flask import Blueprint
from flask_login import current_user

bp = Blueprint("me", __name__)


@bp.get("/me")
def show():
    return "", 204 if current_user.is_authenticated else 401
