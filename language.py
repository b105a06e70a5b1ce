"""Which language a page speaks."""

from flask import g, request
from flask_babel import Babel
from flask_login import current_user

LANGUAGES = {"da": "Dansk", "en": "English"}

babel = Babel()


def page_language() -> str:
    """?lang= for one visit, else the user's setting, else what the browser asks for (design.md §4)."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    if current_user.is_authenticated and current_user.language in LANGUAGES:
        return current_user.language
    return request.accept_languages.best_match(LANGUAGES) or "da"


def init_app(app):
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(
        app,
        locale_selector=page_language,
        timezone_selector=lambda: g.firm.time_zone if g.get("firm") else "Europe/Copenhagen",
    )
