"""Types of custom fields: parsing and checking of what is typed into each.

Kept are: numbers with a point and without groups, dates as ISO 8601, phones as E.164, choices one a line, a checkbox as
1 or 0.
"""

import re
from datetime import date

from email_validator import EmailNotValidError, validate_email

from models.base.clock import today
from models.base.mailbox import pasted_address, written
from models.base.phone_number import InvalidPhone, e164
from models.base.visible_text import tidied
from models.base.web_address import is_web_address

TYPES = (
    "text",
    "long_text",
    "number",
    "date",
    "single_choice",
    "multiple_choice",
    "checkbox",
    "email",
    "url",
    "phone",
    "sensitive",
)
CHOICE_TYPES = ("single_choice", "multiple_choice")

# Characters; the others are as long as their kind can be.
LONGEST = {"text": 255, "long_text": 4_000, "sensitive": 255, "email": 254, "url": 1_000}
LONGEST_ELSE = 60

# A type → those that every value of it fits into. A number or a date as plain text would be read differently, and a
# sensitive value would stand in the open, in its history too.
WIDER = {"text": ("long_text",), "url": ("text", "long_text"), "single_choice": ("multiple_choice",)}

DATE_FORMS = [
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4}|\d{2})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})",
    )
]
EARLIEST_YEAR, LATEST_YEAR = 1800, 2199
YEARS_AHEAD = 10  # of two figures: 05.03.36 lies ahead, 05.03.37 is a day of birth


class Unfit(ValueError):
    """What was typed is no value of the field.

    `reason` is required, long, number, grouping, date, no_such_day, choice, email, url, phone, several_phones or
    letters_in_phone; `most` is how many characters may stand.
    """

    def __init__(self, reason: str, most: int | None = None):
        super().__init__(reason)
        self.reason, self.most = reason, most


def read(type_: str, typed: str, choices=(), decimal: str = ",") -> str:
    """`typed` as a field of the type keeps it, empty for nothing. Raises Unfit.

    `choices` are those that may be chosen, `decimal` is the mark of decimals in the language of the typist: a comma
    makes 1.234,56 a number, a point 1,234.56.
    """
    text = tidied(typed)
    if type_ == "email":
        text = pasted_address(text)
    if type_ != "long_text" and type_ != "multiple_choice":
        text = " ".join(text.split())
    most = LONGEST.get(type_, LONGEST_ELSE)
    if type_ not in CHOICE_TYPES and len(text) > most:
        raise Unfit("long", most)
    if not text:
        return ""
    match type_:
        case "number":
            return _number(text, decimal)
        case "date":
            return _date(text)
        case "single_choice" | "multiple_choice":
            return _in_order_of_choices(text.splitlines(), choices)
        case "checkbox":
            return _in_order_of_choices([text], ("0", "1"))
        case "email":
            return _email(text)
        case "url":
            return _fitting(text, is_web_address(text), "url")
        case "phone":
            return _phone(text)
        case "long_text":
            return "\n".join(text.splitlines())
    return text


def _fitting(text: str, fits: bool, reason: str) -> str:
    if not fits:
        raise Unfit(reason)
    return text


def _number(text: str, decimal: str) -> str:
    group = "." if decimal == "," else ","
    plain = text.replace("\u2212", "-").replace(" ", "").replace("\u00a0", "")
    _fitting(plain, bool(re.fullmatch(r"-?[0-9.,]*[0-9][0-9.,]*", plain)), "number")
    parts = re.fullmatch(
        rf"(-?)([1-9][0-9]{{0,2}}(?:[{group}][0-9]{{3}})+|[0-9]+)(?:[{decimal}]([0-9]+))?", plain
    )
    if not parts:  # 1.5 may be one and a half or a slip of 1.500: better ask than guess
        raise Unfit("grouping")
    sign, whole, rest = parts.groups()
    whole = whole.replace(group, "").lstrip("0") or "0"
    number = f"{whole}.{rest}" if rest else whole
    return sign + number if number.strip("0.") else number


def _date(text: str) -> str:
    plain = text.replace(" ", "").rstrip(".")
    parts = next(filter(None, (form.fullmatch(plain) for form in DATE_FORMS)), None)
    if not parts:
        raise Unfit("date")
    try:
        found = date(_full_year(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError as error:
        raise Unfit("no_such_day") from error
    return _fitting(found.isoformat(), EARLIEST_YEAR <= found.year <= LATEST_YEAR, "no_such_day")


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    this = today().year
    century = this - this % 100
    return century + int(year) - (100 if century + int(year) > this + YEARS_AHEAD else 0)


def _in_order_of_choices(wanted: list[str], choices) -> str:
    """In the order of the choices, each once."""
    wanted = [each.strip() for each in wanted if each.strip()]
    _fitting("", set(wanted) <= set(choices), "choice")
    return "\n".join(each for each in choices if each in wanted)


def _email(text: str) -> str:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise Unfit("email") from error
    return written(text)


def _phone(text: str) -> str:
    try:
        return e164(text)
    except InvalidPhone as error:
        raise Unfit(error.reason) from error
