"""Which language a page speaks."""

from functools import cache, lru_cache

from flask import g, request, session
from flask_babel import Babel, get_locale, get_translations
from flask_login import current_user
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

import visits
from models.clock import TIME_ZONE

LANGUAGES = {"da": "Dansk", "en": "English"}

LONGEST_HEADER = 200  # letters of Accept-Language that are read, since strangers send it and it is kept

babel = Babel()


def page_language() -> str:
    """?lang= for one visit, else the user's setting, else what the browser asks for (design.md §4)."""
    if visits.in_portal():
        return portal_language()
    asked, chosen = request.args.get("lang"), session.get("lang")
    if asked in LANGUAGES and asked != chosen:
        session["lang"] = chosen = asked
    if chosen in LANGUAGES:
        return chosen
    own = getattr(current_user, "language", None)  # looked up once; who is not signed in has none
    if own in LANGUAGES:
        return own
    if g.get("reader_language") in LANGUAGES:
        return g.reader_language
    return preferred(request.headers.get("Accept-Language", "")[:LONGEST_HEADER])


@lru_cache(100)  # browsers say the same with every letter that somebody types
def preferred(accepted: str) -> str:
    """Which of the languages a header Accept-Language wants most."""
    return parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES) or "da"


def portal_language() -> str:
    """The same for somebody of a client; an invited person has the language that the invitation was written in."""
    asked = request.args.get("lang")
    if asked in LANGUAGES and session.get("portal_lang") != asked:
        session["portal_lang"] = asked
    known = session.get("portal_lang") or g.get("reader_language")
    if known is None and visits.present() and visits.present().contact:
        known = visits.present().contact.language
    return (
        known
        if known in LANGUAGES
        else preferred(request.headers.get("Accept-Language", "")[:LONGEST_HEADER])
    )


@cache
def _translations(_language: str):
    """Those of the present language, which is the one named; flask-babel looks them up anew for each text."""
    return get_translations()


def translated(text: str) -> str:
    return _translations(get_locale().language).ugettext(text)


def translated_number(one: str, many: str, number: int) -> str:
    return _translations(get_locale().language).ungettext(one, many, number)


def init_app(app):
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(
        app,
        locale_selector=page_language,
        timezone_selector=lambda: TIME_ZONE,
    )
    # Templates translate a hundred texts a page.
    app.jinja_env.install_gettext_callables(translated, translated_number, newstyle=True)
