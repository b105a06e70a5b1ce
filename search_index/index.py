"""The index on disk: its segments, the manifest that names them, and the one writer.

The directory is disposable (never backed up), ours alone (mode 0700) and never reachable by uploads. Whoosh's own
table of contents is a pickle, which runs code when it is read, and is found by looking for the highest number; here
a JSON manifest names every file with its checksum, so a file that somebody put there or changed is never opened.
Replacing the manifest, by one rename, is the commit. Nothing is flushed to disk: after a power cut the checksums tell.
"""

import fcntl
import json
import os
import unicodedata
import zlib
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from pathlib import Path

import whoosh

from search_index import segment
from search_index.codec import Damaged, SharedStorage, numbers_in
from search_index.documents import Document
from search_index.feed import Position
from search_index.segment import OpenSegment

# Raise VERSION with every change of what is indexed or how: other versions are rebuilt.
VERSION = 1
FORMAT = f"{VERSION} whoosh {'.'.join(map(str, whoosh.__version__))} unicode {unicodedata.unidata_version}"
MANIFEST = "manifest.json"
LOCK = "writer.lock"
SUSPECTED = "suspected"

# A segment of a bulk build; bounds the memory that it needs (about 2 kB a document).
PART = 100_000
# A new segment takes in older ones at its side while they have at most so many times its documents.
GROWTH = 4
OPENING_ATTEMPTS = 10


class Missing(Exception):
    """There is no index."""


class Busy(Exception):
    """Another process is writing."""


@dataclass(frozen=True)
class Part:
    """A segment as the manifest lists it: files by name with (size, checksum), numbers of replaced documents."""

    name: str
    count: int
    files: dict[str, list[int]]
    deleted: tuple[int, ...] = ()

    @property
    def live_count(self) -> int:
        return self.count - len(self.deleted)


@dataclass(frozen=True)
class Manifest:
    position: Position
    parts: tuple[Part, ...] = field(default=())

    def to_json(self) -> str:
        plain = {
            "format": FORMAT,
            "position": vars(self.position),
            "parts": [vars(part) for part in self.parts],
        }
        return json.dumps(plain)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Raises Damaged for what is no manifest or one of another version."""
        try:
            plain = json.loads(text)
            if plain["format"] != FORMAT:
                raise Damaged(plain["format"])
            gaps = tuple(tuple(gap) for gap in plain["position"].pop("gaps"))
            parts = tuple(Part(**{**part, "deleted": tuple(part["deleted"])}) for part in plain["parts"])
            return cls(Position(**plain["position"], gaps=gaps), parts)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(MANIFEST) from error


class Snapshot:
    """The index as it was at one commit, for reading; safe to share between threads."""

    def __init__(self, directory: Path, manifest: Manifest, stamp, known=None):
        """`known` is an earlier snapshot whose open segments are used again."""
        self.manifest = manifest
        self.stamp = stamp
        opened = {each.name: each for each, _ in known.segments} if known else {}
        self.segments = []
        for part in manifest.parts:
            if part.name not in opened:
                verify(directory, part)
            reader = opened.get(part.name) or OpenSegment(directory, part.name, part.count)
            live = (1 << part.count) - 1
            for number in part.deleted:
                live ^= 1 << number
            self.segments.append((reader, live))

    @property
    def position(self) -> Position:
        return self.manifest.position

    @property
    def unchanged(self) -> bool:
        return all(reader.unchanged for reader, _ in self.segments)

    def search(self, query, allowed: frozenset[int] | None, count: int, hidden=frozenset()):
        """The best `count` matches among `allowed` (None: all) but `hidden`, as (sort key, match, document)."""
        found = []
        for reader, live in self.segments:
            among = live if allowed is None else live & reader.numbers_of(allowed)
            if among:
                found.append(reader.best(query, among, count, hidden))
        return islice(merge(*found, key=lambda each: each[0]), count)


def stamp_of(path: Path):
    """What changes with every commit: cheap enough to look at for every search. None when there is no index."""
    try:
        now = os.stat(path / MANIFEST)
    except OSError:
        return None
    return now.st_ino, now.st_mtime_ns, now.st_size


def open_snapshot(directory: Path, known: Snapshot | None = None) -> Snapshot:
    """The newest commit; `known` itself if it is that. Raises Missing, Damaged, and anything that Whoosh may raise."""
    for _ in range(OPENING_ATTEMPTS):
        stamp = stamp_of(directory)
        if stamp is None:
            raise Missing
        if known and known.stamp == stamp:
            return known
        try:
            return Snapshot(directory, Manifest.from_json((directory / MANIFEST).read_text()), stamp, known)
        except FileNotFoundError:
            # The writer removed a file of an older commit between our two looks; else it is gone for good.
            if stamp_of(directory) == stamp:
                raise
    raise Missing


def verify(directory: Path, part: Part):
    """Raises Damaged when a file of `part` is not what was written."""
    for name, expected in part.files.items():
        if fingerprint(directory / name) != expected:
            raise Damaged(name)


def fingerprint(path: Path) -> list[int]:
    """Size in bytes and CRC-32 of a file."""
    size = checksum = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
    return [size, checksum]


@contextmanager
def writer_lock(directory: Path, wait: bool):
    """Be the one writer of this machine. The lock ends with its process. Raises Busy unless `wait`."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)  # somebody may have removed it while we run
    with (directory / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy from error
        yield


def write_anew(directory: Path, documents: Iterable[Document], position: Position):
    """Replace the index by one of `documents`, which come in rank order. Needs the writer lock."""
    remove_unlisted(directory, _parts_on_disk(directory))
    documents = iter(documents)
    parts = []
    for first in documents:
        parts.append(_write_part(directory, _chain(first, islice(documents, PART - 1))))
    _commit(directory, Manifest(position, tuple(parts)))


def replace_documents(directory: Path, snapshot: Snapshot, documents: dict, position: Position):
    """Put each of `documents`, by account id, in the place of its older self; None removes. Needs the writer lock."""
    remove_unlisted(directory, snapshot.manifest.parts)
    changed = frozenset(documents)
    fresh = [document for document in documents.values() if document]
    kept = []
    for part, (reader, live) in zip(snapshot.manifest.parts, snapshot.segments, strict=True):
        left = live & ~reader.numbers_of(changed)
        if left != live:
            part = Part(part.name, part.count, part.files, tuple(numbers_in(((1 << part.count) - 1) & ~left)))
        kept.append((part, reader, left))
    while kept and fresh:
        part, reader, left = kept[-1]
        if part.live_count > min(GROWTH * len(fresh), PART - len(fresh)):
            break
        fresh += [reader.document(number) for number in numbers_in(left)]
        kept.pop()
    parts = [part for part, _, left in kept if left]
    if fresh:
        parts.append(_write_part(directory, sorted(fresh, key=lambda document: document.rank)))
    _commit(directory, Manifest(position, tuple(parts)))


def _chain(first, others):
    yield first
    yield from others


def _write_part(directory: Path, documents) -> Part:
    storage = SharedStorage(str(directory))
    try:
        written = segment.write(storage, documents)
    finally:
        storage.temp_storage(f"{segment.NAME}.tmp").destroy()
    files = {name: fingerprint(directory / name) for name in written.list_files(storage)}
    return Part(written.segid, written.doc_count_all(), files)


def _commit(directory: Path, manifest: Manifest):
    fresh = directory / f"{MANIFEST}.new"
    fresh.write_text(manifest.to_json())
    fresh.replace(directory / MANIFEST)
    (directory / SUSPECTED).unlink(missing_ok=True)
    remove_unlisted(directory, manifest.parts)


def _parts_on_disk(directory: Path) -> tuple[Part, ...]:
    try:
        return Manifest.from_json((directory / MANIFEST).read_text()).parts
    except (OSError, Damaged):
        return ()


def remove_unlisted(directory: Path, parts):
    """Remove what a writer that died left behind, and whatever else does not belong here."""
    listed = {MANIFEST, LOCK, SUSPECTED, *(name for part in parts for name in part.files)}
    for path in directory.iterdir():
        if path.name not in listed and not path.is_dir():
            path.unlink(missing_ok=True)
