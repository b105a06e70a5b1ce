"""What a document is found by: the terms of each field, whose lists candidates.py puts together."""

from collections.abc import Iterable
from functools import lru_cache

from models.folding import starts_word
from search_index.documents import ADDRESS, PHONE, Document

GRAM = 4  # letters of the longest piece of a text that has a list of its own
START = 8  # letters of the longest beginning that has one
DIALLED = 6  # digits of the longest beginning of a phone number with its country code
ID_DIGITS = 1000  # an account id is its thousands and the rest: two short lists instead of one for each id


def terms_of(document: Document) -> dict[str, Iterable[str]]:
    """Everything that `document` is to be found by: terms by field."""
    # A fragment has no space in it, so that the parts of words are enough.
    words = [name.split(" ") for name in set(document.name)]
    others, starts, dialled = set(), set(), set()
    for text in document.others:
        forms = text.forms
        if text.kind == PHONE:
            dialled.update([forms[0][:end] for end in range(1, DIALLED + 1)])
            forms = forms[1:]
        if text.kind in (PHONE, ADDRESS):
            starts.update([form.partition(" ")[0][:end] for form in forms for end in range(1, START + 1)])
        for form in forms:
            others.update(form.split(" "))
    return {
        "name_length": {str(len(name)) for name in document.name},
        "account_id": id_terms(document.account_id),
        "name_start": {own[0][:end] for own in words for end in range(1, START + 1)},
        "word_start": set().union(*[_starts(word) for own in words for word in own]),
        "name_part": set().union(*[_parts(word) for own in words for word in own]),
        "other_start": starts,
        "other_part": set().union(*[_cut(word) if "@" in word else _parts(word) for word in others]),
        "dialled": dialled,
    }


def id_terms(account_id: int) -> tuple[str, str]:
    """The two terms that only the account `account_id` has both of."""
    thousands, rest = divmod(account_id, ID_DIGITS)
    return f"{thousands}k", str(rest)


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
