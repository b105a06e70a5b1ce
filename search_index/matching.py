"""Which accounts a query finds, how well and why, in plain Python: the rule that the index only makes fast.

The overlay and the fallback answer with this alone; the index proposes candidates and lets this judge each of them.
"""

import re
from typing import NamedTuple

from models.folding import fold, starts_word
from search_index.documents import ADDRESS, CONTACT, EARLIER_NAME, NAME, PHONE, TAG, Document, Text

# Tiers, best first (product.md §2.2). What stands outside the name is an address's start, or merely somewhere.
EXACT, NAME_START, WORD_START, NAME_INSIDE, ADDRESS_START, ELSEWHERE = range(6)

ID = "id"

# A name has at most 255 letters, and so has an address: no more of a query can stand in one.
LONGEST_QUERY = 500
MOST_WORDS = 16

_PHONE_LIKE = re.compile(r"[+()./\-‐-―0-9]*[0-9][+()./\-‐-―0-9]*")
_PREFERRED = (ADDRESS, CONTACT, PHONE, TAG, EARLIER_NAME)


class Word(NamedTuple):
    """One fragment: its folded `forms`, the `digits` it may mean in a phone number, the id it may be."""

    forms: tuple[str, ...]
    digits: tuple[str, ...] = ()
    account_id: int | None = None


class Query(NamedTuple):
    """What was asked: every word of one of the `readings` must be found. `phrase` is all of it, folded."""

    phrase: tuple[str, str]
    readings: tuple[tuple[Word, ...], ...]


class Match(NamedTuple):
    """How well an account matches (a tier), the kind of text that did, and that text; None for the name."""

    tier: int
    reason: str
    matched: str | None


def parse(text: str) -> Query | None:
    """The query in a typed `text`, or None when there is nothing to look for in it. No text is an error."""
    phrase = fold(text[:LONGEST_QUERY])
    pairs = list(dict.fromkeys(zip(phrase.plain.split(), phrase.danish.split(), strict=True)))[:MOST_WORDS]
    if not pairs:
        return None
    words = tuple(_word(pair) for pair in pairs)
    readings = (words,)
    if len(words) > 1 and all(word.digits for word in words):
        readings += ((Word((), _digits("".join(phrase.plain.split()))),),)
    return Query(phrase, readings)


def _word(forms) -> Word:
    plain = forms[0]
    number = plain.removeprefix("#")
    is_id = number.isascii() and number.isdecimal() and len(number) < 19
    digits = _digits(plain) if _PHONE_LIKE.fullmatch(plain) else ()
    return Word(forms, digits, int(number) if is_id and number == str(int(number)) else None)


def _digits(text: str) -> tuple[str, ...]:
    """The digits of a phone number as they may be stored: 0045… is 45…, and a trunk zero is not dialled abroad."""
    digits = re.sub("[^0-9]", "", text.replace("(0)", ""))
    international = digits.removeprefix("00") if digits.startswith("00") else digits.removeprefix("0")
    return tuple(dict.fromkeys(each for each in (digits, international) if each))


def may_match(query: Query, document: Document) -> bool:
    """A first look, much quicker than match(): False only when it would find nothing."""
    everything, account_id = document.everything, document.account_id
    return any(
        all(
            word.account_id == account_id or any(each in everything for each in (*word.forms, *word.digits))
            for word in words
        )
        for words in query.readings
    )


def match(query: Query, document: Document) -> Match | None:
    """How `document` matches, or None."""
    if any(asked == own for asked, own in zip(query.phrase, document.name.forms, strict=True)):
        return Match(EXACT, NAME, None)
    found = [each for each in (_all(reading, document) for reading in query.readings) if each]
    return min(found, key=lambda each: each.tier, default=None)


def _all(words, document: Document) -> Match | None:
    places = []
    for word in words:
        place = _best(word, document)
        if place is None:
            return None
        places.append(place)
    worst = max(places, key=lambda place: place.tier)
    if len(words) > 1 and worst.tier > NAME_INSIDE:
        return _better_told(
            worst,
            [word for word, place in zip(words, places, strict=True) if place.tier > NAME_INSIDE],
            document,
        )
    # Words that all start words are as good as the best of them: `han jens` starts the name Jens Hansen.
    if worst.tier == WORD_START and any(place.tier < WORD_START for place in places):
        return worst._replace(tier=NAME_START)
    return worst


def _better_told(worst: Match, words, document: Document) -> Match:
    """The same match, told by a text that holds all of `words` if there is one."""
    whole = [text for text in document.others if all(_place(word, text) is not None for word in words)]
    best = min(whole, key=lambda text: _PREFERRED.index(text.kind), default=None)
    return Match(worst.tier, best.kind, best.shown) if best else worst


def _best(word: Word, document: Document) -> Match | None:
    if word.account_id == document.account_id:
        return Match(EXACT, ID, str(document.account_id))
    tiers = [tier for tier in map(_tier_in_name, document.name.forms, word.forms) if tier is not None]
    if tiers:
        return Match(min(tiers), NAME, None)
    elsewhere = [(place, text) for text in document.others if (place := _place(word, text)) is not None]
    if not elsewhere:
        return None
    tier, text = min(elsewhere, key=lambda found: (found[0], _PREFERRED.index(found[1].kind)))
    return Match(tier, text.kind, text.shown)


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
        pairs = [(form, digits) for form in text.forms for digits in word.digits]
    else:
        pairs = list(zip(text.forms, word.forms, strict=False))  # a number in several words has no forms
    if not any(fragment in form for form, fragment in pairs):
        return None
    starts = text.kind in (ADDRESS, PHONE) and any(form.startswith(fragment) for form, fragment in pairs)
    return ADDRESS_START if starts else ELSEWHERE
