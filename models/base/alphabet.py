"""Sort keys for Danish alphabetical order, the same on every engine whatever its collation.

The order is that of the Unicode Collation Algorithm with the Danish rules of CLDR: æ, ø, å last, aa as å, ä and ö as
variants of æ and ø, ü of y, capitals before small letters (models/base/order/README.md).
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "order" / "danish.txt"

# Digits of a key: no name of 255 letters of ours is cut, and no key is too long for an index or an address bar.
MOST_OF_LETTERS, MOST_OF_MARKS, MOST_OF_CASES = 520, 120, 100

BEYOND = "99"  # after every letter
_SPACE, _CAPITAL, _SMALL = "01", "0", "3"
_UNKNOWN = "98"  # of what the table lacks, as Chinese characters
_LONGEST_RUN = 40
_RUNS = re.compile("(3*)([^3])")


class _Word(NamedTuple):
    """Digits of the letters of a word; of their marks, 1 for none; of their case, 3 for small."""

    letters: str
    marks: str
    cases: str


def danish_sort_key(text: str) -> str:
    """A key of digits, which sort alike everywhere: letters first, then their marks, then capitals before small letters."""
    words = [_word(word) for word in _words(text)]
    letters = _SPACE.join(word.letters for word in words)[:MOST_OF_LETTERS]
    marks = "1".join(word.marks for word in words).rstrip("1")[:MOST_OF_MARKS]
    cases = _packed(_SMALL.join(word.cases for word in words))[:MOST_OF_CASES]
    return f"{letters}00{marks}0{cases}"


def letters_key(text: str) -> str:
    """The part of a key that tells letters from each other, whatever their marks and case: every key of a text that
    begins with this one's letters begins with it, up to BEYOND.
    """
    return _SPACE.join(_word(word).letters for word in _words(text))[:MOST_OF_LETTERS]


def _words(text: str) -> list[str]:
    return (text if text.isascii() else unicodedata.normalize("NFD", text)).split()


@lru_cache(20_000)  # surnames and trades come again and again
def _word(text: str) -> _Word:
    if text.isascii() and "aa" not in text.lower():
        letters, cases = _ascii()
        return _Word(text.translate(letters), "1" * len(text), text.translate(cases))
    return _word_of(_elements(text))


def _word_of(elements: list[tuple[str, str, str]]) -> _Word:
    return _Word(
        "".join(letter for letter, _, _ in elements),
        "".join(mark or ("1" if letter else "") for letter, mark, _ in elements),
        "".join(case for letter, _, case in elements if letter),
    )


@lru_cache(1)
def _ascii() -> tuple[dict, dict]:
    """Code → digits of the letter, and of the case, for those that are one letter without a mark each."""
    words = {code: _word_of(_elements(chr(code))) for code in range(128)}
    return {code: word.letters for code, word in words.items()}, {
        code: word.cases for code, word in words.items()
    }


def _elements(text: str) -> list[tuple[str, str, str]]:
    table, starts = _table()
    found, rest = [], text
    while rest:
        length = next(
            (size for size in range(min(starts.get(rest[0], 1), len(rest)), 1, -1) if rest[:size] in table), 1
        )
        piece, rest = rest[:length], rest[length:]
        piece, rest = _with_marks(piece, rest, table)
        found += _listed(piece) if piece in table else _unlisted(piece)
    return found


def _with_marks(piece: str, rest: str, table) -> tuple[str, str]:
    """A letter with those of its marks that make it another one, which need not follow it at once (UTS #10, S2.1)."""
    at, blocked = 0, 0
    while at < len(rest) and (kind := unicodedata.combining(rest[at])) > 0:
        if kind != blocked and piece + rest[at] in table:
            piece, rest = piece + rest[at], rest[:at] + rest[at + 1 :]
        else:
            at, blocked = at + 1, kind
    return piece, rest


def _unlisted(letter: str) -> list[tuple[str, str, str]]:
    apart = unicodedata.normalize("NFKD", letter)
    if apart != letter:
        return _elements(apart)
    small = letter.lower()
    if small != letter:  # a capital that is newer than the table
        return [(code, mark, _CAPITAL) for code, mark, _ in _elements(small)]
    if unicodedata.category(letter)[0] == "C":
        return []
    return [(f"{_UNKNOWN}{0 if _is_common_chinese(letter) else 1}{ord(letter):07}", "", _SMALL)]


def _is_common_chinese(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


@lru_cache(5000)
def _listed(piece: str) -> list[tuple[str, str, str]]:
    found = []
    for told in _table()[0][piece].split():
        letter, mark, case = (*told.split(","), "", "")[:3]
        found.append((letter, mark, case or _SMALL))
    return found


@lru_cache(1)
def _table() -> tuple[dict[str, str], dict[str, int]]:
    """What the table says of each text, and the length of the longest that begins with a letter."""
    lines = TABLE.read_text(encoding="utf-8").split("\n")
    table = dict(line.split("\t") for line in lines if "\t" in line)
    starts = {}
    for text in sorted((text for text in table if len(text) > 1), key=len):
        starts[text[0]] = len(text)
    return table, starts


def _packed(cases: str) -> str:
    """Capitals in few digits: what is small in a row is one number, which counts up where something that comes before
    follows, and down where something that comes after (as ICU writes weights that are common).
    """
    packed = []
    for small, other in _RUNS.findall(cases):
        run = len(small)
        down = other > _SMALL
        while run > 0:
            some = min(run, _LONGEST_RUN)
            packed.append(str(99 - some if down else 10 + some))
            run -= some
        packed.append("99" if down else f"0{other}")
    return "".join(packed) + "55"
