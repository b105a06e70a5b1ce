"""The way through a segment: tier by tier, in the order of rank, for as long as somebody wants more."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import partial

from pyroaring import FrozenBitMap

from search_index.codec import NOTHING
from search_index.matching import (
    ELSEWHERE,
    EXACT,
    IN_NAME,
    NAME_START,
    WORD_START,
    Found,
    Query,
    match,
    may_match,
)

TIERS = range(ELSEWHERE + 1)
HANDFUL = 100  # documents of one user, that are all looked at
FEW = 10  # candidates that are judged without asking of which tier each may be
SMALL = 2000  # documents of a segment of which most queries find few, so that this is looked at first


class Walk:
    """The matches of a query in a segment, best first; an iterable.

    Document order is rank order among the active documents and among the archived ones, which come last: nothing is
    sorted, and whoever has enough stops.
    """

    def __init__(self, segment, query: Query, among: FrozenBitMap | None, replaced, hidden, after):
        """`among` are the documents that count, None for all, less the `replaced` ones and those of `hidden` accounts.

        `after` is the key (Found.key) after which matches are wanted, or None.
        """
        self._segment = segment
        self._query = query
        self._among = among
        self._replaced = replaced
        self._hidden = hidden
        self._after = after
        self._judged: dict[int, Found | None] = {}

    def __iter__(self) -> Iterator[Found]:
        if self._among is not None and len(self._among) <= HANDFUL:
            document, query = self._segment.document, self._query
            yield from self._sorted(each for each in self._among if may_match(query, document(each)))
            return
        few, many = self._few_and_many()
        for archived, first, end in self._segment.groups:
            yield from self._sorted((each for each in few if first <= each < end), below=many)
            for tier in TIERS[many:]:
                numbers = self._candidates(tier).iter_equal_or_larger(self._start(archived, tier, first))
                if EXACT < tier <= WORD_START and self._segment.candidates.certain(self._query):
                    yield from self._certain(numbers, end, archived, tier)
                else:
                    yield from self._likely(numbers, end, tier)

    def _few_and_many(self) -> tuple[FrozenBitMap, int]:
        """The candidates of the best tiers while they are few, and the first tier that has many, or the one past all."""
        past_all = ELSEWHERE + 1
        if self._segment.count <= SMALL:
            everything = self._candidates(ELSEWHERE)  # the candidates of a tier are among those of the next
            if len(everything) <= FEW:
                return everything, past_all
        few = NOTHING
        for tier in TIERS[NAME_START:]:
            numbers = self._candidates(tier)
            if len(numbers) <= FEW:
                few = numbers
            elif tier > NAME_START:
                return few, tier
            else:
                exact = self._candidates(EXACT)
                return (exact, tier) if len(exact) <= FEW else (NOTHING, EXACT)
        return few, past_all

    def _candidates(self, tier) -> FrozenBitMap:
        numbers = self._segment.candidates.of_tier(self._query, tier)
        return numbers if self._among is None else numbers & self._among

    def _certain(self, numbers, end, archived, tier) -> Iterator[Found]:
        """The matches of a tier all of whose candidates match: nothing is read of them but what may be exact."""
        owners, sort_key = self._segment.owners, self._segment.sort_key
        better = self._candidates(tier - 1)
        for number in numbers:
            if number >= end:
                return
            if number in self._replaced or owners[number] in self._hidden:
                continue
            if number not in better or (tier == NAME_START and self._judge(number).tier == tier):
                yield Found(IN_NAME[tier], owners[number], archived, partial(sort_key, number))

    def _likely(self, numbers, end, tier) -> Iterator[Found]:
        """The matches of a tier, each looked at."""
        for number in numbers:
            if number >= end:
                return
            found = self._judge(number)
            if found and found.tier == tier:
                yield found

    def _sorted(self, numbers: Iterable[int], below: int = ELSEWHERE + 1) -> list[Found]:
        """The matches among some documents in a tier `below` that."""
        found = [each for number in numbers if (each := self._judge(number)) and each.tier < below]
        return sorted(each for each in found if self._comes_after(each))

    def _comes_after(self, found) -> bool:
        return self._after is None or found.key > self._after

    def _judge(self, number: int) -> Found | None:
        if number not in self._judged:
            document = self._segment.document(number)
            known = match(self._query, document)
            counts = number not in self._replaced and document.account_id not in self._hidden
            self._judged[number] = Found.of(known, document) if known and counts else None
        return self._judged[number]

    def _start(self, archived, tier, first) -> int:
        """The number of the first document of a tier that may come after the key; beyond the last when none does."""
        if self._after is None or (archived, tier) > self._after[:2]:
            return first
        if (archived, tier) < self._after[:2]:
            return self._segment.count
        rank = archived, *self._after[2:]
        numbers = range(self._segment.count)
        return bisect_right(numbers, rank, key=lambda number: self._segment.document(number).rank)
