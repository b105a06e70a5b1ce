"""Which part of a hit's text is what was typed."""

import re
from functools import lru_cache

from models.base.folding import JOINED, Word, fold, parse, squeezed, starts_word
from search_index.documents import phone_forms

HOME_CODE = "45"

_SHORTENED = re.compile("oe|aa|ue", re.IGNORECASE)
_SHORTENED_OR_ANY = re.compile("oe|aa|ue|.", re.IGNORECASE | re.DOTALL)
_ANY = re.compile(".", re.DOTALL)
_ALIKE_FORMS = re.compile("[A-Za-z0-9 ]*")  # of which plain letters stand for themselves


class Marker:
    """Marks in texts what a query found in them."""

    def __init__(self, query: str):
        parsed = parse(query)
        self._readings = parsed.readings if parsed else ()

    def pieces(self, text: str, phone: bool = False) -> list[tuple[str, bool]]:
        """`text` in pieces, each with whether it was typed; of a `phone` number only the digits count."""
        spans = _in_phone(text, self._readings) if phone else self._in_text(text)
        pieces, at = [], 0
        for begin, end in _joined(spans) if len(spans) > 1 else spans:
            if at < begin:
                pieces.append((text[at:begin], False))
            pieces.append((text[begin:end], True))
            at = end
        if at < len(text):
            pieces.append((text[at:], False))
        return pieces

    def _in_text(self, text):
        """What the first reading marks of which every word is there, else what the last does, that of plain words."""
        found = []
        for words in self._readings:
            found = [_of_word(text, word) for word in words]
            if all(found):
                break
        return list(filter(None, found))


def _joined(spans):
    """Spans in order, those that touch as one."""
    joined = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            begin, before = joined.pop()
            end = max(end, before)
        joined.append((begin, end))
    return joined


def _of_word(text, word: Word):
    if not word.forms:
        return _of_registration(text, word.number) if word.number else None
    plain, danish = word.forms[0], word.forms[-1]
    found = _span(text, False, plain)
    # Both forms of the text may be the same.
    if found is None and (plain != danish or _SHORTENED.search(text) or not text.isascii()):
        found = _span(text, True, danish)
    return found


def _of_registration(text, number):
    """The letters and digits of a registration number, with what stands between them."""
    between = "[^A-Za-z0-9]*"
    found = re.search(between.join(number), text, re.IGNORECASE)
    return found and found.span()


def _span(text, danish, fragment):
    """Where a word begins with the fragment, else where it first stands; None when it does not."""
    if not danish and _ALIKE_FORMS.fullmatch(text):  # most texts, whose letters stand for themselves
        at = _best_place(text.lower(), fragment)
        if at >= 0:
            return at, at + len(fragment)
    folded, places = _folded(text, danish)
    at, length = _best_place(folded, fragment), len(fragment)
    if at < 0:
        at, length = _across_words(folded, fragment)
    return (places[at][0], places[at + length - 1][1]) if at >= 0 else None


def _best_place(folded, fragment) -> int:
    """The place that _span() tells, in a folded text; -1 when the fragment does not stand in it."""
    first = at = folded.find(fragment)
    while at > 0:
        if starts_word(folded, at):
            return at
        at = folded.find(fragment, at + 1)
    return at if at == 0 else first


def _across_words(folded, fragment) -> tuple[int, int]:
    """Where a fragment begins with a word and goes on in the next, and its length with the spaces; -1 when nowhere."""
    if len(fragment) >= JOINED:
        letters = " *".join(map(re.escape, fragment))
        found = re.search(rf"(?<![^ ]){letters}", folded)
        if found:
            return found.start(), len(found[0])
    return -1, 0


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
def _folded(text: str, danish: bool) -> tuple[str, list[tuple[int, int]]]:
    """A folded text, and of each of its letters from where to where in `text` it comes."""
    folded, places = "", []
    for word in re.finditer(r"\S+", text):
        letters, own = _folded_word(word[0], danish)
        folded += letters + " "
        places += [(word.start() + begin, word.start() + end) for begin, end in (*own, (0, 0))]
    return folded.rstrip(" "), places


@lru_cache(5000)
def _folded_word(word: str, danish: bool) -> tuple[str, list[tuple[int, int]]]:
    """_folded() of a word; each letter comes from the whole of it where they do not follow each other one by one."""
    folded = fold(word)[danish]
    whole, places, at = [(0, len(word))] * len(folded), [], 0
    first = folded.partition(" ")[0] if "@" in word else folded
    for part in (_SHORTENED_OR_ANY if danish else _ANY).findall(word):
        letters = _letters(part, danish, "@" in word)
        places += [(letter, (at, at + len(part))) for letter in letters]
        at += len(part)
    if [letter for letter, _ in places] != list(squeezed(first)):
        return folded, whole
    own = iter(place for _, place in places)
    return folded, [next(own) if letter != " " else (0, 0) for letter in first] + whole[len(first) :]


@lru_cache(1000)
def _letters(part: str, danish: bool, in_address: bool) -> str:
    """The folded letters of a `part` of a word, as they are with others around it."""
    behind = "xx@" if in_address else "xx"
    return squeezed(fold(f"xx{part}{behind}")[danish].removeprefix("xx").removesuffix(behind))
