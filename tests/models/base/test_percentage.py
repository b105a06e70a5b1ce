"""Percentages as a Dane or an Englishman types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.percentage import InvalidPercentage, hundredths


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("100", 10_000),
        ("100,00", 10_000),
        ("33,33", 3_333),
        ("33.33", 3_333),
        ("7,5", 750),
        ("07.50 %", 750),
        (" 60\N{NO-BREAK SPACE}% ", 6_000),
    ],
)
def test_what_people_type_is_understood(text, value):
    assert hundredths(text) == value


@pytest.mark.parametrize(
    "text", ["", "%", "101", "100,01", "-5", "1,234", "1.000,5", "fem", "5,", ",5", "٥", "1e1"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(InvalidPercentage):
        hundredths(text)


@given(st.integers(0, 10_000), st.sampled_from(",."))
def test_every_percentage_can_be_typed(value, comma):
    assert hundredths(f"{value // 100}{comma}{value % 100:02}") == value
