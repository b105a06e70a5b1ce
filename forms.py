"""The base of every form and the kinds of fields that speak Danish."""

from flask_babel import get_locale, get_translations
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import validators

NOT_A_CHOICE = _l("Not a valid choice.")  # WTForms' own words, named here so that our catalogue holds them


class _Translations:
    # WTForms has no Danish catalogue of its own; its messages stand in ours.
    def gettext(self, text):
        return get_translations().ugettext(text)

    def ngettext(self, one, many, count):
        return get_translations().ungettext(one, many, count)


class BaseForm(FlaskForm):
    """A form whose messages are in the reader's language. Same-origin checks stand in for tokens (access.guard)."""

    class Meta(FlaskForm.Meta):
        csrf = False

        @property
        def locales(self):
            return [str(get_locale())]

        def get_translations(self, form):
            return _Translations()


def stripped(text: str | None) -> str:
    """A WTForms filter: outer white space is never meant, and a field left out is an empty one."""
    return (text or "").strip()


def required():
    """A validator: something other than white space must be typed."""
    return validators.DataRequired(_l("Please fill this in."))


def at_most(characters: int):
    """A validator: no longer than this."""
    return validators.Length(max=characters, message=_l("At most %(max)d characters, please."))


def email_address():
    """A validator: an e-mail address by its form; whether it exists, the mail will tell."""
    return validators.Email(_l("This is not an e-mail address."))
