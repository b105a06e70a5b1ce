"""How values are written for the reader: days, money, sizes, countries, postal addresses, values of custom fields.

Nothing else in the program writes them (tests/words/test_formats.py).
"""

import re
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from flask_babel import gettext as _
from flask_babel import to_user_timezone

from models.base.clock import now, today
from models.base.phone_number import HOME, format_phone
from models.clients.custom_field import CustomField
from words import labels
from words.language import locale

# Two letters in CLDR that are no country: unions, dependencies without a code of their own, private use.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

# Language → how money and moments are written, where Babel's own patterns will not do.
MONEY = {"en": "¤¤\xa0#,##0.00"}  # DKK 6,312.50; Babel leaves out CLDR's space between letters and figures
MOMENTS = {"da": "d. MMM y 'kl.' HH.mm", "en": "d MMM y, HH:mm"}


def money(amount_minor: int, currency: str = "DKK") -> str:
    """Whole minor units as the reader writes money."""
    written = locale()
    return format_currency(
        Decimal(amount_minor).scaleb(-2), currency, MONEY.get(written.language), locale=written
    )


def amount(amount_minor: int) -> str:
    """Whole minor units as the reader writes them where the currency is told beside."""
    return format_decimal(Decimal(amount_minor).scaleb(-2), "#,##0.00", locale=locale())


def size(byte_count: int) -> str:
    """A file's size in the unit that fits."""
    for unit in ("B", "kB", "MB"):
        if byte_count < 1000:
            return f"{byte_count:.0f} {unit}"
        byte_count /= 1000
    return f"{format_decimal(byte_count, '0.0', locale=locale())} GB"


def custom_value(held) -> str:
    """What a CustomValue or FieldValue holds, as a reader expects it."""
    return custom_text(held.value, held.field)


def custom_text(text: str, field: CustomField) -> str:
    """A value of a custom field in the reader's words; a sensitive one stays masked.

    In the history a value may be older than the field's type: it is told as it was kept.
    """
    if not text:
        return "–"
    try:
        return _in_words(text, field.type)
    except (ArithmeticError, ValueError):
        return text


def _in_words(text: str, type_: str) -> str:
    match type_:
        case "sensitive":
            return "••••••"
        case "checkbox":
            return _("Yes") if text == "1" else _("No")
        case "date":
            return day(date.fromisoformat(text))
        case "multiple_choice":
            return ", ".join(text.splitlines())
        case "number":
            return format_decimal(Decimal(text), locale=locale(), decimal_quantization=False)
        case "phone":
            return format_phone(text)
    return text


def percentage(hundredths: int) -> str:
    """Hundredths of a per cent as the reader writes per cent."""
    return format_percent(Decimal(hundredths).scaleb(-4), locale=locale(), decimal_quantization=False)


def switch_names(switches: list[str]) -> str:
    """Switches by their names, as a sentence lists them."""
    return format_list([str(labels.SWITCHES[each]) for each in switches], locale=locale())


def web_address(text: str) -> str:
    """A link to a website that somebody typed: http or https, whatever else it claims to be."""
    return text if text.startswith(("https://", "http://")) else f"https://{text}"


def country(code: str) -> str:
    """The name of a country by its ISO 3166 code, in the reader's language."""
    return locale().territories.get(code, code)


def countries() -> dict[str, str]:
    """The names of all countries in the reader's language, by their codes."""
    known = locale().territories.items()
    return {code: name for code, name in known if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES}


def address_lines(record) -> list[str]:
    """The postal address of an account or contact, line by line as on a letter: the country stands there from abroad."""
    town = f"{record.postal_code} {record.city}".strip()
    abroad = record.country if record.country != HOME else None
    return [line for line in (record.street, town, abroad and country(abroad)) if line]


def postal_address(record) -> str:
    """The address_lines() in one line; empty without any."""
    return ", ".join(address_lines(record))


def language(code: str) -> str:
    """The name of a language in the reader's own."""
    return capital(locale().languages.get(code, code))


def capital(text) -> str:
    """A text, also one that is translated only now, as it begins a line of a list."""
    text = str(text)
    return text[:1].upper() + text[1:]


def duration(minutes: int) -> str:
    """Minutes as hours and minutes, 1:05."""
    return f"{minutes // 60}:{minutes % 60:02}"


def day(value: date | None) -> str:
    """A civil date, without the year when it is this one."""
    if value is None:
        return ""
    if value.year == today().year:
        return format_skeleton("MMMd", value, locale=locale())
    return format_date(value, "medium", locale=locale())


def typed_day(value: date) -> str:
    """A civil date as the reader types one, which is how a form shows it: web.forms.DayField reads both."""
    return value.strftime("%d-%m-%Y") if locale().language == "da" else value.isoformat()


def local_day(value: datetime | None) -> str:
    """The day of an instant in the firm's time zone, without the year when it is this one."""
    return day(to_user_timezone(value).date()) if value else ""


def moment(value: datetime | None) -> str:
    """An instant in the firm's time zone."""
    if value is None:
        return ""
    written = locale()
    return format_datetime(to_user_timezone(value), MOMENTS[written.language], locale=written)


def ago(value: datetime | None) -> str:
    """How long since, for the eye; the exact moment belongs in the title."""
    return (
        format_timedelta(value - now(), granularity="minute", add_direction=True, locale=locale())
        if value
        else ""
    )


# Kind of a field (models.base.recorded.Field) → how a value of it, as the history keeps it, is written.
READERS = {
    "text": str,
    "web_address": str,
    "registration_number": str,
    "account_type": lambda code: str(labels.ACCOUNT_TYPES.get(code, code)),
    "quickbooks": lambda code: str(labels.STATUSES["quickbooks"].get(code, (code,))[0]),
    "role": lambda code: str(labels.ROLES.get(code, code)),
    "relation": lambda code: str(labels.RELATIONS.get(code, code)),
    "language": language,
    "country": country,
    "phone": format_phone,
    "percentage": percentage,
    "place": lambda position: str(position + 1),
    "day": lambda text: day(date.fromisoformat(text)),
    "instant": lambda text: local_day(datetime.fromisoformat(text)),
}


def written(kind: str, value) -> str:
    """A value of a field of some kind; empty where there is none."""
    return "" if value is None or value == "" else READERS[kind](value)


def written_fields(record, values: dict) -> dict:
    """`values` of fields of a record by their names, each written(); what is no field of it stays."""
    return {
        name: written(record.fields[name].kind, value) if name in record.fields else value
        for name, value in values.items()
    }


def info_texts(record) -> dict[str, str]:
    """What a field of a record that stands on Info is called → its value."""
    names = labels.FIELDS[record.noun]
    return {
        str(names[name]): written(field.kind, getattr(record, name))
        for name, field in record.fields.items()
        if field.on_info
    }


def init_app(app):
    app.jinja_env.filters |= {
        "money": money,
        "size": size,
        "duration": duration,
        "country": country,
        "address_lines": address_lines,
        "postal_address": postal_address,
        "language": language,
        "capital": capital,
        "custom_value": custom_value,
        "custom_text": custom_text,
        "percentage": percentage,
        "web_address": web_address,
        "day": day,
        "local_day": local_day,
        "moment": moment,
        "ago": ago,
        "phone": format_phone,
        "switch_names": switch_names,
    }
    app.jinja_env.globals["written"] = written
