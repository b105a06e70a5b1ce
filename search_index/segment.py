"""One segment of the index: documents in rank order, and the sets of documents that hold each piece of text."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyroaring import FrozenBitMap
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from search_index.candidates import Candidates
from search_index.codec import NOTHING, PieceColumn, SetCodec, SharedStorage
from search_index.documents import Document
from search_index.matching import ELSEWHERE, EXACT, NAME_START, Found, Query, match
from search_index.runs import Runs
from search_index.terms import terms_of

NAME = "overblik"
WHOLE_SCAN = 200  # accounts of one user beyond which reading all owners is quicker than to look for each
TIERS = range(ELSEWHERE + 1)
FEW = 10  # candidates that are judged without asking which tier each may be of


def _terms():
    return FieldType(format=Existence(), analyzer=None)


# What a document is found by; `record` is what it is then judged and shown by, `owner` is whose it is.
SCHEMA = Schema(
    name_length=_terms(),
    account_id=_terms(),
    name_start=_terms(),
    word_start=_terms(),
    name_part=_terms(),
    other_start=_terms(),
    other_part=_terms(),
    dialled=_terms(),
    owner=COLUMN(NumericColumn("I")),
    record=COLUMN(PieceColumn()),
)
CODEC = SetCodec()


def write(storage, documents: Iterable[Document]) -> tuple[W3Segment, int]:
    """Write `documents`, which come in rank order, into a new segment; return it and the number of active ones.

    Needs memory for the lists of a run of documents, however many there are.
    """
    segment = CODEC.new_segment(storage, NAME)
    rows = CODEC.per_document_writer(storage, segment)
    count = active = 0
    with Runs(storage.folder) as runs:
        for number, document in enumerate(documents):
            rows.start_doc(number)
            rows.add_column_value("owner", SCHEMA["owner"].column_type, document.account_id)
            rows.add_column_value("record", SCHEMA["record"].column_type, document.to_bytes())
            rows.finish_doc()
            runs.add(number, terms_of(document))
            count = number + 1
            active += not document.archived
        rows.close()
        fields = CODEC.field_writer(storage, segment)
        for field, lists in runs.merged():
            fields.start_field(field, SCHEMA[field])
            for term, numbers in lists:
                fields.add_set(term, numbers)
            fields.finish_field()
        fields.close()
    segment.set_doc_count(count)
    return segment, active


class OpenSegment:
    """A segment for reading, safe to share between threads. Which of its documents were replaced, others know."""

    def __init__(self, path, name: str, count: int, active: int):
        self.name = name
        self.count = count
        self._groups = [group for group in ((False, 0, active), (True, active, count)) if group[1] < group[2]]
        self._storage = SharedStorage(str(path))
        segment = W3Segment(CODEC, NAME, count, segid=name)
        rows = CODEC.per_document_reader(self._storage, segment)
        self._records = rows.column_reader("record", SCHEMA["record"].column_type)
        self._owners = self._storage.open_file(CODEC.column_filename(segment, "owner"))
        self._candidates = Candidates(CODEC.terms_reader(self._storage, segment).documents_with, count)
        self.numbers_of = lru_cache(64)(self._numbers_of)
        self.document = lru_cache(1000)(self._document)

    @property
    def unchanged(self) -> bool:
        """Whether the files are as they were when they were opened."""
        return all(file.stamp() == file.unchanged_since for file in self._storage.opened)

    def _document(self, number: int) -> Document:
        return Document.from_bytes(self._records[number])

    def _numbers_of(self, account_ids: frozenset[int]) -> FrozenBitMap:
        """The set of the documents that belong to these accounts."""
        if len(account_ids) > WHOLE_SCAN:
            owners = self._owners.get_array(0, "I", self.count)
            return FrozenBitMap(array("I", [at for at, owner in enumerate(owners) if owner in account_ids]))
        return FrozenBitMap.union(NOTHING, *map(self._candidates.number_of, account_ids))

    def matches(
        self, query: Query, among: FrozenBitMap | None, replaced, hidden=frozenset(), after=None
    ) -> Iterator[Found]:
        """The matches `among` these documents (None: all), best first, those that come after a key.

        Neither `replaced` documents nor those of `hidden` accounts count. Document order is rank order: whoever has
        enough stops asking.
        """
        judged = Judged(self.document, query, replaced, hidden)
        few = NOTHING
        for tier in TIERS[NAME_START:]:
            numbers = self._numbers(query, tier, among)
            if len(numbers) > FEW:
                break
            few = numbers
        else:
            yield from judged.among(few, after)
            return
        if tier == NAME_START:
            few = self._numbers(query, EXACT, among)
        for archived, first, end in self._groups:
            yield from judged.among([each for each in few if first <= each < end], after, tier)
            for at in TIERS[tier:]:
                start = self._place_after(after, archived, at, first) if after else first
                numbers = self._numbers(query, at, among)
                for number in numbers.iter_equal_or_larger(start) if start else numbers:
                    if number >= end:
                        break
                    found = judged[number]
                    if found and found.tier == at:
                        yield found

    def _numbers(self, query, tier, among):
        numbers = self._candidates.of_tier(query, tier)
        return numbers if among is None else numbers & among

    def _place_after(self, after, archived, tier, first) -> int:
        """The number of the first document of a tier that may come after a key; `count` when none does."""
        if (archived, tier) > after[:2]:
            return first
        if (archived, tier) < after[:2]:
            return self.count
        _, _, sort_key, account_id = after
        return bisect_right(
            range(self.count), (archived, sort_key, account_id), key=lambda number: self.document(number).rank
        )


class Judged(dict):
    """By the number of a document how it matches, or None; each is judged when it is first asked for."""

    def __init__(self, document, query: Query, replaced, hidden):
        super().__init__()
        self._document = document
        self._query = query
        self._replaced = replaced
        self._hidden = hidden

    def __missing__(self, number: int) -> Found | None:
        document = self._document(number)
        known = match(self._query, document)
        if known is None or number in self._replaced or document.account_id in self._hidden:
            found = None
        else:
            found = Found.of(known, document)
        self[number] = found
        return found

    def among(self, numbers: Iterable[int], after, below: int = ELSEWHERE + 1) -> list[Found]:
        """The matches among some documents in a tier `below` that, best first, those that come after a key."""
        found = [each for number in numbers if (each := self[number]) and each.tier < below]
        return sorted(each for each in found if after is None or each.key > after)
