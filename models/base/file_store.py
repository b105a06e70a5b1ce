"""File storage: the contents of uploads on disk, under random names that are never made from what somebody typed."""

import os
import re
import secrets
import shutil
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from models.base.visible_text import tidied

LARGEST = 50_000_000  # bytes
LONGEST_NAME = 200
CHUNK = 1 << 16
HEAD = 4096  # what is read to tell a file's type

_directory = None


class TooLarge(Exception):
    """The file is larger than LARGEST."""


class StoredFile(NamedTuple):
    """A file that is safe on disk: its name here, its size in bytes, its sha256, and how it begins."""

    name: str
    size: int
    sha256: str
    head: bytes


def configure(directory: Path):
    """Keep files in this directory, which is made when the first one comes."""
    global _directory
    _directory = directory


def keep(stream: BinaryIO, for_good: bool = True) -> StoredFile:
    """Store what is read from a stream, on disk for good when this returns. Raises TooLarge.

    What can be made again need not be `for_good`: then it is the system that says when it is on disk.
    """
    _directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    draft = _directory / f".{name}.part"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            digest, size, head = sha256(), 0, b""
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > LARGEST:
                    raise TooLarge
                head = head or chunk[:HEAD]
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            if for_good:
                os.fsync(file.fileno())
        draft.rename(path_of(name))
        if for_good:
            _sync_directory()
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return StoredFile(name, size, digest.hexdigest(), head)


def keep_again(name: str) -> str:
    """Give a kept file one more name, which is discarded by itself; not for good before the system says so."""
    other = secrets.token_hex(16)
    try:
        path_of(other).hardlink_to(path_of(name))
    except OSError:  # not every file system has more than one name for a file, or as many as it takes
        shutil.copyfile(path_of(name), path_of(other))
    return other


def path_of(name: str) -> Path:
    """Where a kept file lies."""
    if not re.fullmatch("[0-9a-f]{32}", name):
        raise ValueError(name)
    return _directory / name


def discard(name: str):
    """Remove a file that no row refers to."""
    path_of(name).unlink(missing_ok=True)


def _sync_directory():
    directory = os.open(_directory, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def display_name(name: str, fallback: str = "fil") -> str:
    """The name of an uploaded file as it may be shown: no path, nothing unseen or turning around, not too long."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(each for each in name if unicodedata.category(each)[0] != "C")
    name = tidied(name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and not tidied(stem):
        name, stem = f"{fallback}.{ending}", fallback
    if len(name) > LONGEST_NAME:
        name = f"{stem[: LONGEST_NAME - 20]}{dot}{ending[:19]}" if dot else name[:LONGEST_NAME]
    return name or fallback


# How files begin → their type. The rest is told by its text.
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-office"),
)
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def type_of(head: bytes, name: str) -> str | None:
    """The type of a file by how it begins, or None when it is none that an office exchanges.

    Whatever is text counts as plain text, so that no browser takes it for a page or a script.
    """
    ending = name.rpartition(".")[2].lower()
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _OFFICE.get(ending, "application/zip")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return "image/heic"
    if not head or b"\0" in head or head.startswith((b"#!", b"MZ")):
        return None
    return "text/csv" if ending == "csv" else "text/plain"


# The endings that fit a type; the first is what a name without a fitting one gets.
_ENDINGS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "image/gif": ("gif",),
    "image/tiff": ("tif", "tiff"),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    "application/vnd.ms-office": ("doc", "xls", "ppt", "msg"),
    "application/zip": ("zip",),
    "text/csv": ("csv",),
    "text/plain": ("txt", "csv", "xml", "json", "eml", "md", "log", "sie"),
    **{kind: (ending,) for ending, kind in _OFFICE.items()},
}


def fitting_name(name: str, kind: str) -> str:
    """The name under which a file of a type leaves: no computer runs what its ending says it is not (ASVS 5.2.2)."""
    fitting = _ENDINGS.get(kind, ())
    _stem, dot, ending = name.rpartition(".")
    return name if not fitting or (dot and ending.lower() in fitting) else f"{name}.{fitting[0]}"
