"""python tests/support/order_table.py: write models/base/order/danish.txt, the table of Danish order (models/base/alphabet.py).

It is made of the default table of the Unicode Collation Algorithm, as the library pyuca has it, and of the Danish rules in
models/base/order/da.txt. As in CLDR, which moves what the default table mixes (UTS #35, part 5, Root Collation), white space,
punctuation, symbols, currencies and digits come before letters in groups of their own.
"""

import re
import unicodedata
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pyuca
from pyuca.collator import COLL_ELEMENT_PATTERN

ORDER = Path(__file__).parents[2] / "models/base/order"
DEFAULT = Path(pyuca.__file__).parent / "allkeys-10.0.0.txt"

# What names consist of; each has two digits, and what stands between two of them shares two and has some of its own.
COMMON = " -,.'()/&+0123456789abcdefghijklmnopqrstuvwxyzæøå"
SHARED = 1000  # that three more digits tell apart
LAST = 97  # of the two digits; 98 and 99 are models/base/alphabet.py's own
COMMON_SECONDARY = 0x20
UPPER = {8, 9, 10, 11, 12, 14, 17, 18, 29}  # tertiary weights of capitals (UTS #10, table 16)

# How capitals differ, in order: capital, its variant, mixed, small, its variant.
CAPITAL, OTHER_CAPITAL, MIXED, SMALL, OTHER_SMALL = range(5)
DIGITS = "023456789"  # of marks; 1 stands for none

HEAD = """# The order of letters and signs in Danish, made by tests/support/order_table.py. Not to be edited.
# Of the Default Unicode Collation Element Table 10.0.0 (DUCET, Unicode Technical Standard #10) with the order of groups
# and the Danish tailoring of CLDR (da.txt). Copyright 2017 Unicode, Inc. (DUCET), © 2016 and
# later: Unicode, Inc. and others (da.txt). Licence in README.md.
# Text, tab, and for each place in it: digits of the letter, of its mark and of its case; left out at the end is none.
"""


class Weight(NamedTuple):
    """One collation element: the primary is a number, or (number, n) for the nth that was put before or after it."""

    primary: object
    mark: object
    case: int


def read_default() -> dict[str, list[Weight]]:
    """Text → its elements; those without any weight are kept as an empty list."""
    found = {}
    for line in DEFAULT.read_text().splitlines():
        text, _, rest = line.partition("#")[0].partition(";")
        if not rest or text.startswith("@"):
            continue
        weights = [[int(each, 16) for each in element] for element in COLL_ELEMENT_PATTERN.findall(rest)]
        found["".join(chr(int(each, 16)) for each in text.split())] = [
            Weight((first, 0), (second, 0), CAPITAL if third in UPPER else SMALL)
            for first, second, third in weights
            if first or second
        ]
    return found


def tailor(table: dict[str, list[Weight]]):
    """Put the Danish rules into the table."""
    for rule in (ORDER / "da.txt").read_text().splitlines():
        if rule.startswith("&"):
            (_, start), *steps = re.findall("(<+|&)([^<&]+)", rule)
            _follow(table, start.removeprefix("[before 1]"), steps, before=start.startswith("[before 1]"))


def _follow(table, start: str, steps, before: bool):
    place = [each._replace(case=SMALL) for each in elements_of(table, start)]
    primaries = marks = 0
    for sign, text in steps:
        last = place[-1]
        if sign == "<":
            number = last.primary[0] - (before and primaries == 0)
            primaries, marks = primaries + 1, 0
            place = [Weight((number, primaries), (COMMON_SECONDARY, 0), SMALL)]
        elif sign == "<<":
            marks += 1
            place = [*place[:-1], last._replace(mark=(COMMON_SECONDARY, marks))]
        # What differs by <<< alone from something other than its own capital or small letter comes after that.
        variant = len(text) > 1 or start.lower() == "th"
        small, capital = (OTHER_SMALL, OTHER_CAPITAL) if variant else (SMALL, CAPITAL)
        case = small if text == text.lower() else capital if text == text.upper() else MIXED
        told = [each._replace(case=small) for each in place]
        table[unicodedata.normalize("NFD", text)] = [told[0]._replace(case=case), *told[1:]]


def elements_of(table, text: str) -> list[Weight]:
    """The elements of a text of which no two letters belong together."""
    return [each for letter in unicodedata.normalize("NFD", text) for each in table[letter]]


def group_of(letter: str) -> int:
    """White space, punctuation, symbols, currencies, digits, letters."""
    category = unicodedata.category(letter)
    return {"Z": 0, "C": 0, "P": 1, "N": 4}.get(
        category[0], 3 if category == "Sc" else 2 if category[0] == "S" else 5
    )


def codes_of(table: dict[str, list[Weight]]) -> dict:
    """Primary → its digits, whose order is that of the primaries."""
    group, common = {}, set()
    names = {unicodedata.normalize("NFD", each) for each in COMMON}
    for text, elements in table.items():
        for each in elements:
            group.setdefault(each.primary, None)
        if len(elements) == 1:
            first = elements[0].primary
            if group[first] is None or unicodedata.category(text[0])[0] == "L":
                group[first] = group_of(text[0])
            common |= {first} if text in names else set()
    del group[0, 0]
    letters = group_of("a")  # where signs that never stand alone are too
    ordered = sorted(group, key=lambda each: (letters if group[each] is None else group[each], each))
    spans = []
    for is_common, some in groupby(ordered, key=common.__contains__):
        span = list(some)
        spans += [[each] for each in span] if is_common else [span]
    *spans, rest = spans  # all that comes after å
    spans += _parts(rest, LAST - len(spans))
    return {
        primary: f"{number:02}" + ("" if span[0] in common else f"{place:0{_width(span)}}")
        for number, span in enumerate(spans, 1)
        for place, primary in enumerate(span)
    }


def _width(span: list) -> int:
    return max(3, len(str(len(span) - 1)))


def _parts(span: list, most: int) -> list[list]:
    """A span as at most so many: full ones, and what is left."""
    full = range(0, min((most - 1) * SHARED, len(span)), SHARED)
    return [span[at : at + SHARED] for at in full] + [span[len(full) * SHARED :]]


def mark_codes(table) -> dict:
    """Secondary → its digits, none of which is 1."""
    marks = sorted({each.mark for elements in table.values() for each in elements} - {(COMMON_SECONDARY, 0)})
    codes = {}
    for number, mark in enumerate(each for each in marks if each[0] != COMMON_SECONDARY):
        codes[mark] = DIGITS[2 + number // 81] + DIGITS[number // 9 % 9] + DIGITS[number % 9]
    for number, mark in enumerate(each for each in marks if each[0] == COMMON_SECONDARY):
        codes[mark] = "2" + DIGITS[number]
    return codes | {(COMMON_SECONDARY, 0): ""}


def lines(table) -> list[str]:
    """The table as the program reads it: what does not follow from a decomposition."""
    codes, marks = codes_of(table), mark_codes(table)

    def told(elements) -> str:
        words = []
        for each in elements:
            letter = codes.get(each.primary, "")
            case = str(each.case) if letter and each.case != SMALL else ""
            words.append(",".join((letter, marks[each.mark], case)).rstrip(","))
        return " ".join(words)

    written = {}
    for text, elements in table.items():
        if unicodedata.normalize("NFD", text) != text or (text.isspace() and text != " "):
            continue  # white space parts words
        apart = unicodedata.normalize("NFKD", text)
        if apart != text and len(text) == 1:
            follows = [each for letter in apart for each in table.get(letter, [])]
            if [each.primary for each in follows] == [each.primary for each in elements]:
                continue
        if elements or unicodedata.category(text[0])[0] != "C":  # else nobody sees it, and it has no weight
            written[text] = told(elements)
    return [f"{text}\t{told}" for text, told in sorted(written.items(), key=lambda each: (each[1], each[0]))]


def table_text() -> str:
    """The whole file."""
    table = read_default()
    tailor(table)
    return HEAD + "\n".join(lines(table)) + "\n"


if __name__ == "__main__":
    (ORDER / "danish.txt").write_text(table_text())
