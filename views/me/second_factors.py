"""The second factors of who is signed in."""

from flask import Blueprint

from views.me._factors import factors_page

bp = Blueprint("second_factors", __name__)


@bp.get("/settings/second-factor")
def index():
    return factors_page()
