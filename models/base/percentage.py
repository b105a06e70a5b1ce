"""Percentages as people type them: 33,5 or 33.5 or 33,33 %."""

import re

WHOLE = 10_000  # a hundred per cent in hundredths

_TYPED = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)


class InvalidPercentage(ValueError):
    """No percentage from 0 to 100 with at most two decimals."""


def hundredths(text: str) -> int:
    """The hundredths of a per cent that a text says. Raises InvalidPercentage."""
    typed = _TYPED.fullmatch(text.replace("\N{NO-BREAK SPACE}", " ").strip())
    if typed is None:
        raise InvalidPercentage(text)
    value = int(typed[1]) * 100 + int((typed[2] or "").ljust(2, "0"))
    if value > WHOLE:
        raise InvalidPercentage(text)
    return value
