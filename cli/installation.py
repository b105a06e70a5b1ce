"""The installation that a command works on: its settings, its database brought up to date, its search index."""

from flask import current_app
from peewee import PeeweeException

import search_index
from config import Settings, Unusable
from models.base.database import migrate


def settings() -> Settings:
    return current_app.config["SETTINGS"]


def bring_up_to_date() -> list[str]:
    """Migrate, or say what is wrong with the database."""
    try:
        return migrate()
    except PeeweeException as error:
        reason = str(error).splitlines()[0]
        place = settings().database_url.rpartition("@")[2]
        raise Unusable(
            f"The database {place} cannot be used ({reason}): check OVERBLIK_DATABASE_URL."
        ) from error


def build_index():
    """Build the search index, or say what the system refuses."""
    try:
        search_index.rebuild()
    except OSError as error:
        place = settings().data_dir / "search"
        raise Unusable(
            f"The search index cannot be written to {place} ({error.strerror}): let this user write there."
        ) from error
