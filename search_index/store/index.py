"""The index on disk: its segments, the manifest that names them, and the one writer.

The directory is disposable (never backed up), ours alone (mode 0700) and never reachable by uploads. Whoosh's own
table of contents is a pickle, which runs code when it is read, and is found by looking for the highest number; here
a manifest names every file with its checksum, so a file that somebody put there or changed is never opened.
Replacing the manifest, by one rename, is the commit. Nothing is flushed to disk: after a power cut the checksums tell.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from heapq import merge
from pathlib import Path

from search_index.documents import Document
from search_index.feed import Position
from search_index.matching import Found
from search_index.store import segment
from search_index.store.codec import NOTHING, SharedStorage
from search_index.store.files import Damaged, content, fingerprint, put, remove, write_new
from search_index.store.manifest import MOST_BYTES, Manifest, Part
from search_index.store.segment import OpenSegment
from search_index.store.walk import TIERS, Walk

MANIFEST = "manifest.json"
SUSPECTED = "suspected"

# A new segment takes in older ones at its side while they have at most so many times its documents, and are small.
GROWTH = 8
SMALL = 20_000
OPENING_ATTEMPTS = 10


class Missing(Exception):
    """There is no index."""


class Snapshot:
    """The index as it was at one commit, for reading; safe to share between threads."""

    def __init__(self, directory: Path, manifest: Manifest, stamp, known=None):
        """`known` is an earlier snapshot whose open segments are used again."""
        self.manifest = manifest
        self.stamp = stamp
        opened = {_opened_as(part): reader for part, reader in known.parts} if known else {}
        self.readers = [opened.get(_opened_as(part)) or _open(directory, part) for part in manifest.parts]

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
            if among != NOTHING and (not walks or reader.candidates.all(query)):
                walks.append(Walk(reader, query, among, part.replaced, hidden, after))
        for archived in (False, True):
            for tier in TIERS:
                matches = [walk.matches(archived, tier) for walk in walks if walk.may_have(archived, tier)]
                yield from matches[0] if len(matches) == 1 else merge(*matches)


def _opened_as(part: Part):
    """What an open segment depends on: all that the manifest says of it but what was replaced since."""
    files = tuple((name, *expected) for name, expected in part.files.items())
    return part.name, part.count, part.active, files


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
            return Snapshot(directory, read_manifest(directory), stamp, known)
        except FileNotFoundError:
            # The writer removed a file of an older commit between our two looks; else it is gone for good.
            if stamp_of(directory) == stamp:
                raise
    raise Missing


def read_manifest(directory: Path) -> Manifest:
    """Raises Damaged and OSError."""
    return Manifest.from_bytes(content(directory / MANIFEST, MOST_BYTES))


def verify(directory: Path, part: Part):
    """Raises Damaged when a file of `part` is not what was written, and OSError."""
    for name, expected in part.files.items():
        if fingerprint(directory / name) != expected:
            raise Damaged(name)


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
    write_new(fresh, manifest.to_bytes())
    put(fresh, directory / MANIFEST)
    remove(directory / SUSPECTED)
    remove_unlisted(directory, manifest.parts)


def _parts_on_disk(directory: Path) -> tuple[Part, ...]:
    try:
        return read_manifest(directory).parts
    except (OSError, Damaged):
        return ()


def remove_unlisted(directory: Path, parts):
    """Remove what a writer that died left behind, and whatever else does not belong here, as far as one can."""
    listed = {MANIFEST, SUSPECTED, *(name for part in parts for name in part.files)}
    for path in directory.iterdir():
        if path.name not in listed:
            with suppress(OSError):  # what is in the way of something is removed there once more
                remove(path)
