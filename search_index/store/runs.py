"""Posting lists of any number of documents in little memory: gathered, written out run by run, merged at the end."""

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile

from pyroaring import BitMap

from search_index.store.codec import packed, unpacked

# Documents of one run: about 40 MB in memory.
RUN = 20_000

_SIZES = struct.Struct("=HHI")


class Runs:
    """A context in which lists are gathered. Its files have no names, so that nothing is left of a crash."""

    def __init__(self, directory: str):
        self._directory = directory
        self._files = ExitStack()
        self._written = []
        self._begin()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._files.close()

    def _begin(self):
        self._lists = defaultdict(lambda: defaultdict(_appender))
        self._gathered = 0

    def add(self, number: int, terms: dict):
        """Note that the document `number` has these terms, by field. Numbers ascend."""
        for field, of_field in terms.items():
            lists = self._lists[field]
            for term in of_field:
                lists[term](number)
        self._gathered += 1
        if self._gathered == RUN:
            self._write_out()

    def merged(self) -> Iterator[tuple[str, Iterator[tuple[bytes, BitMap]]]]:
        """Fields in order, each with its terms in byte order and the set of documents of each. Once only."""
        runs = [_read(file) for file in self._written]
        lists = merge(*runs, self._gathered_lists(), key=itemgetter(0, 1))
        for field, of_field in groupby(lists, itemgetter(0)):
            of_terms = groupby(of_field, itemgetter(1))
            yield field, ((term.encode(), _union(numbers for *_, numbers in same)) for term, same in of_terms)

    def _gathered_lists(self):
        for field in sorted(self._lists):
            lists = self._lists[field]
            for term in sorted(lists):
                yield field, term, BitMap(lists.pop(term).__self__)

    def _write_out(self):
        file = self._files.enter_context(TemporaryFile(dir=self._directory))  # noqa: SIM115 (entered here)
        for field, term, numbers in self._gathered_lists():
            pieces = field.encode(), term.encode(), packed(numbers)
            file.write(b"".join((_SIZES.pack(*map(len, pieces)), *pieces)))
        self._written.append(file)
        self._begin()


def _appender():
    """The append of a new array, which is called a hundred million times."""
    return array("I").append


def _read(file) -> Iterator[tuple[str, str, BitMap]]:
    file.seek(0)
    while sizes := file.read(_SIZES.size):
        field, term, numbers = map(file.read, _SIZES.unpack(sizes))
        yield field.decode(), term.decode(), unpacked(numbers)


def _union(sets) -> BitMap:
    first, *others = sets
    return BitMap.union(BitMap(first), *others) if others else BitMap(first)
