"""Finding what no index knows: the few accounts of the overlay, and all of them while there is no index (rule Search 3)."""

import time
from collections.abc import Iterable
from heapq import nsmallest
from itertools import chain, islice, takewhile

from models.base.folding import squeezed
from search_index import documents
from search_index.documents import Document
from search_index.matching import NAME_INSIDE, Found, Query, fragments, match, sift

# The longest that one search reads documents from the database; a firm of some ten thousand accounts needs less.
MOST_SECONDS = 2.0


def best(query: Query, allowed, among: Iterable[Document], count: int, after=None) -> list[Found]:
    """The best `count` matches among some documents with an `allowed` id (None: all), after a key."""
    return nsmallest(count, _matches(query, allowed, among, after))


def _matches(query, allowed, among, after):
    seen = (each for each in among if allowed is None or each.account_id in allowed)
    while some := list(islice(seen, documents.BATCH)):
        for document in sift(query, some):
            found = match(query, document)
            if found:
                place = Found.of(found, document)
                if after is None or place.key > after:
                    yield place


def from_database(query: Query, allowed, count: int, after=None) -> list[Found]:
    """The best `count` matches of all, from the database alone.

    Names first, since often they are enough; then whatever holds each word somewhere. Where that takes too long, the
    best that were found by then.
    """
    if allowed is not None and len(allowed) <= documents.BATCH:
        return best(query, allowed, documents.load(sorted(allowed)), count, after)
    named = best(query, allowed, documents.by_names_only(), count, after)
    certain = [found for found in named if found.tier <= NAME_INSIDE]  # others may match better elsewhere
    if len(certain) == count and not certain[-1].archived:
        return certain
    deadline = time.monotonic() + MOST_SECONDS
    known = {found.account_id for found in certain}
    ids = [each for each in _holding(query) if each not in known and (allowed is None or each in allowed)]
    in_time = takewhile(lambda _: time.monotonic() < deadline, documents.load(ids))
    others = _matches(query, allowed, in_time, after)
    return nsmallest(count, chain(certain, others))


def _holding(query) -> list[int]:
    """The accounts in which each word of a reading stands somewhere, or a name that was typed, in rank order."""
    held = {word: set() for words in query.readings for word in words}
    named = set()
    texts = ((document.account_id, document.name) for document in documents.by_names_only())
    others = ((account_id, text.forms) for account_id, text in documents.texts_of_all())
    for account_id, forms in chain(texts, others):
        text = "\n".join(forms)
        text += "\n" + squeezed(text)
        for word, accounts in held.items():
            if word.account_id == account_id or any(each in text for each in fragments(word)):
                accounts.add(account_id)
        if query.is_person(forms):
            named.add(account_id)
    found = named.union(*(set.intersection(*(held[word] for word in words)) for words in query.readings))
    return [each for each in documents.ids_in_rank_order() if each in found]
