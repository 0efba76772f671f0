"""Code points ↔ UTF-16 ↔ UTF-8: the only place that knows the units.

Python, spaCy and SQLite count code points, Qt and JavaScript UTF-16 units, some tools
bytes. Everything here stores code points; only edges convert.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class OffsetMap:
    """Positions of one text in code points and UTF-16 units, O(log n) either way.

    The two differ by the number of characters above U+FFFF before the position.
    """

    __slots__ = ("_cp", "_u16", "length")

    def __init__(self, text: str) -> None:
        self.length = len(text)
        plain = text.isascii() or len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)
        self._cp = [] if plain else [match.start() for match in _ASTRAL.finditer(text)]
        self._u16 = [position + k for k, position in enumerate(self._cp)]

    def to_utf16(self, offset: int) -> int:
        """UTF-16 position of code point ``offset``; IndexError outside the text."""
        if not 0 <= offset <= self.length:
            raise IndexError(offset)
        return offset + bisect_left(self._cp, offset)

    def from_utf16(self, position: int) -> int:
        """Code point at a UTF-16 position; inside a surrogate pair it rounds down."""
        k = bisect_left(self._u16, position)
        if k and self._u16[k - 1] + 1 == position:
            return self._cp[k - 1]
        offset = position - k
        if not 0 <= offset <= self.length:
            raise IndexError(position)
        return offset


def to_utf8(text: str, offset: int) -> int:
    """Byte position of code point ``offset`` in ``text`` encoded as UTF-8."""
    return len(text[:offset].encode("utf-8"))
