"""The bare address."""

from flask import Blueprint, redirect, url_for

bp = Blueprint("home", __name__)


@bp.get("/")
def show():
    return redirect(url_for("accounts.index"), 303)
