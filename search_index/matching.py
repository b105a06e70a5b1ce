"""Which accounts a query finds, how well and why, in plain Python: the rule that the index only makes fast.

The overlay and the fallback answer with this alone; the index proposes candidates and lets this judge each of them.
"""

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from models.folding import fold, starts_word
from search_index.documents import ADDRESS, CONTACT, EARLIER_NAME, NAME, PHONE, TAG, Document, Text

# Tiers, best first (product.md §2.2). What stands outside the name is an address's start, or merely somewhere.
EXACT, NAME_START, WORD_START, NAME_INSIDE, ADDRESS_START, ELSEWHERE = range(6)

ID = "id"

# A name has at most 255 letters, and so has an address: no more of a query can stand in one.
LONGEST_QUERY = 500
MOST_WORDS = 16
HOME_DIGITS = 8  # of a phone number in Denmark

# Fewer digits after such a label are no number, but perhaps a name.
LABELLED_DIGITS = 4

_PHONE_LABEL = re.compile(r"^(?:tlf|tel|telefon|mobil|phone)[.:]* ?(?=[+(0-9])")
_PHONE_LIKE = re.compile(r"[+()./\-‐-―0-9]*[0-9][+()./\-‐-―0-9]*")
_PREFERRED = (EARLIER_NAME, ADDRESS, CONTACT, PHONE, TAG)


class Word(NamedTuple):
    """One fragment: its folded `forms`, the id it may be, and what it may mean in a phone number.

    `digits` may stand anywhere in a number without its country code; `dialled` is the beginning of one with it.
    """

    forms: tuple[str, ...]
    account_id: int | None = None
    digits: tuple[str, ...] = ()
    dialled: str = ""


class Query(NamedTuple):
    """What was asked: every word of one of the `readings` must be found, the first of them rather than the others.

    `phrase` is all of it, folded.
    """

    phrase: tuple[str, str]
    readings: tuple[tuple[Word, ...], ...]


class Match(NamedTuple):
    """How well an account matches (a tier), the kind of text that did, and that text; None for the name."""

    tier: int
    reason: str
    matched: str | None


IN_NAME = [Match(tier, NAME, None) for tier in range(NAME_INSIDE + 1)]


class Found:
    """A match and whose it is; the sort key is asked for only when the place among others is."""

    __slots__ = ("_sort_key", "account_id", "archived", "match")

    def __init__(self, match: Match, account_id: int, archived: bool, sort_key: Callable[[], str]):
        self.match = match
        self.account_id = account_id
        self.archived = archived
        self._sort_key = sort_key

    @classmethod
    def of(cls, match: Match, document: Document) -> "Found":
        return cls(match, document.account_id, document.archived, lambda: document.sort_key)

    @property
    def tier(self) -> int:
        return self.match.tier

    @property
    def key(self) -> tuple[bool, int, str, int]:
        """Its place among all that match: archived ones last, by tier, in Danish alphabetical order, by id."""
        return self.archived, self.match.tier, self._sort_key(), self.account_id

    def __lt__(self, other: "Found") -> bool:
        # Most often these decide, and no sort key need be read.
        own, others = (self.archived, self.match.tier), (other.archived, other.match.tier)
        return own < others if own != others else self.key < other.key


def parse(text: str) -> Query | None:
    """The query in a typed `text`, or None when there is nothing to look for in it. No text is an error."""
    return _parsed(text[:LONGEST_QUERY])


@lru_cache(200)  # what finds is asked for once more to mark what was found
def _parsed(text):
    phrase = fold(text)
    pairs = list(dict.fromkeys(zip(phrase.plain.split(), phrase.danish.split(), strict=True)))[:MOST_WORDS]
    if not pairs:
        return None
    words = tuple(_word(pair) for pair in pairs)
    number = _number_alone(phrase.plain)
    if number is None:
        return Query(phrase, (words,))
    if _PHONE_LABEL.match(phrase.plain):
        return Query(phrase, ((number,), words))
    # A part of a number means nothing by itself, but may be a part of a name.
    return Query(phrase, ((number,), tuple(Word(word.forms, word.account_id) for word in words)))


def _number_alone(text: str) -> Word | None:
    """What all words together mean as one phone number, which may have a label, or None."""
    number = _PHONE_LABEL.sub("", text)
    parts = number.split()
    labelled = len(number) < len(text)
    if not (labelled or len(parts) > 1) or not all(map(_PHONE_LIKE.fullmatch, parts)):
        return None
    digits, dialled = _phone("".join(parts))
    longest = max(map(len, (*digits, dialled)))
    return Word((), None, digits, dialled) if longest >= (LABELLED_DIGITS if labelled else 1) else None


def _word(forms) -> Word:
    plain = forms[0]
    number = plain.removeprefix("#")
    is_id = number.isascii() and number.isdecimal() and len(number) < 19 and number[0] != "0"
    phone = _phone(plain) if _PHONE_LIKE.fullmatch(plain) else ()
    return Word(tuple(dict.fromkeys(forms)), int(number) if is_id else None, *phone)


def _phone(text: str) -> tuple[tuple[str, ...], str]:
    """What the digits of `text` may be of a phone number: parts without the country code, a beginning with it.

    A country code is meant after + or 00, and by more digits than a number at home has. Else it would be part of
    nearly every number. A trunk zero is not dialled abroad.
    """
    digits = re.sub("[^0-9]", "", text.replace("(0)", ""))
    if "+" in text:
        return (), digits
    if digits.startswith("00"):
        return (digits,), digits[2:]
    parts = (digits, digits[1:]) if len(digits) > 1 and digits[0] == "0" else (digits,) if digits else ()
    return parts, digits if len(digits) > HOME_DIGITS else ""


def sift(query: Query, documents: Collection[Document]) -> list[Document]:
    """Those that may match, in no order: a first look, much quicker than match(), that leaves out what does not."""
    return list(dict.fromkeys(each for words in query.readings for each in _with_all(words, documents)))


def _with_all(words, documents):
    for word in words:
        found = [each for fragment in fragments(word) for each in documents if fragment in each.text]
        if word.account_id is not None:
            found += [each for each in documents if each.account_id == word.account_id]
        documents = list(dict.fromkeys(found))
    return documents


def fragments(word: Word) -> tuple[str, ...]:
    """Everything of which one must stand in some text that `word` is found in."""
    return (*word.forms, *word.digits, word.dialled) if word.dialled else (*word.forms, *word.digits)


def match(query: Query, document: Document) -> Match | None:
    """How `document` matches, or None."""
    plain, danish = document.name
    if query.phrase[0] == plain or query.phrase[1] == danish:
        return IN_NAME[EXACT]
    if len(query.readings) == 1:
        return _all(query.readings[0], document)
    found = [each for reading in query.readings if (each := _all(reading, document))]
    return min(found, key=lambda each: each.tier) if found else None


def _all(words, document: Document) -> Match | None:
    """How all words match: as well as the worst of them."""
    places = [_place_in_name(word, document) for word in words]
    if None in places:
        return _elsewhere(
            [word for word, place in zip(words, places, strict=True) if place is None], document
        )
    worst = max(places)
    if worst == EXACT:
        return Match(EXACT, ID, str(document.account_id))
    # Words that all start words are as good as the best of them: `han jens` starts the name Jens Hansen.
    return IN_NAME[NAME_START if worst == WORD_START and min(places) < WORD_START else worst]


def _elsewhere(words, document: Document) -> Match | None:
    """How words match that do not stand in the name, told by a text that holds them all if there is one."""
    texts = document.others_with([fragment for word in words for fragment in fragments(word)])
    places = [
        [(place, text) for text in texts if (place := _place(word, text)) is not None] for word in words
    ]
    if not all(places):
        return None
    tier, text = max((min(of_word, key=_told_first) for of_word in places), key=itemgetter(0))
    if len(words) > 1:
        whole = [each for each in texts if all(_place(word, each) is not None for word in words)]
        text = min(whole, key=lambda each: _PREFERRED.index(each.kind), default=text)
    return Match(tier, text.kind, text.shown)


def _told_first(found) -> tuple[int, int]:
    tier, text = found
    return tier, _PREFERRED.index(text.kind)


def _place_in_name(word: Word, document: Document) -> int | None:
    """The tier of a word in the name, or of one that is the id."""
    return EXACT if word.account_id == document.account_id else _tier_in(document.name, word.forms)


def _tier_in(name, fragments) -> int | None:
    """The better tier of both forms of a name."""
    if not fragments:
        return None
    plain, danish = name
    best = _tier_in_name(plain, fragments[0])
    if best == NAME_START or (danish == plain and fragments[0] == fragments[-1]):
        return best
    other = _tier_in_name(danish, fragments[-1])
    return other if best is None or (other is not None and other < best) else best


def _tier_in_name(name: str, fragment: str) -> int | None:
    at = name.find(fragment)
    if at <= 0:
        return None if at else NAME_START
    while at > 0:
        if starts_word(name, at):
            return WORD_START
        at = name.find(fragment, at + 1)
    return NAME_INSIDE


def _place(word: Word, text: Text) -> int | None:
    if text.kind == PHONE:
        return _place_in_phone(word, *text.forms)
    if not word.forms:
        return None
    plain, danish = text.forms
    first, last = word.forms[0], word.forms[-1]
    if first not in plain and last not in danish:
        return None
    starts = text.kind == ADDRESS and (plain.startswith(first) or danish.startswith(last))
    return ADDRESS_START if starts else ELSEWHERE


def _place_in_phone(word: Word, dialled: str, number: str) -> int | None:
    if word.dialled and dialled.startswith(word.dialled):
        return ADDRESS_START
    places = [at for digits in word.digits if (at := number.find(digits)) >= 0]
    return None if not places else ELSEWHERE if min(places) else ADDRESS_START
