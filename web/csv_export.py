"""CSV export for Danish Excel, safe against formula injection."""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal

from babel.numbers import get_decimal_symbol
from flask import Response, request, stream_with_context
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from flask_login import current_user

from models.base.clock import today
from models.base.database import transaction
from models.base.event import Event
from web.headers import FILE_CSP
from words import labels
from words.language import locale

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something older
# What spreadsheets take for the beginning of a formula, in either width, also behind what they leave out (CVE-2021-25960).
FORMULA = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]"
)
BLANK = ("\t", "\r", "\n")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def exported(what: str, header: list, rows, count: int, asked: dict) -> Response:
    """The download of a list, logged with who took how many rows of `what` (labels.EXPORTS) and by which filters.

    `rows` are lists of values as cell() takes them, drawn one by one while they are sent.
    """
    with transaction():
        Event.log(
            "export.made", current_user, what=what, rows=count, asked=asked, address=request.remote_addr
        )
    response = Response(stream_with_context(lines([header], rows)), mimetype="text/csv")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{labels.EXPORTS[what].lower()}-{today()}.csv"
    )
    response.headers["Content-Security-Policy"] = FILE_CSP
    return response


def lines(*tables):
    """The text of tables one below the other, line by line."""
    yield BYTE_ORDER_MARK
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    for table in tables:
        for row in table:
            writer.writerow([cell(each) for each in row])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()


def cell(value) -> str:
    """A value as text: an instant and a day so that Excel knows them, an amount with the reader's decimal point, a list
    joined. What could begin a formula gets an apostrophe in front, whatever it was.
    """
    text = UNSEEN.sub("", _text(value))
    return f"'{text}" if FORMULA.match(text) or text.startswith(BLANK) else text


def _text(value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return f"{to_user_timezone(value):%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}".replace(".", get_decimal_symbol(locale()))
        case list() | tuple():
            return ", ".join(_text(each) for each in value)
    return str(value)
