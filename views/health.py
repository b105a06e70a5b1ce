"""For whatever watches the server: is the process up, do its parts work."""

from flask import Blueprint, current_app

from web import health_checks

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz():
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/readyz")
def readyz():
    ready = health_checks.parts(current_app.config["SETTINGS"].data_dir)
    return ready, 200 if all(ready.values()) else 503
