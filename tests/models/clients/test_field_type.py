"""What custom fields of each type hold, and how a Dane types it."""

import pytest
import time_machine

from models.clients.field_type import LATEST_YEAR, TYPES, Unfit, read


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1,234", "1.234"),
        ("0,5", "0.5"),
        ("-12,50", "-12.50"),
        ("−12", "-12"),
        ("007", "7"),
        ("-0", "0"),
    ],
)
def test_numbers_as_a_dane_types_them(typed, kept):
    assert read("number", typed, decimal=",") == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("1,234.56", "1234.56"), ("1.5", "1.5"), ("1,234", "1234"), ("1.234", "1.234")]
)
def test_numbers_as_they_are_typed_in_english(typed, kept):
    assert read("number", typed, decimal=".") == kept


@pytest.mark.parametrize(
    ("typed", "decimal"),
    [
        *((each, ",") for each in ("1.5", "12.34", "0.500", "1.23.456", "1,234.56", "1,2,3", ",5", "5,")),
        *((each, ".") for each in ("1,5", "1.234,56", "1.2.3")),
    ],
)
def test_a_number_that_could_mean_two_things_is_asked_about(typed, decimal):
    with pytest.raises(Unfit, match="grouping"):
        read("number", typed, decimal=decimal)


@pytest.mark.parametrize("typed", ["tolv", "1e5", "12 kr.", "--5", "5-", ".", "٣"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Unfit, match="number"):
        read("number", typed)


@pytest.mark.parametrize(
    "typed", ["5-3-2026", "05.03.26", "2026-03-05", "5/3/2026", "5. 3. 2026", "050326", "05032026"]
)
@time_machine.travel("2026-06-01 12:00Z")
def test_dates_as_a_dane_types_them(typed):
    assert read("date", typed) == "2026-03-05"


@pytest.mark.parametrize(("typed", "year"), [("1.1.36", "2036"), ("1.1.37", "1937"), ("1.1.99", "1999")])
@time_machine.travel("2026-06-01 12:00Z")
def test_a_year_of_two_figures_lies_at_most_ten_years_ahead(typed, year):
    assert read("date", typed) == f"{year}-01-01"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31-02", "date"),
        ("i morgen", "date"),
        ("5-3-202", "date"),
        ("31-02-2026", "no_such_day"),
        ("29.02.2025", "no_such_day"),
        ("5-13-2026", "no_such_day"),
        ("5-3-0026", "no_such_day"),
        (f"1-1-{LATEST_YEAR + 1}", "no_such_day"),
    ],
)
def test_a_day_that_cannot_be_is_refused(typed, reason):
    with pytest.raises(Unfit, match=reason):
        read("date", typed)


@pytest.mark.parametrize(
    ("type_", "typed", "kept"),
    [
        ("text", "  Byggeri  ", "Byggeri"),
        ("text", "to\nlinjer", "to linjer"),
        ("long_text", " to\r\nlinjer ", "to\nlinjer"),
        ("checkbox", "1", "1"),
        ("email", "faktura@a.example", "faktura@a.example"),
        ("url", "www.a.example/side", "www.a.example/side"),
        ("url", "https://a.example", "https://a.example"),
        ("phone", "33 12 34 56", "+4533123456"),
        ("phone", "0046 8 123 456 78", "+46812345678"),
        ("sensitive", "010190-1234", "010190-1234"),
    ],
)
def test_the_other_types(type_, typed, kept):
    assert read(type_, typed) == kept


@pytest.mark.parametrize(
    ("type_", "typed"),
    [
        ("email", "ingen adresse"),
        ("email", "a@b"),
        ("url", "javascript:alert(1)"),
        ("url", "a side.example"),
        ("phone", "12"),
        ("checkbox", "måske"),
    ],
)
def test_what_is_none_of_the_type_is_refused(type_, typed):
    with pytest.raises(Unfit):
        read(type_, typed)


def test_choices_come_from_the_list_in_its_order():
    offered = ["Bogføring", "Løn", "Moms"]
    assert read("single_choice", "Løn", offered) == "Løn"
    assert read("multiple_choice", "Moms\nBogføring\nMoms", offered) == "Bogføring\nMoms"
    for type_ in ("single_choice", "multiple_choice"):
        with pytest.raises(Unfit, match="choice"):
            read(type_, "Revision", offered)


@pytest.mark.parametrize("type_", TYPES)
def test_nothing_is_nothing_whatever_the_type(type_):
    assert read(type_, "  ", ["a"]) == ""


@pytest.mark.parametrize("type_", [each for each in TYPES if not each.endswith("_choice")])
def test_five_thousand_characters_are_too_many(type_):
    with pytest.raises(Unfit, match="long") as refusal:
        read(type_, "x" * 5_000)
    assert refusal.value.most < 5_000
