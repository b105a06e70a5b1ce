"""Which part of a hit's text is what was typed."""

import re
from collections.abc import Sequence
from functools import lru_cache

from models.folding import fold, starts_word
from search_index.matching import Query, parse

HOME_CODE = "45"

_SHORTENED = re.compile("oe|aa", re.IGNORECASE)
_SHORTENED_OR_ANY = re.compile("oe|aa|.", re.IGNORECASE | re.DOTALL)
_LATIN = map(chr, range(0xC0, 0x180))
_ONE_FOR_ONE = {ord(letter): alike for letter in _LATIN if len(alike := fold(letter).plain) == 1}


class Marker:
    """Marks in texts what a query found in them."""

    def __init__(self, query: str):
        parsed = parse(query)
        self._words = _words(parsed) if parsed else ((), ())

    def pieces(self, text: str, phone: bool = False) -> list[tuple[str, bool]]:
        """`text` in pieces, each with whether it was typed; of a `phone` number only the digits count."""
        spans = list(_in_phone(text, self._words[1]) if phone else _in_text(text, self._words[0]))
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


def _words(query: Query):
    """The forms of all words, and of each reading what it may mean in a phone number."""
    forms = [word.forms for word in query.readings[-1]]
    return forms, [[(*word.digits, word.dialled) for word in words] for words in query.readings]


def _in_text(text, words):
    for forms in words:
        found = _span(text, False, forms[0])
        # Both forms of the text may be the same.
        if found is None and (forms[0] != forms[-1] or _SHORTENED.search(text)):
            found = _span(text, True, forms[-1])
        if found:
            yield found


def _span(text, danish, fragment):
    """Where a word begins with the fragment, else where it first stands in one; None when it does not."""
    if not danish and text.isascii():  # most texts, whose letters stand for themselves
        at = _best_place(text.lower(), fragment)
        return (at, at + len(fragment)) if at >= 0 else None
    first, begin = None, 0
    for word in text.split(" "):
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
    """Where a word begins with the fragment, else where it first stands; -1 when it does not."""
    first = at = folded.find(fragment)
    while at > 0:
        if starts_word(folded, at):
            return at
        at = folded.find(fragment, at + 1)
    return at if at == 0 else first


def _in_phone(text, readings):
    places = [at for at, letter in enumerate(text) if letter in "0123456789"]
    digits = "".join(text[at] for at in places)
    for words in readings:
        found = [span for word in words for span in _first_of(word, digits)]
        if found:
            return [(places[begin], places[end - 1] + 1) for begin, end in found]
    return []


def _first_of(fragments, digits):
    for fragment in filter(None, fragments):
        at = digits.find(fragment)
        # A number at home is shown without the country code that was dialled.
        if at < 0 and fragment.startswith(HOME_CODE) and digits.startswith(fragment[len(HOME_CODE) :]):
            fragment, at = fragment[len(HOME_CODE) :], 0
        if at >= 0 and fragment:
            return [(at, at + len(fragment))]
    return []


@lru_cache(2000)  # of words, which come again and again
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
