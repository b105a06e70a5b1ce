"""The files of the index as somebody may find them on the disk: anything may stand where one was, or nothing.

Who reads gets Damaged or an OSError for what is no plain file, and never waits for one. Who writes takes away what is
in the way.
"""

import fcntl
import os
import shutil
import stat
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

OURS_ALONE = 0o700


class Damaged(Exception):
    """What was read is not what was written."""


class Busy(Exception):
    """Another process is writing."""


def open_plain(path: Path | str) -> BinaryIO:
    """A plain file, open for reading. Raises Damaged for anything else at its place, and OSError.

    A link is not followed, and a pipe, which would keep a reader waiting for ever, is not waited for.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Damaged(f"{os.path.basename(path)} is no file")
    return os.fdopen(descriptor, "rb")


def content(path: Path, most_bytes: int) -> bytes:
    """What is in a plain file. Raises Damaged when that is more than `most_bytes`, and as open_plain() does."""
    with open_plain(path) as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise Damaged(f"{path.name} is too large")
    return data


def fingerprint(path: Path) -> list[int]:
    """Size in bytes and CRC-32 of a file."""
    size = checksum = 0
    with open_plain(path) as file:
        while piece := file.read(1 << 20):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
    return [size, checksum]


def write_new(path: Path, data: bytes):
    """Write a file in the place of whatever is there."""
    remove(path)
    with path.open("xb") as file:
        file.write(data)


def put(fresh: Path, path: Path):
    """Let `fresh` take a place at once, also that of a directory."""
    if path.is_dir() and not path.is_symlink():
        remove(path)
    fresh.replace(path)


def mark(path: Path):
    """Let there be a file, unless something is there."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def remove(path: Path):
    """Remove whatever is there: a file, a link, a directory with all that is in it, or nothing. Raises OSError."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        if not path.is_dir():
            raise
        shutil.rmtree(path)


def make_directory(directory: Path):
    """Make the directory, in the place of whatever else is there, and open to nobody else. Raises OSError."""
    if not directory.is_dir():
        remove(directory)
        directory.mkdir(mode=OURS_ALONE, parents=True, exist_ok=True)
    if stat.S_IMODE(directory.stat().st_mode) != OURS_ALONE:
        directory.chmod(OURS_ALONE)


@contextmanager
def writer_lock(directory: Path, wait: bool):
    """Be the one writer of this machine, in a directory that is made if need be. Raises Busy unless `wait`.

    The lock is on the directory itself, so that there is no file which somebody may remove or damage. It ends with its
    process.
    """
    descriptor = _locked(directory, wait)
    try:
        yield
    finally:
        os.close(descriptor)


def _locked(directory, wait) -> int:
    while True:
        make_directory(directory)
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            if os.path.samestat(os.fstat(descriptor), os.stat(directory)):
                return descriptor
        except BlockingIOError as error:
            os.close(descriptor)
            raise Busy from error
        except FileNotFoundError:
            pass
        os.close(descriptor)  # somebody put another directory in its place while we waited
