"""How posting lists lie on disk: each one a set of document numbers in one checked piece. The replaceable part.

Whoosh's own codec keeps lists in blocks of 128 pickled postings that Python walks one by one; as sets, the AND of
several lists is a single operation on integers whose bit n stands for document n.
"""

import os
import zlib
from array import array
from collections.abc import Iterator

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo, W3TermsReader
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.matching import ListMatcher
from whoosh.reading import TermNotFound

_NUMBERS, _BITS, _PACKED_BITS = b"n", b"b", b"z"
_CHUNK = 128  # bytes of a set that are looked at together


class Damaged(Exception):
    """What was read is not what was written."""


def checked(data: bytes) -> bytes:
    """`data` behind its checksum, for `unchecked` to verify."""
    return zlib.crc32(data).to_bytes(4, "little") + data


def unchecked(data: bytes) -> bytes:
    """What `checked` was given. Raises Damaged."""
    if len(data) < 4 or int.from_bytes(data[:4], "little") != zlib.crc32(data[4:]):
        raise Damaged("checksum")
    return data[4:]


def packed(numbers) -> bytes:
    """Ascending document numbers as bytes: few of them as they are, more as bits, thinly set bits compressed."""
    span = numbers[-1] + 1
    if len(numbers) * 512 < span:
        return _NUMBERS + array("I", numbers).tobytes()
    bits = bytearray(span + 7 >> 3)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    if len(numbers) * 8 < span and span > 1024:
        return _PACKED_BITS + zlib.compress(bits, 1)
    return _BITS + bits


def unpacked(data: bytes) -> int:
    """The set that `packed` was given, as an integer with one bit for each number."""
    kind, rest = data[:1], data[1:]
    if kind == _NUMBERS:
        numbers = array("I", rest)
        bits = bytearray((numbers[-1] >> 3) + 1)
        for number in numbers:
            bits[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(bits, "little")
    return int.from_bytes(zlib.decompress(rest) if kind == _PACKED_BITS else rest, "little")


def numbers_in(bits: int) -> Iterator[int]:
    """The numbers in a set, ascending. Lazy, since mostly the first ten are enough."""
    data = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    for start in range(0, len(data), _CHUNK):
        chunk = int.from_bytes(data[start : start + _CHUNK], "little")
        while chunk:
            lowest = chunk & -chunk
            yield (start << 3) + lowest.bit_length() - 1
            chunk ^= lowest


class SetCodec(W3Codec):
    """Whoosh's codec with posting lists as sets. Weights, frequencies and positions are not kept."""

    length_stats = False

    def postings_writer(self, dbfile, byteids=False):
        return SetWriter(dbfile)

    def postings_reader(self, dbfile, terminfo, format_, term=None, scorer=None):
        numbers = list(numbers_in(read_set(dbfile, terminfo)))
        return ListMatcher(numbers, format=format_, scorer=scorer, term=term, terminfo=terminfo)

    def field_writer(self, storage, segment):
        return SetFieldWriter(self, storage, segment)

    def terms_reader(self, storage, segment):
        name = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return SetTermsReader(self, storage.open_file(name), storage.file_length(name), postings)


class SetWriter:
    """Writes one posting list after another; Whoosh calls it posting by posting, the bulk path list by list."""

    def __init__(self, file):
        self._file = file

    def start_postings(self, _format, terminfo):
        self._terminfo = terminfo
        self._numbers = array("I")

    def add_posting(self, number, _weight=1.0, _value=b"", _length=None):
        self._numbers.append(number)

    def add_all(self, numbers):
        self._numbers = numbers

    def finish_postings(self):
        numbers = self._numbers
        count = len(numbers)
        terminfo = W3TermInfo(weight=count, df=count, maxweight=1, minid=numbers[0], maxid=numbers[-1])
        data = checked(packed(numbers))
        terminfo.set_extent(self._file.tell(), len(data))
        self._file.write(data)
        return terminfo


class SetFieldWriter(W3FieldWriter):
    """Whoosh's writer of terms, which also takes a whole posting list at once."""

    def add_list(self, term: bytes, numbers):
        """Add `term` with the ascending document `numbers` that it stands in. Terms come in byte order."""
        self.start_term(term)
        self._postwriter.add_all(numbers)
        self.finish_term()


class SetTermsReader(W3TermsReader):
    """Whoosh's reader of terms, which also hands out whole posting lists."""

    def documents_with(self, field: str, term: str) -> int:
        """The set of documents that `term` stands in; 0 when it stands in none. Raises Damaged."""
        try:
            return read_set(self._postfile, self.term_info(field, term.encode()))
        except TermNotFound:
            return 0


def read_set(file, terminfo) -> int:
    place, (length,) = terminfo.extent()  # Whoosh forgets to take the length out of its tuple
    return unpacked(unchecked(file.get(place, length)))


class SharedFile(StructFile):
    """A file of the index, read at places instead of through a position, so that threads share it.

    Nothing is mapped: a file that somebody truncates gives too few bytes, where a mapping would end the process.
    """

    def __init__(self, path: str):
        super().__init__(open(path, "rb"), name=path)  # noqa: SIM115 (closed with this object)
        self.unchanged_since = self.stamp()

    def stamp(self) -> tuple[int, int]:
        now = os.fstat(self.fileno())
        return now.st_size, now.st_mtime_ns

    def get(self, position, length):
        return os.pread(self.fileno(), length, position)

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
