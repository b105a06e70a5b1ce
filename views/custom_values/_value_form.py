"""The form of one custom field value: a control for each type of custom field, which speaks the reader's language."""

from datetime import date

from babel.numbers import get_decimal_symbol
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from models.base.phone_number import format_phone
from models.clients.addresses import Taken
from models.clients.contact_value import FieldValue
from models.clients.field_type import Unfit
from web.forms import BaseForm, SeenField, stripped
from web.responses import dom_id
from words import labels
from words.formats import typed_day
from words.language import filled, locale

CONTROLS = {"long_text": TextAreaField, "email": EmailField, "url": URLField, "phone": TelField}
ADDRESS_TAKEN = _l("The contact already has this address.")


def value_id(field_value: FieldValue, part: str = "") -> str:
    """The id of a custom field value's element, such as `account-7-field-3`."""
    return dom_id(field_value.owner, "-".join(filter(None, ("field", str(field_value.field.id), part))))


def form_of(field_value: FieldValue, **options) -> BaseForm:
    """The form that a request has sent or, with formdata=None, one that shows what stands now."""

    class ValueForm(BaseForm):
        seen = SeenField(id=value_id(field_value, "seen"))
        erase = BooleanField(_("Remove the value"), id=value_id(field_value, "erase"))
        value = _control(field_value)
        refusals = {Unfit: ("value", unfit_words), Taken: ("value", ADDRESS_TAKEN)}

        def bring_up(self, field_value: FieldValue):
            self.seen.renew(FieldValue.of(field_value.owner, field_value.field).seen)

    form = ValueForm(data={"seen": field_value.seen, "value": _as_typed(field_value)}, **options)
    if not field_value.field.sensitive or not field_value.value or field_value.field.required:
        del form.erase
    return form


def typed_in(form: BaseForm, field_value: FieldValue) -> str | None:
    """The value as the field keeps it; None to leave a sensitive one, which no form shows, as it is. Raises Unfit."""
    data = form.value.data
    if field_value.field.type == "multiple_choice":
        data = "\n".join(data or ())
    elif field_value.field.type == "checkbox":
        data = "1" if data else "0"
    if field_value.field.sensitive and not data and field_value.value:
        return "" if "erase" in form and form.erase.data else None
    return field_value.field.read(data or "", decimal_mark(), field_value.value)


def seen_in(form: BaseForm) -> int:
    """The event that the typist has seen; without a sensible one as if nothing had been seen."""
    return form.seen.data if form.seen.validate(form) else 0


def unfit_words(reason: Unfit) -> str:
    """Why what was typed is no value of the field."""
    return filled(str(labels.UNFIT[reason.reason]), {"most": reason.most})


def decimal_mark() -> str:
    """What stands before decimals where the reader lives: a comma in Danish, a point in English."""
    return get_decimal_symbol(locale())


def _control(field_value: FieldValue):
    field, named = field_value.field, {"id": value_id(field_value, "value")}
    offered = field.choices.splitlines()
    offered += [each for each in field_value.value.splitlines() if field.choices and each not in offered]
    match field.type:
        case "single_choice":
            none = SelectChoice("", "–")
            choices = [none, *(SelectChoice(each, each) for each in offered)]
            return SelectField(field.label, choices=choices, validate_choice=False, **named)
        case "multiple_choice":
            return SelectMultipleField(
                field.label,
                choices=[SelectChoice(each, each) for each in offered],
                validate_choice=False,
                widget=ListWidget(prefix_label=False),
                option_widget=CheckboxInput(),
                **named,
            )
        case "checkbox":
            return BooleanField(field.label, **named)
    return CONTROLS.get(field.type, StringField)(field.label, filters=[stripped], **named)


def _as_typed(field_value: FieldValue):
    """What stands now, as a reader would type it."""
    value = field_value.value
    match field_value.field.type:
        case "sensitive":
            return ""
        case "checkbox":
            return value == "1"
        case "multiple_choice":
            return value.splitlines()
        case "number":
            return value.replace(".", decimal_mark())
        case "phone":
            return format_phone(value)
        case "date" if value:
            return typed_day(date.fromisoformat(value))
    return value
