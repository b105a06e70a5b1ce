"""Deletion of orphan files, which no row refers to: of deleted accounts, and what a crash left behind.

Rows go first (models/processes/bin_expiry.py), files here, so that at no moment a row tells of a file that is gone.
"""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from peewee import Field

from models.base.clock import now
from models.clients.account import Account
from models.clients.contact import Contact
from models.documents.document import Document
from models.staff.firm import Firm

AT_ONCE = 200
# A file comes before its row: nobody takes longer than this to write the row.
GRACE = timedelta(hours=24)

NAME = re.compile(r"(?P<name>[0-9a-f]{32})(-\d+\.\w+)?")
DRAFT = re.compile(r"\.[0-9a-f]{32}(\.part|-\d+\.\w+-[0-9a-f]+)")


class Shelf(NamedTuple):
    """A folder under DATA_DIR/files, and the columns that name what lies in it."""

    folder: str
    columns: tuple[Field, ...]

    def used(self, names: set[str]) -> set[str]:
        """Those of `names` that a row tells of."""
        told = (
            column.model.select(column).where(column.in_(list(names))).tuples() for column in self.columns
        )
        return {name for (name,) in chain.from_iterable(told)}


SHELVES = (
    Shelf(".", (Document.file,)),
    Shelf("photos", (Account.photo, Contact.photo)),
    Shelf("logos", (Firm.logo,)),
)


def shelf_of(folder: str) -> Shelf:
    return next(each for each in SHELVES if each.folder == folder)


def old_files(files: Path) -> Iterator[tuple[Shelf, list[Path]]]:
    """All files under DATA_DIR/files that are older than GRACE, some at a time; others than ours are left out.

    None where nobody has set the firm up: then the files are those of a database that is still to come.
    """
    for shelf in SHELVES if Firm.this() else ():
        some = []
        for path in _lying_in(files / shelf.folder, deeper=shelf.folder != "."):
            some.append(path)
            if len(some) == AT_ONCE:
                yield shelf, some
                some = []
        yield shelf, some


def _lying_in(folder: Path, deeper: bool) -> Iterator[Path]:
    if not folder.is_dir():
        return
    newest = (now() - GRACE).timestamp()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _lying_in(Path(entry.path), deeper) if deeper else ()
            elif _is_ours(entry.name) and entry.stat(follow_symlinks=False).st_mtime <= newest:
                yield Path(entry.path)


def _is_ours(name: str) -> bool:
    return bool(NAME.fullmatch(name) or DRAFT.fullmatch(name))


def delete_orphans(shelf: Shelf, paths: list[Path]) -> int:
    """Delete those of some files that no row tells of, and what was never finished; how many they were. Safe to repeat."""
    names = {path: NAME.fullmatch(path.name) for path in paths}
    used = shelf.used({found["name"] for found in names.values() if found})
    gone = [path for path, found in names.items() if not found or found["name"] not in used]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
