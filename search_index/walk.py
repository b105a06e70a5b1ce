"""The way through a segment: tier by tier, in the order of rank, for as long as somebody wants more."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, partial

from pyroaring import FrozenBitMap

from models.folding import Query
from search_index.matching import ELSEWHERE, EXACT, IN_NAME, NAME_START, WORD_START, Found, match, sift

TIERS = range(ELSEWHERE + 1)
HANDFUL = 100  # documents of one user, that are all looked at
FEW = 10  # candidates that are looked at rather than to ask which of them have the whole name


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
        self._known: dict[int, FrozenBitMap] = {}
        self._judged: dict[int, Found | None] = {}

    def may_have(self, archived: bool, tier: int) -> bool:
        """Whether there is anything to look at for a tier among the archived documents, or among the others."""
        first, end = self._span(archived)
        passed = self._after is not None and (archived, tier) < self._after[:2]
        return first < end and not passed and bool(self._candidates(tier))

    def matches(self, archived: bool, tier: int) -> Iterator[Found]:
        """Those of a tier that may_have() anything, in the order of rank."""
        first, end = self._span(archived)
        begin = self._place_after() if self._after and (archived, tier) == self._after[:2] else first
        found = self._named if self._certain and EXACT < tier <= WORD_START else self._judge
        for number in self._candidates(tier).iter_equal_or_larger(begin):
            if number >= end:
                return
            each = found(number, tier)
            if each:
                yield each

    def _span(self, archived):
        return self._segment.archived_span if archived else self._segment.active_span

    def _candidates(self, tier: int) -> FrozenBitMap:
        """Which may match in a tier or a better one."""
        if tier not in self._known:
            self._known[tier] = self._ask_for(tier)
        return self._known[tier]

    def _ask_for(self, tier) -> FrozenBitMap:
        if self._looks_at_all:
            return self._handful
        if tier == EXACT and not self._certain and len(self._candidates(NAME_START)) <= FEW:
            return self._candidates(NAME_START)
        numbers = self._segment.candidates.of_tier(self._query, tier)
        return numbers if self._among is None else numbers & self._among

    @cached_property
    def _handful(self) -> FrozenBitMap:
        number_of = {self._segment.document(number): number for number in self._among}
        return FrozenBitMap([number_of[each] for each in sift(self._query, number_of)])

    def _named(self, number: int, tier: int) -> Found | None:
        """The match of a candidate where all candidates match: nothing is read of it but what is doubtful."""
        owner = self._segment.owners[number]
        if number in self._replaced or owner in self._hidden:
            return None
        if number in self._doubtful:
            return self._judge(number, tier)
        if number in self._candidates(tier - 1):
            return None
        archived = number >= self._segment.archived_span[0]
        return Found(IN_NAME[tier], owner, archived, partial(self._segment.sort_key, number))

    @cached_property
    def _doubtful(self) -> FrozenBitMap:
        return self._segment.candidates.doubtful(self._query)

    def _judge(self, number: int, tier: int) -> Found | None:
        """The match of a candidate in a tier."""
        if number not in self._judged:
            document = self._segment.document(number)
            known = match(self._query, document)
            counts = number not in self._replaced and document.account_id not in self._hidden
            self._judged[number] = Found.of(known, document) if known and counts else None
        found = self._judged[number]
        return found if found and found.tier == tier else None

    def _place_after(self) -> int:
        """The number of the first document that ranks after the key."""
        rank = self._after[0], *self._after[2:]
        numbers = range(self._segment.count)
        return bisect_right(numbers, rank, key=lambda number: self._segment.document(number).rank)
