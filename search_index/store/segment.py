"""One segment of the index: documents in rank order, and the sets of documents that hold each piece of text."""

from array import array
from collections.abc import Iterable
from functools import lru_cache

from pyroaring import FrozenBitMap
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from search_index.documents import Document
from search_index.store.candidates import Candidates
from search_index.store.codec import NOTHING, PieceColumn, SetCodec, SharedStorage
from search_index.store.files import Damaged
from search_index.store.runs import Runs
from search_index.store.terms import terms_of

NAME = "overblik"
WHOLE_SCAN = 200  # accounts of one user beyond which reading all owners is quicker than to look for each


def _terms():
    return FieldType(format=Existence(), analyzer=None)


# What a document is found by; `record` is what it is then judged and shown by, `owner` is whose it is.
SCHEMA = Schema(
    whole_name=_terms(),
    account_id=_terms(),
    name_start=_terms(),
    word_start=_terms(),
    name_part=_terms(),
    other_start=_terms(),
    other_part=_terms(),
    person_start=_terms(),
    phone_start=_terms(),
    phone_part=_terms(),
    dialled=_terms(),
    number_start=_terms(),
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
        # Which documents are active and which archived: the number of the first, and of the one past the last.
        self.active_span, self.archived_span = (0, active), (active, count)
        self._storage = SharedStorage(str(path))
        segment = W3Segment(CODEC, NAME, count, segid=name)
        rows = CODEC.per_document_reader(self._storage, segment)
        self._records = rows.column_reader("record", SCHEMA["record"].column_type)
        # Four bytes a document in memory; lists and records are read when they are asked for.
        owners = self._storage.open_file(CODEC.column_filename(segment, "owner"))
        self.owners = owners.get_array(0, "I", count)
        if owners.size != count * self.owners.itemsize:
            raise Damaged("the number of documents")
        self._terms = CODEC.terms_reader(self._storage, segment)
        self.candidates = Candidates(self._terms.documents_with, count)
        self.numbers_of = lru_cache(64)(self._numbers_of)
        self.document = lru_cache(1000)(self._document)
        edges = {number for number in (0, active - 1, active, count - 1) if 0 <= number < count}
        if any(self.document(number).archived != (number >= active) for number in edges):
            raise Damaged("which documents are active")

    @property
    def unchanged(self) -> bool:
        """Whether all files are as they were when they were opened."""
        return all(file.unchanged for file in self._storage.opened)

    @property
    def terms_unchanged(self) -> bool:
        """Whether the table of terms is: what else is read has checksums of its own."""
        return self._terms.unchanged

    def _document(self, number: int) -> Document:
        return Document.from_bytes(self._records[number])

    def sort_key(self, number: int) -> str:
        return self.document(number).sort_key

    def _numbers_of(self, account_ids: frozenset[int]) -> FrozenBitMap:
        """The set of the documents that belong to these accounts."""
        if len(account_ids) > WHOLE_SCAN:
            found = [number for number, owner in enumerate(self.owners) if owner in account_ids]
            return FrozenBitMap(array("I", found))
        return FrozenBitMap.union(NOTHING, *map(self.candidates.number_of, account_ids))
