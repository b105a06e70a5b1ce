"""What was used lately, within a number of bytes: the first letters of what people type are the same all day."""

from collections.abc import Hashable


class Lately:
    """Sets by key, of which the oldest are forgotten; at most twice `most_bytes` are kept."""

    def __init__(self, most_bytes: int):
        self._most_bytes = most_bytes
        # What was used in a while, and in the while before it.
        self._young, self._old, self._bytes = {}, {}, 0

    def get(self, key: Hashable):
        """What is kept under `key`, or None."""
        entry = self._young.get(key)
        if entry is None:
            entry = self._old.get(key)
            if entry is None:
                return None
            self._keep(key, entry)
        return entry[0]

    def keep(self, key: Hashable, value, size: int):
        """Keep `value`, which takes `size` bytes with its key."""
        self._keep(key, (value, size))

    def _keep(self, key, entry):
        if self._bytes > self._most_bytes:
            self._young, self._old, self._bytes = {}, self._young, 0
        self._young[key] = entry
        self._bytes += entry[1]
