"""The accounts that changed since an index was written, kept in memory so that no answer is stale."""

import threading
import time
from dataclasses import dataclass, field

from search_index import documents, feed
from search_index.documents import Document
from search_index.feed import Position

# Beyond so many changed accounts reading the database as a whole is as quick and needs less memory.
MOST_ACCOUNTS = 10_000


class TooFarBehind(Exception):
    """The index has missed so much that it is of no use."""


@dataclass(frozen=True)
class Overlay:
    """What changed after an index: each account's document now, or None when it is gone.

    `changes` has the newest change by account, `position` is how far the feed was followed.
    """

    position: Position
    changes: dict[int, int] = field(default_factory=dict)
    documents: dict[int, Document | None] = field(default_factory=dict)

    def caught_up(self) -> "Overlay":
        """The same with everything that is newer now; one query when nothing is. Raises Broken, TooFarBehind."""
        newer = feed.newer(self.position, MOST_ACCOUNTS * 2)
        if not newer:
            return self
        changes = self.changes | {change.account_id: change.id for change in newer}
        if len(changes) > MOST_ACCOUNTS or len(newer) == MOST_ACCOUNTS * 2:
            raise TooFarBehind
        changed = {change.account_id for change in newer}
        found = (
            self.documents
            | dict.fromkeys(changed)
            | {each.account_id: each for each in documents.load(changed)}
        )
        return Overlay(self.position.after(newer, time.time()), changes, found)

    def without(self, position: Position) -> "Overlay":
        """What is left of it beside an index that has come to `position`."""
        left = {account: change for account, change in self.changes.items() if not position.includes(change)}
        return Overlay(self.position, left, {account: self.documents[account] for account in left})


class Follower:
    """Keeps the overlay of one process beside whatever index it has open."""

    def __init__(self):
        self._lock = threading.Lock()
        self._beside = None
        self._overlay = None

    def overlay(self, position: Position) -> Overlay:
        """Everything that an index at `position` does not know, as of now."""
        with self._lock:
            if self._beside is None or position.latest < self._beside.latest:
                # Nothing known yet, or a thread that still holds an older index: what is kept may lack something.
                overlay = Overlay(position)
            elif position == self._beside:
                overlay = self._overlay
            else:
                overlay = self._moved_to(position)
            overlay = overlay.caught_up()
            if self._beside is None or position.latest >= self._beside.latest:
                self._beside, self._overlay = position, overlay
            return overlay

    def _moved_to(self, position):
        known = self._overlay
        ahead = known.position.latest >= position.latest and known.position.gaps == position.gaps
        return known.without(position) if ahead else Overlay(position)
