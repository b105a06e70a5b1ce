"""One segment of the index: documents in rank order, and the sets of documents that hold each piece of text."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from operator import and_, or_

from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from models.folding import starts_word
from search_index.codec import SetCodec, SharedStorage, checked, numbers_in, unchecked
from search_index.documents import ADDRESS, PHONE, Document
from search_index.matching import (
    ADDRESS_START,
    ELSEWHERE,
    EXACT,
    NAME_INSIDE,
    NAME_START,
    WORD_START,
    Match,
    Query,
    Word,
    match,
)

NAME = "overblik"
GRAM = 3  # letters of the longest piece of a text that has a list of its own
START = 4  # letters of the longest beginning that has one
MOST_GRAMS = 12  # that are asked for one long word; the documents that remain are looked at anyway
CACHED_BYTES = 16_000_000  # of sets in memory, about, in each segment


def _terms():
    return FieldType(format=Existence(), analyzer=None)


# What a document is found by; `record` is what it is then judged and shown by, `number` is whose it is.
SCHEMA = Schema(
    exact_name=_terms(),
    account_id=_terms(),
    name_start=_terms(),
    word_start=_terms(),
    name_part=_terms(),
    other_start=_terms(),
    other_part=_terms(),
    archived=_terms(),
    number=COLUMN(NumericColumn("I")),
    record=COLUMN(VarBytesColumn()),
)
CODEC = SetCodec()


def terms_of(document: Document) -> dict[str, set[str]]:
    """Everything that `document` is to be found by: terms by field."""
    names = set(document.name.forms)
    others = {form for text in document.others for form in text.forms}
    starts = {form for text in document.others if text.kind in (ADDRESS, PHONE) for form in text.forms}
    return {
        "exact_name": names,
        "account_id": {str(document.account_id)},
        "name_start": {start for name in names for start in _starts(name, 0)},
        "word_start": {
            start
            for name in names
            for at in range(len(name))
            if starts_word(name, at)
            for start in _starts(name, at)
        },
        "name_part": _parts(names),
        "other_start": {start for text in starts for start in _starts(text, 0)},
        "other_part": _parts(others),
        "archived": {"yes"} if document.archived else set(),
    }


def _starts(text: str, at: int) -> list[str]:
    return [text[at:end] for end in range(at + 1, min(at + START, len(text)) + 1)]


def _parts(texts) -> set[str]:
    found = set()
    for text in texts:
        found.update(text)
        for size in range(2, GRAM + 1):
            found.update([text[at : at + size] for at in range(len(text) - size + 1)])
    return found


def write(storage, documents: Iterable[Document]) -> W3Segment:
    """Write `documents`, which come in rank order, into a new segment. Needs memory for all their lists at once."""
    segment = CODEC.new_segment(storage, NAME)
    rows = CODEC.per_document_writer(storage, segment)
    lists = {field: defaultdict(_numbers) for field in SCHEMA.names() if SCHEMA[field].indexed}
    count = 0
    for number, document in enumerate(documents):
        rows.start_doc(number)
        rows.add_column_value("number", SCHEMA["number"].column_type, document.account_id)
        rows.add_column_value("record", SCHEMA["record"].column_type, checked(document.to_bytes()))
        rows.finish_doc()
        for field, terms in terms_of(document).items():
            of_field = lists[field]
            for term in terms:
                of_field[term].append(number)
        count = number + 1
    rows.close()
    fields = CODEC.field_writer(storage, segment)
    for field in sorted(lists):
        fields.start_field(field, SCHEMA[field])
        for term, term_text in sorted((term.encode(), term) for term in lists[field]):
            fields.add_list(term, lists[field].pop(term_text))
        fields.finish_field()
    fields.close()
    segment.set_doc_count(count)
    return segment


def _numbers():
    return array("I")


class OpenSegment:
    """A segment for reading, safe to share between threads. Which of its documents are still live, others know."""

    def __init__(self, path, name: str, count: int):
        self.name = name
        self.count = count
        self._storage = SharedStorage(str(path))
        segment = W3Segment(CODEC, NAME, count, segid=name)
        terms = CODEC.terms_reader(self._storage, segment)
        rows = CODEC.per_document_reader(self._storage, segment)
        self._records = rows.column_reader("record", SCHEMA["record"].column_type)
        entries = min(20_000, CACHED_BYTES // (count // 8 + 200))
        self._documents_with = lru_cache(entries)(terms.documents_with)
        owners = self._storage.open_file(CODEC.column_filename(segment, "number")).get_array(0, "I", count)
        self.numbers_of = lru_cache(64)(lambda account_ids: _numbers_of(owners, account_ids))

    @property
    def unchanged(self) -> bool:
        """Whether the files are as they were when they were opened."""
        return all(file.stamp() == file.unchanged_since for file in self._storage.opened)

    def document(self, number: int) -> Document:
        return Document.from_bytes(unchecked(self._records[number]))

    def best(self, query: Query, among: int, count: int, hidden) -> Iterator[tuple[tuple, Match, Document]]:
        """The best `count` matches in the set `among`, best first, as (sort key, match, document).

        Accounts in `hidden` are passed over. Document order is rank order, so each tier may stop early.
        """
        judged = {}
        candidates = Candidates(self._documents_with, query)
        archived = self._documents_with("archived", "yes") & among
        for group in (among ^ archived, archived):
            for tier in range(ELSEWHERE + 1) if group else ():
                for number in numbers_in(candidates.of_tier(tier) & group):
                    if number not in judged:
                        document = self.document(number)
                        judged[number] = match(query, document), document
                    found, document = judged[number]
                    if found is None or found.tier != tier or document.account_id in hidden:
                        continue
                    yield (document.archived, tier, document.sort_key, document.account_id), found, document
                    count -= 1
                    if not count:
                        return


def _numbers_of(owners, account_ids: frozenset[int]) -> int:
    """The set of the documents that belong to these accounts."""
    bits = bytearray(len(owners) + 7 >> 3)
    for number in [number for number, owner in enumerate(owners) if owner in account_ids]:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


class Candidates:
    """Which documents may match a query in a tier: all that do, and a few that do not."""

    def __init__(self, documents_with, query: Query):
        self._with = documents_with
        self._query = query
        self._sets = {}

    def of_tier(self, tier: int) -> int:
        """The documents that may match in `tier`; those of better tiers may be among them."""
        if tier not in self._sets:
            found = reduce(or_, (self._reading(words, tier) for words in self._query.readings))
            if tier == EXACT:
                found |= reduce(or_, (self._with("exact_name", form) for form in set(self._query.phrase)))
            self._sets[tier] = found
        return self._sets[tier]

    def _reading(self, words, tier) -> int:
        if tier == NAME_START:
            starting = reduce(or_, (self._word(word, NAME_START) for word in words))
            return starting & self._reading(words, WORD_START)
        return reduce(and_, (self._word(word, tier) for word in words))

    def _word(self, word: Word, tier: int) -> int:
        """The documents in which `word` may stand at a place of `tier` or better."""
        key = word, tier
        if key not in self._sets:
            self._sets[key] = self._in_tier(word, tier) | (self._word(word, tier - 1) if tier else 0)
        return self._sets[key]

    def _in_tier(self, word, tier) -> int:
        fragments = {*word.forms} if tier <= NAME_INSIDE else {*word.forms, *word.digits}
        if tier == EXACT:
            return self._with("account_id", str(word.account_id)) if word.account_id is not None else 0
        if tier == NAME_START:
            return self._any(self._start, "name_start", "name_part", fragments)
        if tier == WORD_START:
            return self._any(self._start, "word_start", "name_part", fragments)
        if tier == ADDRESS_START:
            return self._any(self._start, "other_start", "other_part", fragments)
        return self._any(self._part, None, "name_part" if tier == NAME_INSIDE else "other_part", fragments)

    def _any(self, find, start, part, fragments) -> int:
        return reduce(or_, (find(start, part, fragment) for fragment in fragments), 0)

    def _start(self, start, part, fragment) -> int:
        found = self._with(start, fragment[:START])
        return found & self._part(None, part, fragment) if found and len(fragment) > START else found

    def _part(self, _start, part, fragment) -> int:
        if len(fragment) <= GRAM:
            return self._with(part, fragment)
        last = len(fragment) - GRAM
        places = range(last + 1) if last < MOST_GRAMS else range(0, last + 1, -(-last // (MOST_GRAMS - 1)))
        found = -1
        for at in {*places, last}:
            found &= self._with(part, fragment[at : at + GRAM])
            if not found:
                return 0
        return found
