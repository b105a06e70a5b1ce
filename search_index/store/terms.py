"""What a document is found by: the terms of each field, whose lists candidates.py puts together."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from models.base.folding import NUMBER_LETTERS, Forms, squeezed, starts_word
from search_index.documents import ADDRESS, CONTACT, NUMBER, PHONE, Document

GRAM = 4  # letters of the longest piece of a text that has a list of its own
START = 8  # letters of the longest beginning that has one
DIALLED = 6  # digits of that of a phone number
ID_DIGITS = 1000  # an account id is its thousands and the rest: two short lists instead of one for each id
ACROSS = {"name_part", "other_part"}  # fields in which the longest pieces may go on in the next word
ALONE = {"whole_name", "number_start"}  # fields in which no term has its beginning as another
NAME_BITS = 10  # of each of two parts of what is kept of a whole name


def terms_of(document: Document) -> dict[str, Iterable[str]]:
    """Everything that `document` is to be found by: terms by field."""
    # A fragment has no space in it, so that words, and the longest pieces across them, are enough.
    names = set(document.name)
    words = [name.split(" ") for name in names]
    whole = {term for name in names for term in name_terms(squeezed(name))}
    found = {"person_start": set(), "phone_start": set(), "phone_part": set(), "dialled": set()}
    found |= {"number_start": set(), "other_start": set()}
    others, across = set(), set()
    for text in document.others:
        forms = text.forms
        if text.kind == PHONE:
            found["dialled"].update(_beginnings(forms.plain, DIALLED))
            found["phone_start"].update(_beginnings(forms.danish, DIALLED))
            found["phone_part"].update(_cut(forms.danish))
            continue
        if text.kind == NUMBER:
            for form in set(forms):
                found["number_start"].add(form[:NUMBER_LETTERS])
                whole.update(name_terms(f"#{form}"))
            continue
        if text.kind == CONTACT and not _is_name_of(forms, document):
            for form in set(forms):
                found["person_start"].update(_beginnings(form))
                whole.update(name_terms(squeezed(form)))
        if text.kind == ADDRESS:
            found["other_start"].update(
                each for form in forms for each in _beginnings(form.partition(" ")[0])
            )
        for form in set(forms):
            parts = form.split(" ")
            others.update(parts)
            across.update(_across(parts))
    return found | {
        "whole_name": whole,
        "account_id": id_terms(document.account_id),
        "name_start": {each for own in words for each in _beginnings(own[0])},
        "word_start": set().union(*[_starts(word) for own in words for word in own]),
        "name_part": set().union(*[_parts(word) for own in words for word in own], *map(_across, words)),
        "other_part": across.union(*[_cut(word) if "@" in word else _parts(word) for word in others]),
    }


def _is_name_of(person: Forms, document) -> bool:
    """Whether the account is called as the person: then its own name is found by the same."""
    return person == document.name


def id_terms(account_id: int) -> tuple[str, str]:
    """The two terms that only the account `account_id` has both of."""
    thousands, rest = divmod(account_id, ID_DIGITS)
    return f"{thousands}k", str(rest)


def name_terms(name: str) -> tuple[str, str]:
    """The two terms that hardly any but an account with this squeezed name, or #number, has both of."""
    first, rest = divmod(crc32(name.encode()) % (1 << 2 * NAME_BITS), 1 << NAME_BITS)
    return f"{first:x}n", f"{rest:x}"


def _beginnings(word: str, longest: int = START) -> list[str]:
    return [word[:end] for end in range(1, min(len(word), longest) + 1)]


@lru_cache(5000)
def _starts(word: str) -> frozenset[str]:
    begins = [at for at in range(len(word)) if starts_word(word, at)]
    return frozenset([word[at : at + size] for at in begins for size in range(1, START + 1)])


@lru_cache(5000)
def _parts(word: str) -> frozenset[str]:
    return frozenset(_cut(word))


def _cut(word: str) -> list[str]:
    found = list(word)
    for size in range(2, GRAM + 1):
        found += [word[at : at + size] for at in range(len(word) - size + 1)]
    return found


def _across(words: list[str]) -> set[str]:
    """The longest pieces of words written as one that stand in more than one of them."""
    if len(words) < 2:
        return set()
    joined, ends, at = "".join(words), set(), 0
    for word, _ in pairwise(words):
        at += len(word)
        ends.update(range(max(at - GRAM + 1, 0), at))
    return {joined[begin : begin + GRAM] for begin in ends if begin + GRAM <= len(joined)}
