"""Finding accounts: search(), and follow() and rebuild() for the one process that writes the index.

The index only makes search fast. What it has not taken in yet is read from the database beside it, and without a
usable index everything is; the answers are the same (matching.py), and no caller needs to know.
"""

import logging
import os
import re
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from peewee import PeeweeException

from models.base.folding import parse
from models.base.phone_number import format_phone
from search_index import documents, feed, unindexed
from search_index.documents import PHONE
from search_index.marking import Marker
from search_index.matching import Found
from search_index.overlay import Follower, TooFarBehind
from search_index.store import files, index
from search_index.store.files import Damaged

__all__ = ["Answer", "Hit", "Marker", "Status", "configure", "follow", "rebuild", "search", "status"]

log = logging.getLogger(__name__)

FOLLOWED_AT_ONCE = 2000  # changes that one call of follow() takes in
REST_SECONDS = 30  # after a rebuild that failed, as on a full disk
CHECKED_EVERY_SECONDS = 600  # disks rot without a word, and what is open is only looked at from outside

_KEY = re.compile(r"([01])-([0-5])-([0-9]{1,18})-([0-9]{0,800})", re.ASCII)


class Hit(NamedTuple):
    """A found account. `reason` is name, contact, address, phone, registration_number, id, tag or earlier_name;
    `matched` is the text of that kind that was found, None for the name. Archived accounts come after all others."""

    account_id: int
    reason: str
    matched: str | None
    archived: bool


class Answer(NamedTuple):
    """One page of hits, best first, and the key of the next page, or None on the last."""

    hits: list[Hit]
    next_key: str | None


class Status(NamedTuple):
    """How the index is: `ready` when it is usable, `problem` why not, and how many changes it is `behind`."""

    ready: bool
    problem: str | None
    accounts: int
    segments: int
    behind: int


class _Place:
    """Where the index of this process is, and what is open of it."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.follower = Follower()
        self._snapshot = None
        self._lock = threading.Lock()
        self._logged_error = None
        self.rests_until = 0.0
        self.checked_at = time.monotonic()

    def snapshot(self) -> index.Snapshot:
        """The newest commit. Raises Missing or Damaged, and whatever Whoosh raises for damaged files."""
        known = self._snapshot
        if known is None or known.stamp != index.stamp_of(self.directory):
            with self._lock:
                self._snapshot = known = index.open_snapshot(self.directory, self._snapshot)
                self._logged_error = None
        if not known.terms_unchanged:
            self.forget()
            raise Damaged("terms changed behind our back")
        return known

    def sound_snapshot(self) -> index.Snapshot:
        """The newest commit, for whoever has the time to look at all its files."""
        known = self.snapshot()
        if not known.unchanged:
            self.forget()
            raise Damaged("files changed behind our back")
        return known

    def readable_snapshot(self) -> index.Snapshot:
        """The newest commit that can be read: an older one that is still open, when the newest is damaged."""
        try:
            return self.snapshot()
        except Exception as error:  # as in _page
            known = self._snapshot
            if known is None or not known.terms_unchanged:
                raise
            self.suspect(error)
            return known

    def forget(self):
        self._snapshot = None

    def suspect(self, error: Exception):
        """Say so in the log, once for each problem, and ask the writer to look whether the files are sound."""
        if self._logged_error != repr(error):
            self._logged_error = repr(error)
            log.warning("The search index is damaged: %r", error)
        with suppress(OSError):  # the writer looks at what it opens anyway
            files.mark(self.directory / index.SUSPECTED)


_place: _Place | None = None


def configure(directory: Path):
    """Use the index in `directory`, which is made if need be and open to nobody else.

    Where that cannot be done, searches read the database, and who writes is told.
    """
    global _place
    with suppress(OSError):
        files.make_directory(directory)
    _place = _Place(directory)


def search(query: str, allowed: frozenset[int] | None = None, limit: int = 10, after: str = "") -> Answer:
    """The accounts that `query` finds among those with an `allowed` id (None: all), best first, after a page's key.

    Any text is a query; what it finds, it finds literally but for letter case and accents. Hits are ranked by tier,
    then in Danish alphabetical order, archived ones after all others; binned accounts are never found. A key that is
    none starts from the front. Reads the database, so the caller checks again what it shows.
    """
    wanted = parse(query)
    if wanted is None or (allowed is not None and not allowed):
        return Answer([], None)
    found, next_key = _page(wanted, allowed, limit, _read_key(after))
    return Answer([_hit(each) for each in found], next_key)


def _page(query, allowed, limit, after) -> tuple[list[Found], str | None]:
    """The matches of a page and the key of the next one."""
    try:
        snapshot = _place.readable_snapshot()
        overlay = _place.follower.overlay(snapshot.position)
        indexed = snapshot.search(query, allowed, overlay.documents.keys(), after)
        if not overlay.documents:
            return _cut(indexed, limit)
        changed = unindexed.best(query, allowed, filter(None, overlay.documents.values()), limit + 1, after)
        return _cut(merge(changed, indexed), limit)
    except PeeweeException:
        raise
    except Exception as error:  # noqa: BLE001 (a damaged file can make Whoosh raise anything)
        _note_unusable(error)
    return _cut(unindexed.from_database(query, allowed, limit + 1, after), limit)


def _cut(matches: Iterable[Found], limit: int):
    found = list(islice(matches, limit + 1))
    return found[:limit], _key(found[limit - 1]) if len(found) > limit else None


def _hit(found: Found) -> Hit:
    _, reason, matched = found.match
    return Hit(
        found.account_id, reason, format_phone(matched) if reason == PHONE else matched, found.archived
    )


def _key(found: Found) -> str:
    archived, tier, sort_key, account_id = found.key
    return f"{archived:d}-{tier}-{account_id}-{sort_key}"


def _read_key(text: str):
    """The place in a page's key, as in Found, or None."""
    parts = _KEY.fullmatch(text)
    if not parts:
        return None
    archived, tier, account_id, sort_key = parts.groups()
    return archived == "1", int(tier), sort_key, int(account_id)


def _note_unusable(error):
    if _place is None or isinstance(error, index.Missing | TooFarBehind):
        return
    _place.forget()
    _place.suspect(error)


def follow() -> int:
    """Take in what is newer in the change feed, and return how many changes. An index of no use is rebuilt.

    Only the process that keeps the index calls this, every few hundred milliseconds. It does nothing while another
    process writes. A crash in the middle only repeats work.
    """
    if time.monotonic() < _place.rests_until:
        return 0
    try:
        with files.writer_lock(_place.directory, wait=False):
            return _follow()
    except files.Busy:
        return 0


def _follow() -> int:
    try:
        due = time.monotonic() - _place.checked_at > CHECKED_EVERY_SECONDS
        if due or os.path.lexists(_place.directory / index.SUSPECTED):
            _check()
        snapshot = _place.sound_snapshot()
        if snapshot.manifest.worn:
            _rebuild()
            return 0
        newer = feed.newer(snapshot.position, FOLLOWED_AT_ONCE)
        if due and not newer:
            _compare(snapshot)
        if newer:
            changed = {change.account_id for change in newer}
            found = dict.fromkeys(changed) | {each.account_id: each for each in documents.load(changed)}
            position = snapshot.position.after(newer, time.time())
            index.replace_documents(_place.directory, snapshot, found, position)
        return len(newer)
    except PeeweeException:
        raise
    except Exception as error:  # noqa: BLE001 (whatever is wrong with it, a new one is not)
        if not isinstance(error, index.Missing):
            log.warning("The search index is rebuilt: %r", error)
        _place.rests_until = time.monotonic() + REST_SECONDS
        _rebuild()
        _place.rests_until = 0.0
        return 0


def _check():
    """Read every byte of the index, as always when it is opened. Raises what is wrong with it."""
    _place.forget()
    _place.snapshot()
    _place.checked_at = time.monotonic()
    files.remove(_place.directory / index.SUSPECTED)


def _compare(snapshot):
    """Raises Damaged when an index that lacks no change has not as many accounts as the database."""
    if snapshot.accounts != documents.count() and not feed.newer(snapshot.position):
        raise Damaged(f"{snapshot.accounts} accounts")


def rebuild() -> int:
    """Write the index anew from the database and return its number of accounts; waits for another writer.

    The old one answers until the new one takes its place. Raises OSError where the files cannot be written.
    """
    with files.writer_lock(_place.directory, wait=True):
        return _rebuild()


def _rebuild() -> int:
    _place.forget()
    position = feed.Position.now(time.time())
    index.write_anew(_place.directory, documents.in_rank_order(), position)
    return _place.snapshot().accounts


def status() -> Status:
    """How the index is, for whoever watches the server. Raises only what the database raises."""
    try:
        snapshot = _place.sound_snapshot()
        behind = len(feed.newer(snapshot.position))
        return Status(True, None, snapshot.accounts, len(snapshot.readers), behind)
    except PeeweeException:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, it is the status)
        return Status(False, repr(error), 0, 0, 0)
