"""The index on disk: its segments, the manifest that names them, and the one writer.

The directory is disposable (never backed up), ours alone (mode 0700) and never reachable by uploads. Whoosh's own
table of contents is a pickle, which runs code when it is read, and is found by looking for the highest number; here
a manifest names every file with its checksum, so a file that somebody put there or changed is never opened.
Replacing the manifest, by one rename, is the commit. Nothing is flushed to disk: after a power cut the checksums tell.
"""

import fcntl
import json
import os
import unicodedata
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from heapq import merge
from pathlib import Path

import whoosh
from pyroaring import FrozenBitMap

from search_index import segment
from search_index.codec import NOTHING, Damaged, SharedStorage
from search_index.documents import Document
from search_index.feed import Position
from search_index.matching import ELSEWHERE, Found
from search_index.segment import OpenSegment
from search_index.walk import TIERS, Walk

# Raise VERSION with every change of what is indexed or how: other versions are rebuilt.
VERSION = 3
FORMAT = f"{VERSION} whoosh {'.'.join(map(str, whoosh.__version__))} unicode {unicodedata.unidata_version}"
MANIFEST = "manifest.json"
LOCK = "writer.lock"
SUSPECTED = "suspected"

# A new segment takes in older ones at its side while they have at most so many times its documents, and are small.
GROWTH = 8
SMALL = 20_000
# Once so many documents of a large index, or one in WORN, stand outside its first segment, it is to be built anew.
FEW = 5000
WORN = 20
OPENING_ATTEMPTS = 10


class Missing(Exception):
    """There is no index."""


class Busy(Exception):
    """Another process is writing."""


@dataclass(frozen=True)
class Part:
    """A segment as the manifest lists it, with its number of `active` documents, which come before the archived ones.

    `files` have (size, checksum) by name; `replaced` is the set of its documents that count no longer.
    """

    name: str
    count: int
    active: int
    files: dict[str, list[int]]
    replaced: FrozenBitMap = NOTHING

    @property
    def live_count(self) -> int:
        return self.count - len(self.replaced)

    def to_plain(self) -> dict:
        return vars(self) | {"replaced": b64encode(self.replaced.serialize()).decode()}

    @classmethod
    def from_plain(cls, plain: dict) -> "Part":
        replaced = FrozenBitMap.deserialize(b64decode(plain.pop("replaced"), validate=True))
        return cls(**plain, replaced=replaced)


@dataclass(frozen=True)
class Manifest:
    position: Position
    parts: tuple[Part, ...] = field(default=())

    def to_text(self) -> str:
        plain = {
            "format": FORMAT,
            "position": vars(self.position),
            "parts": [part.to_plain() for part in self.parts],
        }
        text = json.dumps(plain)
        return f"{zlib.crc32(text.encode())} {text}"

    @classmethod
    def from_text(cls, text: str) -> "Manifest":
        """Raises Damaged for what is no manifest or one of another version."""
        try:
            checksum, _, text = text.partition(" ")
            if checksum != str(zlib.crc32(text.encode())):
                raise Damaged("checksum")
            plain = json.loads(text)
            if plain["format"] != FORMAT:
                raise Damaged(plain["format"])
            gaps = tuple(tuple(gap) for gap in plain["position"].pop("gaps"))
            return cls(Position(**plain["position"], gaps=gaps), tuple(map(Part.from_plain, plain["parts"])))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(MANIFEST) from error

    @property
    def worn(self) -> bool:
        """Whether so much has changed since the index was built that it should be built anew."""
        if not self.parts:
            return False
        outside = len(self.parts[0].replaced) + sum(part.count for part in self.parts[1:])
        return outside > max(FEW, self.parts[0].count // WORN)


class Snapshot:
    """The index as it was at one commit, for reading; safe to share between threads."""

    def __init__(self, directory: Path, manifest: Manifest, stamp, known=None):
        """`known` is an earlier snapshot whose open segments are used again."""
        self.manifest = manifest
        self.stamp = stamp
        opened = {each.name: each for each in known.readers} if known else {}
        self.readers = [opened.get(part.name) or _open(directory, part) for part in manifest.parts]

    @property
    def position(self) -> Position:
        return self.manifest.position

    @property
    def parts(self) -> Iterator[tuple[Part, OpenSegment]]:
        return zip(self.manifest.parts, self.readers, strict=True)

    @property
    def accounts(self) -> int:
        return sum(part.live_count for part in self.manifest.parts)

    @property
    def unchanged(self) -> bool:
        return all(reader.unchanged for reader in self.readers)

    @property
    def terms_unchanged(self) -> bool:
        return all(reader.terms_unchanged for reader in self.readers)

    def search(
        self, query, allowed: frozenset[int] | None, hidden=frozenset(), after=None
    ) -> Iterator[Found]:
        """The matches among `allowed` (None: all) but `hidden`, best first, those that come after a key."""
        walks = []
        for part, reader in self.parts:
            among = None if allowed is None else reader.numbers_of(allowed)
            # Those beside the first are small and often have nothing at all: to know that takes two lists a word.
            if among != NOTHING and (not walks or reader.candidates.of_tier(query, ELSEWHERE)):
                walks.append(Walk(reader, query, among, part.replaced, hidden, after))
        for archived in (False, True):
            for tier in TIERS:
                matches = [walk.matches(archived, tier) for walk in walks if walk.may_have(archived, tier)]
                yield from matches[0] if len(matches) == 1 else merge(*matches)


def _open(directory, part) -> OpenSegment:
    verify(directory, part)
    return OpenSegment(directory, part.name, part.count, part.active)


def stamp_of(path: Path):
    """What changes with every commit: cheap enough to look at for every search. None when there is no index."""
    try:
        now = os.stat(os.path.join(path, MANIFEST))  # half the time of a Path
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
            return Snapshot(directory, Manifest.from_text((directory / MANIFEST).read_text()), stamp, known)
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
    part = _write_part(directory, documents)
    _commit(directory, Manifest(position, (part,) if part.count else ()))


def replace_documents(directory: Path, snapshot: Snapshot, documents: dict, position: Position):
    """Put each of `documents`, by account id, in the place of its older self; None removes. Needs the writer lock."""
    remove_unlisted(directory, snapshot.manifest.parts)
    changed = frozenset(documents)
    fresh = [document for document in documents.values() if document]
    kept = []
    for part, reader in snapshot.parts:
        older = reader.numbers_of(changed)
        kept.append((replace(part, replaced=part.replaced | older) if older else part, reader))
    while kept and fresh:
        part, reader = kept[-1]
        if part.live_count > min(GROWTH * len(fresh), SMALL - len(fresh)):
            break
        fresh += [reader.document(number) for number in range(part.count) if number not in part.replaced]
        kept.pop()
    parts = [part for part, _ in kept if part.live_count]
    if fresh:
        parts.append(_write_part(directory, sorted(fresh, key=lambda document: document.rank)))
    _commit(directory, Manifest(position, tuple(parts)))


def _write_part(directory: Path, documents) -> Part:
    storage = SharedStorage(str(directory))
    try:
        written, active = segment.write(storage, documents)
    finally:
        storage.temp_storage(f"{segment.NAME}.tmp").destroy()
    files = {name: fingerprint(directory / name) for name in written.list_files(storage)}
    return Part(written.segid, written.doc_count_all(), active, files)


def _commit(directory: Path, manifest: Manifest):
    fresh = directory / f"{MANIFEST}.new"
    fresh.write_text(manifest.to_text())
    fresh.replace(directory / MANIFEST)
    (directory / SUSPECTED).unlink(missing_ok=True)
    remove_unlisted(directory, manifest.parts)


def _parts_on_disk(directory: Path) -> tuple[Part, ...]:
    try:
        return Manifest.from_text((directory / MANIFEST).read_text()).parts
    except (OSError, Damaged):
        return ()


def remove_unlisted(directory: Path, parts):
    """Remove what a writer that died left behind, and whatever else does not belong here."""
    listed = {MANIFEST, LOCK, SUSPECTED, *(name for part in parts for name in part.files)}
    for path in directory.iterdir():
        if path.name not in listed and not path.is_dir():
            path.unlink(missing_ok=True)
