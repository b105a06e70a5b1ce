"""Choice of the language of a page, and translation of texts with their values."""

import re
from functools import cache, cached_property, lru_cache

from babel import Locale
from flask import g, request, session
from flask_babel import Babel, Domain, get_locale, get_translations
from flask_login import current_user
from jinja2 import pass_eval_context
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from access import portal_session
from models.base.clock import TIME_ZONE

LANGUAGES = {"da": "Dansk", "en": "English"}

# How each is written: days, amounts and lists of English readers in Europe are not those of America.
LOCALES = {"da": Locale.parse("da"), "en": Locale.parse("en_GB")}

LONGEST_HEADER = 200  # letters of Accept-Language that are read, since strangers send it and it is kept

# A value and the full stop that ends its sentence: “… until %(day)s.”
LAST_VALUE = re.compile(r"%\((\w+)\)s\.(?=[\s»”)<]|$)")
STOPPED = re.compile(r"[.…](</\w+>)*$")


class Texts(Domain):
    """The catalogue for Python, whose texts are filled in as everywhere."""

    def gettext(self, string, **variables):
        text = self.get_translations().ugettext(string)
        return filled(text, variables) if variables else text

    def ngettext(self, singular, plural, num, **variables):
        return filled(self.get_translations().ungettext(singular, plural, num), {"num": num} | variables)


class Languages(Babel):
    @cached_property
    def domain_instance(self):
        return Texts(domain=self.domain)


babel = Languages()


def filled(text: str, values: dict) -> str:
    """A text with its values in it: “%(day)s.” with “14. dec.” ends in one full stop, as with “Hansen & Co.”.

    Markup stays markup, and escapes the values.
    """

    def stops(name: str) -> bool:
        return STOPPED.search(str(values.get(name, ""))) is not None

    if ")s." in text:
        text = type(text)(LAST_VALUE.sub(lambda found: found[0][:-1] if stops(found[1]) else found[0], text))
    return text % values


def locale() -> Locale:
    """How the reader writes days, amounts and lists; outside a request in English, as the texts are."""
    known = get_locale()
    return LOCALES[known.language if known else "en"]


def page_language() -> str:
    """The language of a staff page: ?lang= for one visit, else the user's setting, else what the browser asks for."""
    if portal_session.in_portal():
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
    if known is None and portal_session.present() and portal_session.present().contact:
        known = portal_session.present().contact.language
    return (
        known
        if known in LANGUAGES
        else preferred(request.headers.get("Accept-Language", "")[:LONGEST_HEADER])
    )


@cache
def _translations(_language: str):
    """Those of the present language, which is the one named; flask-babel looks them up anew for each text."""
    return get_translations()


@pass_eval_context
def translated(context, text: str, **values) -> str:
    """A text of a template in the reader's language, filled in."""
    found = _translations(get_locale().language).ugettext(text)
    return _in_template(context, found, values)


@pass_eval_context
def translated_number(context, one: str, many: str, num: int, **values) -> str:
    """The same for a text that counts; `num` is in it."""
    found = _translations(get_locale().language).ungettext(one, many, num)
    return _in_template(context, found, {"num": num} | values)


def _in_template(context, text: str, values: dict) -> str:
    """As Jinja's own functions do it: the text is ours, and its values are escaped where the template escapes."""
    return filled(Markup(text) if context.autoescape else text, values)  # noqa: S704


def init_app(app):
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(
        app,
        locale_selector=page_language,
        timezone_selector=lambda: TIME_ZONE,
    )
    # Templates translate a hundred texts a page.
    app.jinja_env.install_gettext_callables(translated, translated_number, newstyle=False)
