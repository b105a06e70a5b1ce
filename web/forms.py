"""The base of every form and the kinds of fields that speak Danish."""

import re
from functools import cached_property

from flask_babel import get_translations
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from stdnum.dk import cvr
from wtforms import (
    DateField,
    EmailField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TelField,
    validators,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput, TextInput

from models.base.alphabet import danish_sort_key
from models.base.clock import today
from models.base.fields import LARGEST_ID
from models.base.mailbox import pasted_address, written
from models.base.password import MAX_LENGTH, MIN_LENGTH, composed, has_good_length, is_guessed_early
from models.base.phone_number import HOME, InvalidPhone, e164
from models.base.registration_number import plain_danish
from models.base.visible_text import tidied
from models.base.web_address import is_web_address
from models.staff.firm import Firm
from models.staff.user import User
from words import labels
from words.formats import countries
from words.language import LANGUAGES, locale

WANTED = {"1": True, "0": False}  # what a switch posts as `on`: the state that is wanted

NOT_A_CHOICE = _l("Not a valid choice.")  # WTForms' own words, named here so that our catalogue holds them


class _Translations:
    # WTForms has no Danish catalogue of its own; its messages stand in ours.
    def gettext(self, text):
        return get_translations().ugettext(text)

    def ngettext(self, one, many, count):
        return get_translations().ungettext(one, many, count)


class BaseForm(FlaskForm):
    """A form whose messages are in the reader's language. Same-origin checks stand in for tokens (access.guard).

    `refusals` are the exceptions with which the model refuses what it holds (web.saving): each with the field that it
    concerns and the words beside that, which may be a function of the exception.
    """

    refusals = {}

    class Meta(FlaskForm.Meta):
        csrf = False

        @property
        def locales(self):
            return [locale().language]

        def get_translations(self, form):
            return _Translations()

    def refuse(self, error: Exception):
        """Say beside a field why the model refused."""
        field, words = next(place for kind, place in self.refusals.items() if isinstance(error, kind))
        self[field].errors = [words(error) if callable(words) else words]

    def bring_up(self, record):
        """Let the form of a `record`, after a conflict, go on from what stands now."""
        self.seen.renew(record.last_event_id)


def fits_an_id(form, field):
    """A validator: a number that a row may have as its id. WTForms' own fails at numbers that no float can hold."""
    if field.data is None or not 0 <= field.data <= LARGEST_ID:
        raise validators.ValidationError(NOT_A_CHOICE)


class SeenField(IntegerField):
    """Hidden: the newest line of the record's history that the typist has seen (Recorded.edit)."""

    widget = HiddenInput()

    def __init__(self, **options):
        super().__init__(default=0, validators=[fits_an_id], **options)

    def renew(self, event_id: int):
        """Let the form, after a conflict was told, go on from here: what was posted must not be drawn again."""
        self.data, self.raw_data = event_id, None


class DayField(DateField):
    """A civil day, from the browser's calendar or as a Dane types it. What is no day stays as it was typed."""

    FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y")

    def __init__(self, label=None, checks=None, **kwargs):
        super().__init__(label, checks or [validators.Optional()], format=list(self.FORMATS), **kwargs)

    def process_formdata(self, valuelist):
        if not any(each.strip() for each in valuelist):
            self.data = None  # no day, which is no mistake
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            self.widget = TextInput()  # a calendar would show it empty
            raise ValueError(_("There is no such day: write it like 31-12-2026.")) from error
        if self.data and not 1900 <= self.data.year <= 2199:
            self.data, self.widget = None, TextInput()
            raise ValueError(_("There is no such day: write it like 31-12-2026."))


def not_past(form, field):
    """A validator: no day that is over where the firm is."""
    if field.data and field.data < today():
        raise validators.ValidationError(_("This day has passed. Choose today or a later day."))


class KnownPasswordField(PasswordField):
    """A password that somebody has already."""

    def __init__(self, label=None, **options):
        super().__init__(
            label or _l("Password"),
            [required(), at_most(MAX_LENGTH)],
            filters=[lambda text: composed(text or "")],
            render_kw={"autocomplete": "current-password"},
            **options,
        )


class NewPasswordField(PasswordField):
    """A password that somebody chooses (ASVS 6.2). `about`: names and addresses of the person, which others guess."""

    about = ()

    def __init__(self, label=None, **options):
        super().__init__(
            label or _l("Password"), [required()], render_kw={"autocomplete": "new-password"}, **options
        )

    def post_validate(self, form, validation_stopped):
        if validation_stopped:
            return
        if not has_good_length(self.data):
            raise validators.ValidationError(
                _("From %(min)d to %(max)d characters, please.", min=MIN_LENGTH, max=MAX_LENGTH)
            )
        firm = Firm.this()
        if is_guessed_early(self.data, filter(None, (firm and firm.name, *self.about))):
            raise validators.ValidationError(
                _("This password is easy to guess. Choose another, such as a sentence of your own.")
            )


class ColleagueField(SelectField):
    """One of the staff who work here. Nobody is chosen beforehand: work that goes to the wrong one is not seen to."""

    def __init__(self, label=None, **options):
        super().__init__(label, [choice_required()], coerce=_number_or_none, **options)

    def offer(self, member: User):
        """Everybody but this member of staff may be chosen."""
        colleagues = User.active().select(*User.named()).where(User.id != member.id)
        self.choices = choices([("", _("Choose …")), *((user.id, user.name) for user in colleagues)])

    @cached_property
    def user(self) -> User:
        """Who was chosen, of a valid form."""
        return User.get_by_id(self.data)


def _number_or_none(text) -> int | None:
    return int(text) if text else None


def stripped(text: str | None) -> str:
    """A WTForms filter: what nobody sees at the ends is never meant, nor letters that turn a line around (U+202E and its
    kin). What nothing can be seen of is nothing.
    """
    return tidied(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text or ""))


class AddressField(EmailField):
    """An e-mail address as it is typed, or as it is pasted from a mail with a name and brackets around it.

    Its domain is in letters, which browsers send as xn--….
    """

    def __init__(self, label=None, checks=None, **options):
        super().__init__(label, checks, [stripped, pasted_address, written], **options)


def phone_number(form, field):
    """A validator: a phone number that can be, in any format."""
    try:
        field.data and e164(field.data)
    except InvalidPhone as error:
        raise validators.ValidationError(labels.UNFIT[error.reason]) from error


def web_link(form, field):
    """A validator: an http or https address, or one without a scheme."""
    if not is_web_address(field.data or ""):
        raise validators.ValidationError(_("This is not a web address."))


def cvr_number(form, field):
    """A validator: a Danish registration number by its check digit (CVR, modulus 11), also as it is pasted."""
    if field.data and not cvr.is_valid(plain_danish(field.data)):
        raise validators.ValidationError(_("This is not a valid CVR number. Check the eight digits."))


def choice_required():
    """A validator: one of the choices must be taken."""
    return validators.InputRequired(_l("Please choose."))


def choices(pairs) -> list[SelectChoice]:
    """Values and their words, as a mapping or as pairs, for a field that offers them."""
    return [SelectChoice(*each) for each in (pairs.items() if isinstance(pairs, dict) else pairs)]


def required():
    """A validator: something other than white space must be typed."""
    return validators.DataRequired(_l("Please fill this in."))


def at_most(characters: int):
    """A validator: no longer than this."""
    return validators.Length(max=characters, message=_l("At most %(max)d characters, please."))


def email_address():
    """A validator: an e-mail address by its form; whether it exists, the mail will tell."""
    return validators.Email(_l("This is not an e-mail address."))


def country_choices() -> list[tuple[str, str]]:
    """The countries by their names in the reader's language, our own first."""
    names = countries()
    others = sorted(
        (each for each in names.items() if each[0] != HOME), key=lambda each: danish_sort_key(each[1])
    )
    return [(HOME, names[HOME]), *others]


def language_choices() -> list[tuple[str, str]]:
    """The languages that people are written to in."""
    return list(LANGUAGES.items())


class PersonFields:
    """The fields of a new contact, for any form that makes one; drawn by partials/contacts/person.html."""

    first_name = StringField(_l("First name"), [required(), at_most(255)], [stripped])
    last_name = StringField(_l("Last name"), [at_most(255)], [stripped])
    email = AddressField(_l("E-mail"), [validators.Optional(), email_address(), at_most(254)])
    phone = TelField(_l("Phone"), [at_most(80), phone_number], [stripped])

    def person(self) -> dict:
        """What was typed, as Contact.meet() takes it."""
        return {
            "first_name": self.first_name.data,
            "last_name": self.last_name.data,
            "emails": [self.email.data] if self.email.data else [],
            "phone": self.phone.data,
        }
