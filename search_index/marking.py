"""Which part of a hit's text is what was typed."""

import re
from collections.abc import Sequence
from functools import lru_cache

from models.folding import fold, starts_word
from search_index.documents import phone_forms
from search_index.matching import Word, parse

HOME_CODE = "45"

_SHORTENED = re.compile("oe|aa", re.IGNORECASE)
_SHORTENED_OR_ANY = re.compile("oe|aa|.", re.IGNORECASE | re.DOTALL)
_LATIN = map(chr, range(0xC0, 0x180))
_ONE_FOR_ONE = {ord(letter): alike for letter in _LATIN if len(alike := fold(letter).plain) == 1}


class Marker:
    """Marks in texts what a query found in them."""

    def __init__(self, query: str):
        parsed = parse(query)
        self._readings = parsed.readings if parsed else ()
        self._forms = [word.forms for word in self._readings[-1]] if parsed else ()

    def pieces(self, text: str, phone: bool = False) -> list[tuple[str, bool]]:
        """`text` in pieces, each with whether it was typed; of a `phone` number only the digits count."""
        spans = list(_in_phone(text, self._readings) if phone else _in_text(text, self._forms))
        pieces, at = [], 0
        for begin, end in _joined(spans) if len(spans) > 1 else spans:
            if at < begin:
                pieces.append((text[at:begin], False))
            pieces.append((text[begin:end], True))
            at = end
        if at < len(text):
            pieces.append((text[at:], False))
        return pieces


def _joined(spans):
    """Spans in order, those that touch as one."""
    joined = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            begin, before = joined.pop()
            end = max(end, before)
        joined.append((begin, end))
    return joined


def _in_text(text, words):
    for forms in words:
        found = _span(text, False, forms[0])
        # Both forms of the text may be the same.
        if found is None and (forms[0] != forms[-1] or _SHORTENED.search(text)):
            found = _span(text, True, forms[-1])
        if found:
            yield found


def _span(text, danish, fragment):
    """Where a word begins with the fragment, else where it first stands; None when it does not."""
    if not danish and text.isascii():  # most texts, whose letters stand for themselves
        at = _best_place(text.lower(), fragment)
        return (at, at + len(fragment)) if at >= 0 else None
    first, begin = None, 0
    for word in text.split(" "):  # since words, unlike whole texts, are known already
        folded, places = _folded(word, danish)
        at = _best_place(folded, fragment)
        if at >= 0:
            span = begin + places[at], begin + places[at + len(fragment) - 1] + 1
            if starts_word(folded, at):
                return span
            first = first or span
        begin += len(word) + 1
    return first


def _best_place(folded, fragment) -> int:
    """The place that _span() tells, in a folded text; -1 when the fragment does not stand in it."""
    first = at = folded.find(fragment)
    while at > 0:
        if starts_word(folded, at):
            return at
        at = folded.find(fragment, at + 1)
    return at if at == 0 else first


def _in_phone(text, readings):
    """As matching.py finds it: a beginning with the country code, else digits anywhere behind that."""
    places = [at for at, letter in enumerate(text) if letter in "0123456789"]
    digits = "".join(text[at] for at in places)
    if "+" in text:
        whole, behind = phone_forms(text)
        dialled, number = digits, digits[len(whole) - len(behind) :]
    else:  # a number at home is shown without its country code
        dialled, number = HOME_CODE + digits, digits
    for words in readings:
        found = [span for word in words if (span := _of_number(word, dialled, number))]
        if found:
            before = len(dialled) - len(digits)  # digits that are not shown
            shown = [(max(begin - before, 0), end - before) for begin, end in found if end > before]
            return [(places[begin], places[end - 1] + 1) for begin, end in shown]
    return []


def _of_number(word: Word, dialled, number):
    """Which digits of a `dialled` number, whose part without the country code is `number`, are the word's."""
    if word.dialled and dialled.startswith(word.dialled):
        return 0, len(word.dialled)
    code = len(dialled) - len(number)
    places = ((digits, number.find(digits)) for digits in word.digits)
    return next(((code + at, code + at + len(digits)) for digits, at in places if at >= 0), None)


@lru_cache(2000)
def _folded(text: str, danish: bool) -> tuple[str, Sequence[int]]:
    """A folded text, and of each of its letters the place in `text` that it comes from."""
    simple = text.lower().translate(_ONE_FOR_ONE)
    if not danish and simple.isascii() and len(simple) == len(text):
        return simple, range(len(text))
    parts = _SHORTENED_OR_ANY.findall(text) if danish else text
    folded, places, at = "", [], 0
    for part in parts:
        letters = _letters(part, danish)
        folded += letters
        places += [at] * len(letters)
        at += len(part)
    return folded, places


@lru_cache(1000)
def _letters(part: str, danish: bool) -> str:
    return fold(part)[danish] or (" " if part.isspace() else "")
