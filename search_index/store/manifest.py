"""What the index consists of, as its manifest says: a text that is believed only where every part of it makes sense."""

import json
import re
import unicodedata
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

import whoosh
from pyroaring import FrozenBitMap

from search_index.feed import Position
from search_index.store.codec import NOTHING
from search_index.store.files import Damaged
from search_index.store.segment import NAME

# Raise VERSION with every change of what is indexed or how: other versions are rebuilt.
VERSION = 7
FORMAT = f"{VERSION} whoosh {'.'.join(map(str, whoosh.__version__))} unicode {unicodedata.unidata_version}"
MOST_BYTES = 64_000_000  # of a manifest; that of a million accounts has some hundred thousand

# Once so many documents of a large index, or one in WORN, stand outside its first segment, it is to be built anew.
FEW = 5000
WORN = 20

_PART_NAME = re.compile("[0-9a-z]{16}")


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
        """Raises Damaged, or what Python raises, for what describes no segment."""
        replaced = FrozenBitMap.deserialize(b64decode(plain.pop("replaced"), validate=True))
        part = cls(**plain, replaced=replaced)
        if not part._makes_sense:
            raise Damaged("a segment")
        return part

    @property
    def _makes_sense(self) -> bool:
        return (
            bool(_PART_NAME.fullmatch(self.name))
            and _are_numbers(self.count, self.active)
            and self.count > 0
            and 0 <= self.active <= self.count
            and len(self.files) > 0
            and all(map(self._is_own_file, self.files.items()))
            and (not self.replaced or self.replaced.max() < self.count)
        )

    def _is_own_file(self, item) -> bool:
        name, expected = item
        begins = name.startswith(f"{NAME}_{self.name}.") and "/" not in name
        return begins and isinstance(expected, list) and len(expected) == 2 and _are_numbers(*expected)


@dataclass(frozen=True)
class Manifest:
    position: Position
    parts: tuple[Part, ...] = field(default=())

    def to_bytes(self) -> bytes:
        plain = {
            "format": FORMAT,
            "position": vars(self.position),
            "parts": [part.to_plain() for part in self.parts],
        }
        text = json.dumps(plain).encode()
        return b"%d %s" % (zlib.crc32(text), text)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Manifest":
        """Raises Damaged for what is no manifest or one of another version."""
        try:
            checksum, _, text = data.partition(b" ")
            if checksum != b"%d" % zlib.crc32(text):
                raise Damaged("checksum")
            plain = json.loads(text)
            if plain["format"] != FORMAT:
                raise Damaged(plain["format"])
            if not isinstance(plain["parts"], list):
                raise Damaged("parts")
            made = cls(Position.from_plain(plain["position"]), tuple(map(Part.from_plain, plain["parts"])))
        except Exception as error:  # there is no end to what may stand in a text
            raise Damaged(f"manifest: {error!r}"[:200]) from error
        if len({part.name for part in made.parts}) < len(made.parts):
            raise Damaged("the same segment twice")
        return made

    @property
    def worn(self) -> bool:
        """Whether so much has changed since the index was built that it should be built anew."""
        if not self.parts:
            return False
        outside = len(self.parts[0].replaced) + sum(part.count for part in self.parts[1:])
        return outside > max(FEW, self.parts[0].count // WORN)


def _are_numbers(*values) -> bool:
    return all(type(each) is int for each in values)
