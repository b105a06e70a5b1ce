"""How the index lies on disk: posting lists as sets of document numbers, records as pieces. The replaceable part.

Whoosh's own codec keeps lists in blocks of 128 pickled postings that Python walks one by one; as Roaring bitmaps the
AND of several lists is a single operation. Every list and record has its own checksum, looked at whenever it is read.
"""

import os
import struct
import zlib
from array import array

from pyroaring import BitMap, FrozenBitMap
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo, W3TermsReader
from whoosh.columns import Column, ColumnReader, ColumnWriter
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.matching import ListMatcher
from whoosh.reading import TermNotFound

_NUMBERS, _BITMAP = b"n", b"r"
_FEW = 16  # numbers that are shorter as they are than as a bitmap

REMEMBERED_BYTES = 2_500_000  # of lists of a segment, in each process
LEAST_BYTES = 300  # that a short list takes in memory

NOTHING = FrozenBitMap()


class Damaged(Exception):
    """What was read is not what was written."""


def checked(data: bytes) -> bytes:
    """`data` behind its checksum, for `unchecked` to verify."""
    return zlib.crc32(data).to_bytes(4, "little") + data


def unchecked(data: bytes) -> bytes:
    """What `checked` was given. Raises Damaged."""
    rest = data[4:]
    if not rest or int.from_bytes(data[:4], "little") != zlib.crc32(rest):
        raise Damaged("checksum")
    return rest


def packed(numbers: BitMap) -> bytes:
    """A set of document numbers as bytes."""
    if len(numbers) <= _FEW:
        return _NUMBERS + array("I", numbers).tobytes()
    numbers.run_optimize()
    return _BITMAP + numbers.serialize()


def unpacked(data: bytes) -> FrozenBitMap:
    """The set that `packed` was given."""
    if data[:1] == _NUMBERS:
        return FrozenBitMap(array("I", data[1:]))
    return FrozenBitMap.deserialize(data[1:])


class SetCodec(W3Codec):
    """Whoosh's codec with posting lists as sets. Weights, frequencies and positions are not kept."""

    length_stats = False

    def postings_writer(self, dbfile, byteids=False):
        return SetWriter(dbfile)

    def postings_reader(self, dbfile, terminfo, format_, term=None, scorer=None):
        numbers = list(read_set(dbfile, terminfo))
        return ListMatcher(numbers, format=format_, scorer=scorer, term=term, terminfo=terminfo)

    def field_writer(self, storage, segment):
        return SetFieldWriter(self, storage, segment)

    def terms_reader(self, storage, segment):
        name = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return SetTermsReader(self, storage.open_file(name), storage.file_length(name), postings)


class SetWriter:
    """Writes one posting list after another; Whoosh calls it posting by posting, the bulk path set by set."""

    def __init__(self, file):
        self._file = file

    def start_postings(self, _format, terminfo):
        self._numbers = BitMap()

    def add_posting(self, number, _weight=1.0, _value=b"", _length=None):
        self._numbers.add(number)

    def add_set(self, numbers: BitMap):
        self._numbers = numbers

    def finish_postings(self):
        numbers, count = self._numbers, len(self._numbers)
        terminfo = W3TermInfo(weight=count, df=count, maxweight=1, minid=numbers.min(), maxid=numbers.max())
        data = checked(packed(numbers))
        terminfo.set_extent(self._file.tell(), len(data))
        self._file.write(data)
        return terminfo


class SetFieldWriter(W3FieldWriter):
    """Whoosh's writer of terms, which also takes a whole posting list at once."""

    def add_set(self, term: bytes, numbers: BitMap):
        """Add `term` with the set of documents that it stands in. Terms come in byte order."""
        self.start_term(term)
        self._postwriter.add_set(numbers)
        self.finish_term()


class SetTermsReader(W3TermsReader):
    """Whoosh's reader of terms, which also hands out whole posting lists and remembers those asked for lately."""

    def __init__(self, *args):
        super().__init__(*args)
        # The lists of a while, and of the while before it; of both together at most twice REMEMBERED_BYTES.
        self._young, self._old, self._bytes = {}, {}, 0

    def documents_with(self, field: str, term: str) -> FrozenBitMap:
        """The set of documents that `term` stands in; empty when it stands in none. Raises Damaged."""
        key = field, term
        found = self._young.get(key)
        if found is None:
            found, size = self._old.get(key) or self._read(field, term)
            if self._bytes > REMEMBERED_BYTES:
                self._young, self._old, self._bytes = {}, self._young, 0
            self._young[key] = found, size
            self._bytes += size
            return found
        return found[0]

    def _read(self, field, term):
        try:
            terminfo = self.term_info(field, term.encode())
        except TermNotFound:
            return NOTHING, LEAST_BYTES
        return read_set(self._postfile, terminfo), LEAST_BYTES + terminfo.extent()[1][0]


def read_set(file, terminfo) -> FrozenBitMap:
    place, (length,) = terminfo.extent()  # Whoosh forgets to take the length out of its tuple
    return unpacked(unchecked(file.get(place, length)))


class PieceColumn(Column):
    """One piece of bytes for each document. Unlike Whoosh's own column, a reader keeps no table of them in memory."""

    def writer(self, dbfile):
        return PieceWriter(dbfile)

    def reader(self, dbfile, basepos, length, doccount):
        return PieceReader(dbfile, basepos, length, doccount)

    def default_value(self, reverse=False):
        return b""


class PieceWriter(ColumnWriter):
    """The pieces one after another, then where each of them begins, and where the last one ends."""

    def __init__(self, dbfile):
        super().__init__(dbfile)
        self._ends = array("Q", [0])

    def fill(self, docnum):
        self._ends.extend(self._ends[-1:] * (docnum + 1 - len(self._ends)))

    def add(self, docnum, piece):
        self.fill(docnum)
        self._dbfile.write(checked(piece))
        self._ends.append(self._ends[-1] + len(piece) + 4)

    def finish(self, doccount):
        self.fill(doccount)
        self._dbfile.write(self._ends.tobytes())


class PieceReader(ColumnReader):
    _PLACE = struct.Struct("=QQ")

    def __init__(self, dbfile, basepos, length, doccount):
        super().__init__(dbfile, basepos, length, doccount)
        self._places = basepos + length - 8 * (doccount + 1)

    def __getitem__(self, number: int) -> bytes:
        """The piece of a document. Raises Damaged."""
        place = self._dbfile.get(self._places + 8 * number, 16)
        if len(place) < 16:
            raise Damaged("truncated")
        begin, end = self._PLACE.unpack(place)
        return unchecked(self._dbfile.get(self._basepos + begin, end - begin))


class SharedFile(StructFile):
    """A file of the index, read at places instead of through a position, so that threads share it.

    Nothing is mapped: a file that somebody truncates gives too few bytes, where a mapping would end the process.
    """

    def __init__(self, path: str):
        super().__init__(open(path, "rb"), name=path)  # noqa: SIM115 (closed with this object)
        self._descriptor = self.fileno()
        self.unchanged_since = self.stamp()

    def stamp(self) -> tuple[int, int]:
        now = os.fstat(self._descriptor)
        return now.st_size, now.st_mtime_ns

    def get(self, position, length):
        return os.pread(self._descriptor, length, position)

    def __del__(self):
        if not getattr(self, "is_closed", True):
            self.close()


class SharedStorage(FileStorage):
    """A directory whose files open as SharedFile; `opened` lists them."""

    def __init__(self, path: str):
        super().__init__(path, supports_mmap=False)
        self.opened = []

    def open_file(self, name, **_options):
        self.opened.append(SharedFile(self._fpath(name)))
        return self.opened[-1]
