"""For whatever watches the server: is the process up, are its parts."""

from flask import Blueprint, current_app
from peewee import PeeweeException

import search_index
import worker
from models.database import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz():
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/readyz")
def readyz():
    data_dir = current_app.config["SETTINGS"].data_dir
    ready = {
        "database": database_ready(),
        "index": index_ready(),
        "worker": worker.alive(data_dir),
    }
    return ready, 200 if all(ready.values()) else 503


def index_ready() -> bool:
    try:
        return search_index.status().ready
    except PeeweeException:
        return False


def database_ready() -> bool:
    try:
        db.execute_sql("SELECT 1")
    except PeeweeException:
        return False
    return True
