"""One segment of the index: documents in rank order, and the sets of documents that hold each piece of text."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from operator import and_
from zlib import crc32

from pyroaring import FrozenBitMap
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from models.folding import starts_word
from search_index.codec import NOTHING, PieceColumn, SetCodec, SharedStorage
from search_index.documents import ADDRESS, PHONE, Document
from search_index.matching import (
    ADDRESS_START,
    ELSEWHERE,
    EXACT,
    NAME_INSIDE,
    NAME_START,
    WORD_START,
    Found,
    Query,
    Word,
    match,
)
from search_index.runs import Runs

NAME = "overblik"
GRAM = 4  # letters of the longest piece of a text that has a list of its own
START = 4  # letters of the longest beginning that has one
DIALLED = 6  # digits of the longest beginning of a phone number with its country code
LONGEST_CODE = 3  # digits of a country code
MOST_GRAMS = 12  # that are asked for one long word; the documents that remain are looked at anyway
NAME_BUCKETS = 4096  # to which whole names are hashed, so that there are not as many lists as names
ID_DIGITS = 1000  # an account id is its thousands and the rest: two short lists instead of one for each id
TIERS = range(ELSEWHERE + 1)
WHOLE_SCAN = 200  # accounts of one user beyond which reading all owners is quicker than to look for each


def _terms():
    return FieldType(format=Existence(), analyzer=None)


# What a document is found by; `record` is what it is then judged and shown by, `owner` is whose it is.
SCHEMA = Schema(
    exact_name=_terms(),
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
        "exact_name": {_bucket(name) for name in set(document.name)},
        "account_id": _id_terms(document.account_id),
        "name_start": {own[0][:end] for own in words for end in range(1, START + 1)},
        "word_start": set().union(*[_starts(word) for own in words for word in own]),
        "name_part": set().union(*[_parts(word) for own in words for word in own]),
        "other_start": starts,
        "other_part": set().union(*[_cut(word) if "@" in word else _parts(word) for word in others]),
        "dialled": dialled,
    }


def _bucket(name: str) -> str:
    return str(crc32(name.encode()) % NAME_BUCKETS)


def _id_terms(account_id: int) -> tuple[str, str]:
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


def _any(sets: list[FrozenBitMap]) -> FrozenBitMap:
    """The union; most often of one, which is not copied."""
    sets = [each for each in sets if each]
    if len(sets) < 2:
        return sets[0] if sets else NOTHING
    return FrozenBitMap.union(*sets)


class OpenSegment:
    """A segment for reading, safe to share between threads. Which of its documents were replaced, others know."""

    def __init__(self, path, name: str, count: int, active: int):
        self.name = name
        self.count = count
        self._active = active
        self._storage = SharedStorage(str(path))
        segment = W3Segment(CODEC, NAME, count, segid=name)
        rows = CODEC.per_document_reader(self._storage, segment)
        self._records = rows.column_reader("record", SCHEMA["record"].column_type)
        self._owners = self._storage.open_file(CODEC.column_filename(segment, "owner"))
        self._documents_with = CODEC.terms_reader(self._storage, segment).documents_with
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
        return FrozenBitMap.union(NOTHING, *map(self._number_of, account_ids))

    def _number_of(self, account_id: int) -> FrozenBitMap:
        thousands, rest = _id_terms(account_id)
        return self._documents_with("account_id", thousands) & self._documents_with("account_id", rest)

    def matches(self, query: Query, among: FrozenBitMap | None, passed_over, after=None) -> Iterator[Found]:
        """The matches `among` these documents (None: all), best first, those that come after a key.

        `passed_over` says of a document's number and account whether it does not count. Document order is rank order:
        whoever has enough stops asking.
        """
        judged = {}
        candidates = Candidates(self._documents_with, self._number_of, query)
        for archived, first, end in ((False, 0, self._active), (True, self._active, self.count)):
            for tier in TIERS if first < end else ():
                numbers = candidates.of_tier(tier)
                if among is not None:
                    numbers &= among
                if not numbers:
                    continue
                start = self._place_after(after, archived, tier, first) if after else first
                for number in numbers.iter_equal_or_larger(start) if start else numbers:
                    if number >= end:
                        break
                    known = judged.get(number)
                    if known is None:
                        document = self.document(number)
                        judged[number] = known = match(query, document), document
                    found, document = known
                    if found and found.tier == tier and not passed_over(number, document.account_id):
                        yield Found((archived, tier, document.sort_key, document.account_id), found, document)

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


class Candidates:
    """Which documents may match a query in a tier: all that do, and a few that do not."""

    def __init__(self, documents_with, number_of, query: Query):
        self._with = documents_with
        self._number_of = number_of
        self._query = query
        self._known = {}

    def of_tier(self, tier: int) -> FrozenBitMap:
        """The documents that may match in `tier`; those of better tiers may be among them."""
        if tier not in self._known:
            found = [self._reading(words, tier) for words in self._query.readings]
            self._known[tier] = _any([*found, *self._named()] if tier == EXACT else found)
        return self._known[tier]

    def _named(self) -> Iterator[FrozenBitMap]:
        """Those whose name may be the whole query."""
        for form in set(self._query.phrase):
            starting = self._with("name_start", form.partition(" ")[0][:START])
            yield starting & self._with("exact_name", _bucket(form)) if starting else NOTHING

    def _reading(self, words, tier) -> FrozenBitMap:
        if tier == NAME_START and len(words) > 1:
            starting = _any([self._word(word, NAME_START) for word in words])
            return starting & self._reading(words, WORD_START)
        return reduce(and_, [self._word(word, tier) for word in words])

    def _word(self, word: Word, tier: int) -> FrozenBitMap:
        """The documents in which `word` may stand at a place of `tier` or better."""
        key = word, tier
        if key not in self._known:
            self._known[key] = _any(list(self._places(word, tier)))
        return self._known[key]

    def _places(self, word, tier) -> Iterator[FrozenBitMap]:
        if word.account_id is not None:
            yield self._number_of(word.account_id)
        for form in word.forms:
            if tier == NAME_START:
                yield self._start("name_start", "name_part", form)
            elif tier == WORD_START:
                yield self._start("word_start", "name_part", form)
            elif tier >= NAME_INSIDE:
                yield self._part("name_part", form)
        if tier >= ADDRESS_START and word.dialled:
            yield self._dialled(word.dialled)
        for fragment in (*word.forms, *word.digits):
            if tier == ADDRESS_START:
                yield self._start("other_start", "other_part", fragment)
            elif tier == ELSEWHERE:
                yield self._part("other_part", fragment)

    def _dialled(self, digits) -> FrozenBitMap:
        found, rest = self._with("dialled", digits[:DIALLED]), digits[LONGEST_CODE:]
        return found & self._part("other_part", rest) if found and len(digits) > DIALLED else found

    def _start(self, start, part, fragment) -> FrozenBitMap:
        found = self._with(start, fragment[:START])
        return found & self._part(part, fragment) if found and len(fragment) > START else found

    def _part(self, part, fragment) -> FrozenBitMap:
        if len(fragment) <= GRAM:
            return self._with(part, fragment)
        key = part, fragment
        if key not in self._known:
            self._known[key] = self._all_of(part, fragment)
        return self._known[key]

    def _all_of(self, part, fragment) -> FrozenBitMap:
        last = len(fragment) - GRAM
        places = range(last + 1) if last < MOST_GRAMS else range(0, last + 1, -(-last // (MOST_GRAMS - 1)))
        found = self._with(part, fragment[last:])
        for at in places:
            if not found:
                break
            found &= self._with(part, fragment[at : at + GRAM])
        return found
