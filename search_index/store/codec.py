"""How the index lies on disk: posting lists as sets of document numbers, records as pieces. The replaceable part.

Whoosh's own codec keeps lists in blocks of 128 pickled postings that Python walks one by one; as Roaring bitmaps the
AND of several lists is a single operation. Every list and record has its own checksum, looked at whenever it is read.
"""

import os
import struct
import zlib
from array import array
from collections.abc import Iterator
from itertools import chain
from pickle import Unpickler

from pyroaring import BitMap, FrozenBitMap
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo, W3TermsReader
from whoosh.columns import Column, ColumnReader, ColumnWriter
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.matching import ListMatcher

from search_index.store.files import Damaged, open_plain

_NUMBERS, _BITMAP = b"n", b"r"
_FEW = 16  # numbers that are shorter as they are than as a bitmap

NOTHING = FrozenBitMap()


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
        place, (length,) = terminfo.extent()  # Whoosh forgets to take the length out of its tuple
        numbers = list(_set_at(dbfile, place, length))
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
    """Whoosh's reader of terms, which also hands out whole posting lists."""

    # Of Whoosh's table: a slot is the hash of a key and the place of its item, which begins with the lengths of key
    # and value. The value, a W3TermInfo, ends with the place and the length of a list.
    _SLOT = struct.Struct("!Iq")
    _AT_ONCE = 6  # slots that are read: most keys stand in the first two that they may stand in
    _LENGTHS = struct.Struct("!ii")
    _EXTENT = struct.Struct("!qi")
    _VALUE_BYTES = W3TermInfo._struct.size + _EXTENT.size

    @property
    def unchanged(self) -> bool:
        """Whether the table is as it was when it was opened."""
        return self._dbfile.unchanged

    def documents_with(self, field: str, term: str) -> FrozenBitMap:
        """The set of documents that `term` stands in; empty when it stands in none. Raises Damaged."""
        value = self._value_of(self._keycoder(field, term.encode()))
        if value is None:
            return NOTHING
        return _set_at(self._postfile, *self._EXTENT.unpack_from(value, len(value) - self._EXTENT.size))

    def _value_of(self, key: bytes) -> bytes | None:
        """What Whoosh's table has under `key`; its own look-up takes four times as long."""
        hashed = self._tindex.hashfn(key)
        begin, slots = self._tindex.tables[hashed & 255]
        for known, place in self._slots(begin, slots, (hashed >> 8) % slots) if slots else ():
            if not place:
                break
            if known == hashed:
                head = self._LENGTHS.pack(len(key), self._VALUE_BYTES) + key
                item = self._dbfile.get(place, len(head) + self._VALUE_BYTES)
                if item.startswith(head):
                    return item[len(head) :]
        return None

    def _slots(self, begin, slots, first) -> Iterator[tuple[int, int]]:
        """The slots of a table in the order in which a key is looked for: from the `first` on and around."""
        for at in chain(range(first, slots, self._AT_ONCE), range(0, first, self._AT_ONCE)):
            size = min(self._AT_ONCE, slots - at) * self._SLOT.size
            yield from self._SLOT.iter_unpack(self._dbfile.get(begin + at * self._SLOT.size, size))


def _set_at(file, place: int, length: int) -> FrozenBitMap:
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
        begin, end = self._PLACE.unpack(self._dbfile.get(self._places + 8 * number, 16))
        return unchecked(self._dbfile.get(self._basepos + begin, end - begin))


class _PlainUnpickler(Unpickler):
    def find_class(self, module, name):
        raise Damaged(f"{module}.{name} in a pickle")


class SharedFile(StructFile):
    """A file of the index, read at places instead of through a position, so that threads share it.

    Nothing is mapped: a file that somebody truncates gives too few bytes, where a mapping would end the process.
    """

    def __init__(self, path: str):
        super().__init__(open_plain(path), name=path)
        self._descriptor = self.fileno()
        self._opened_as = os.fstat(self._descriptor)

    @property
    def size(self) -> int:
        return self._opened_as.st_size

    @property
    def unchanged(self) -> bool:
        """Whether nobody wrote to it since it was opened; that the writer removed it meanwhile is no change."""
        now, then = os.fstat(self._descriptor), self._opened_as
        written = now.st_size != then.st_size or now.st_mtime_ns != then.st_mtime_ns
        return not written and (now.st_ctime_ns == then.st_ctime_ns or now.st_nlink != then.st_nlink)

    def read_pickle(self):
        """What Whoosh keeps at the ends of its files: plain values, or Damaged, since a pickle may name code to run."""
        return _PlainUnpickler(self.file).load()

    def get(self, position, length):
        """The bytes at a place. Raises Damaged when there are fewer."""
        data = os.pread(self._descriptor, length, position)
        if len(data) < length:
            raise Damaged("truncated")
        return data

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
