"""The way through a segment: tier by tier, in the order of rank, for as long as somebody wants more."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, partial
from heapq import merge

from pyroaring import FrozenBitMap

from models.base.folding import Query
from search_index.matching import (
    ELSEWHERE,
    EXACT,
    IN_NAME,
    NAME_START,
    WORD_START,
    Found,
    Match,
    begun,
    match,
    match_in_part,
    sift,
)

TIERS = range(ELSEWHERE + 1)
HANDFUL = 100  # documents of one user, that are all looked at
FEW = 10  # candidates that are all looked at anyway, since they fill no page


class Walk:
    """The matches of a query in a segment, a tier at a time.

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
        self._looks_at_all = among is not None and len(among) <= HANDFUL
        self._certain = not self._looks_at_all and segment.candidates.certain(query)
        self._known: dict[int, list[FrozenBitMap]] = {}
        self._lists: dict[int, FrozenBitMap] = {}
        self._matches: dict[int, Match | None] = {}

    def may_have(self, archived: bool, tier: int) -> bool:
        """Whether there is anything to look at for a tier among the archived documents, or among the others."""
        first, end = self._span(archived)
        passed = self._after is not None and (archived, tier) < self._after[:2]
        return first < end and not passed and bool(self._candidates(tier))

    def matches(self, archived: bool, tier: int) -> Iterator[Found]:
        """Those of a tier that may_have() anything, in the order of rank."""
        first, end = self._span(archived)
        begin = self._place_after() if self._after and (archived, tier) == self._after[:2] else first
        lists = [numbers.iter_equal_or_larger(begin) for numbers in self._candidates(tier)]
        known, last = self._matches, -1
        for number in lists[0] if len(lists) == 1 else merge(*lists):
            if number >= end:
                return
            found = known[number] if number in known else self._match(number)
            if found and found.tier == tier and number != last:
                last = number
                sort_key = partial(self._segment.sort_key, number)
                yield Found(found, self._segment.owners[number], archived, sort_key)

    def _span(self, archived):
        return self._segment.archived_span if archived else self._segment.active_span

    def _candidates(self, tier: int) -> list[FrozenBitMap]:
        """The lists, none of them empty, of which one has whatever matches in a tier."""
        if tier not in self._known:
            self._known[tier] = [numbers for numbers in self._ask_for(tier) if numbers]
        return self._known[tier]

    def _ask_for(self, tier) -> list[FrozenBitMap]:
        if self._looks_at_all:
            return [self._handful]
        if NAME_START < tier < ELSEWHERE and self._few is not None:
            return self._few
        lists = [self._exact] if tier == EXACT else [self._named(tier)]
        if tier == NAME_START:
            lists.append(self._begun)
        return lists if self._among is None else [numbers & self._among for numbers in lists]

    @cached_property
    def _few(self) -> list[FrozenBitMap] | None:
        """What may match in any tier after that of starts, where it is little: then no other lists need be asked for."""
        if sum(map(len, self._candidates(NAME_START))) > FEW:
            return None
        found = self._candidates(ELSEWHERE)
        return found if sum(map(len, found)) <= FEW else None

    @cached_property
    def _handful(self) -> FrozenBitMap:
        number_of = {self._segment.document(number): number for number in self._among}
        return FrozenBitMap([number_of[each] for each in sift(self._query, number_of)])

    def _match(self, number: int) -> Match | None:
        """The match of a candidate that counts."""
        found = None
        if number not in self._replaced and self._segment.owners[number] not in self._hidden:
            found = self._listed(number) or self._looked_at(number)
        self._matches[number] = found
        return found

    def _listed(self, number: int) -> Match | None:
        """The match of a candidate, if the lists alone tell it."""
        if not self._certain or number in self._exact:
            return None
        if number in self._named(NAME_START):
            return IN_NAME[NAME_START]
        if number in self._begun or number not in self._named(WORD_START):
            return None
        return IN_NAME[WORD_START]

    def _looked_at(self, number: int) -> Match | None:
        """The match of a candidate that is read, as far as the lists do not tell it."""
        document = self._segment.document(number)
        if self._looks_at_all or number in self._exact:
            return match(self._query, document)
        person = begun(self._query, document.people) if number in self._begun else None
        if person and number not in self._named(NAME_START):
            return person
        return match_in_part(self._query, document, person)

    @cached_property
    def _exact(self) -> FrozenBitMap:
        return self._segment.candidates.exact(self._query)

    @cached_property
    def _begun(self) -> FrozenBitMap:
        return self._segment.candidates.begun(self._query)

    def _named(self, tier: int) -> FrozenBitMap:
        if tier not in self._lists:
            self._lists[tier] = self._segment.candidates.named(self._query, tier)
        return self._lists[tier]

    def _place_after(self) -> int:
        """The number of the first document that ranks after the key."""
        rank = self._after[0], *self._after[2:]
        numbers = range(self._segment.count)
        return bisect_right(numbers, rank, key=lambda number: self._segment.document(number).rank)
