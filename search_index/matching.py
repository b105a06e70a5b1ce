"""Which accounts a query finds, how well and why, in plain Python: the rule that the index only makes fast.

The overlay and the fallback answer with this alone; the index proposes candidates and lets this judge each of them.
What is typed is read by models/base/folding.py.
"""

from collections.abc import Callable, Collection, Iterable
from operator import itemgetter
from typing import NamedTuple

from models.base.folding import JOINED, Query, Word, stands_as_one_word, stands_in, starts_word
from search_index.documents import (
    ADDRESS,
    CONTACT,
    EARLIER_NAME,
    NAME,
    NUMBER,
    PHONE,
    TAG,
    Document,
    Text,
)

# Tiers, best first (rule Search 2). What stands outside the names is an address's start, or merely somewhere.
EXACT, NAME_START, WORD_START, NAME_INSIDE, ADDRESS_START, ELSEWHERE = range(6)

ID = "id"

# What tells most where several texts hold the same.
_PREFERRED = (EARLIER_NAME, CONTACT, ADDRESS, NUMBER, PHONE, TAG)


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


def sift(query: Query, documents: Collection[Document]) -> list[Document]:
    """Those that may match, in no order: a first look, much quicker than match(), that leaves out what does not."""
    found = [each for words in query.readings for each in _with_all(words, documents)]
    for names in query.names:
        found += [each for name in names for each in documents if name in each.squeezed]
    return list(dict.fromkeys(found))


def _with_all(words, documents):
    for word in words:
        found = [each for fragment in fragments(word) for each in documents if fragment in each.text]
        joined = [form for form in word.forms if len(form) >= JOINED]
        found += [each for form in joined for each in documents if form in each.squeezed]
        if word.account_id is not None:
            found += [each for each in documents if each.account_id == word.account_id]
        documents = list(dict.fromkeys(found))
    return documents


def fragments(word: Word) -> tuple[str, ...]:
    """Everything of which one must stand in some text that `word` is found in, in words of it or across them."""
    return tuple(filter(None, (*word.forms, *word.digits, word.dialled, word.number)))


def match(query: Query, document: Document) -> Match | None:
    """How `document` matches, or None."""
    if query.is_name(document.name):
        return IN_NAME[EXACT]
    people = document.people
    named = next((each for each in people if query.is_person(each.forms)), None)
    if named:
        return Match(EXACT, CONTACT, named.shown)
    return match_in_part(query, document, begun(query, people))


def match_in_part(query: Query, document: Document, person: Match | None) -> Match | None:
    """How `document` matches that is not called what was typed; `person` is what begun() says of its contacts."""
    found = [each for reading in query.readings if (each := _all(reading, document, person is not None))]
    if person:
        found.append(person)  # last: the account's own name tells more than a person's that is as good
    return min(found, key=itemgetter(0)) if len(found) > 1 else found[0] if found else None


def begun(query: Query, people: Iterable[Text]) -> Match | None:
    """The match of the first of these contacts whose name begins with all that was typed."""
    plain, danish = query.phrase
    for each in people:
        if each.forms.plain.startswith(plain) or each.forms.danish.startswith(danish):
            return Match(NAME_START, CONTACT, each.shown)
    return None


def _all(words, document: Document, begun: bool) -> Match | None:
    """How all words match: as well as the worst of them.

    Where the name of a contact is `begun` by them, nothing else outside the account's own name is as good but an address.
    """
    places = [_place_in_name(word, document) for word in words]
    if None in places:
        if begun and not any(word.address for word in words):
            return None
        return _elsewhere(
            [word for word, place in zip(words, places, strict=True) if place is None], document
        )
    worst = max(places)
    if worst == EXACT:
        by_id = [word.account_id for word in words if word.account_id == document.account_id]
        return Match(EXACT, ID, str(by_id[0])) if by_id else Match(EXACT, NUMBER, document.number.shown)
    # Words that all start words are as good as the best of them: `han jens` starts the name Jens Hansen.
    return IN_NAME[NAME_START if worst == WORD_START and min(places) < WORD_START else worst]


def _elsewhere(words, document: Document) -> Match | None:
    """How words match that do not stand in the name, told by a text that holds them all if there is one."""
    texts = document.others_with([fragment for word in words for fragment in fragments(word)])
    places = [{text: place for text in texts if (place := _place(word, text)) is not None} for word in words]
    if not all(places):
        return None
    tier = max(min(of_word.values()) for of_word in places)
    whole = [text for text in places[0] if all(text in of_word for of_word in places[1:])]
    told = whole or [min(of_word, key=_kind_rank) for of_word in places]
    text = min(told, key=_kind_rank)
    return Match(tier, text.kind, text.shown)


def _kind_rank(text: Text) -> int:
    return _PREFERRED.index(text.kind)


def _place_in_name(word: Word, document: Document) -> int | None:
    """The tier of a word in the name, or of one that is the id or the registration number."""
    if word.account_id == document.account_id or (word.number and _is_number_of(word, document)):
        return EXACT
    return _tier_in(document.name, word.forms)


def _is_number_of(word, document) -> bool:
    return document.number is not None and word.number in document.number.forms


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
    if at < 0:
        return NAME_INSIDE if stands_as_one_word(fragment, name) else None
    if at == 0:
        return NAME_START
    while at > 0:
        if starts_word(name, at):
            return WORD_START
        at = name.find(fragment, at + 1)
    return NAME_INSIDE


def _place(word: Word, text: Text) -> int | None:
    if text.kind == PHONE:
        return _place_in_phone(word, *text.forms)
    if text.kind == NUMBER:
        begins = word.number and any(form.startswith(word.number) for form in text.forms)
        return ADDRESS_START if begins else None
    if not word.forms:
        return None
    plain, danish = text.forms
    first, last = word.forms[0], word.forms[-1]
    if not stands_in(first, plain) and not stands_in(last, danish):
        return None
    if text.kind != ADDRESS:
        return ELSEWHERE
    if word.address and (first in plain.split(" ") or last in danish.split(" ")):
        return EXACT
    return ADDRESS_START if plain.startswith(first) or danish.startswith(last) else ELSEWHERE


def _place_in_phone(word: Word, dialled: str, number: str) -> int | None:
    if word.dialled and dialled.startswith(word.dialled):
        return ADDRESS_START
    places = [at for digits in word.digits if (at := number.find(digits)) >= 0]
    return None if not places else ELSEWHERE if min(places) else ADDRESS_START
