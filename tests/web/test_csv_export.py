"""I09: what a spreadsheet opens runs no formula, whatever its cells hold (tests/attacks/test_i09_formulas.py); the rest here."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from web.csv_export import cell, lines


def parsed(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("da", None, ""),
        ("da", "Bøgh; “Søn”\nog datter", "Bøgh; “Søn”\nog datter"),
        ("da", 7, "7"),
        ("da", True, "Ja"),
        ("en", False, "No"),
        ("da", Decimal("1234.50"), "1234,50"),
        ("en", Decimal("1234.50"), "1234.50"),
        ("da", date(2026, 2, 28), "2026-02-28"),
        ("da", datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "2026-07-01 00:30:00"),
        ("da", ["VIP", "Moms"], "VIP, Moms"),
        ("da", [], ""),
        ("da", "a\0b\x1bc\rd", "abcd"),
    ],
)
def test_a_cell_says_what_excel_understands(app, language, value, text):
    with app.test_request_context(f"/?lang={language}"):
        assert cell(value) == text


def test_lines_are_read_back_as_they_were(app):
    rows = [["Navn", "Note"], ["Bøgh; Søn", 'sagde "nej"'], ["to\nlinjer", ""]]
    with app.test_request_context("/?lang=da"):
        assert parsed("".join(lines(rows[:1], rows[1:]))) == rows
