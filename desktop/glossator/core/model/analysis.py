"""What a pipeline made of an article: which one it was, and where the tokens stand."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Analysis:
    """One row an analysed article; ``id`` is the article's.

    ``tokens`` is the packed token table (see :func:`pack`), so that snapping, CoNLL and
    DocBin need no pipeline to open an article. ``pipeline`` is ``NAME@VERSION``, ``made``
    an ISO 8601 time.
    """

    id: str
    revision: int
    pipeline: str
    made: str
    tokens: bytes

    @property
    def article(self) -> str:
        """The article it speaks of."""
        return self.id


@dataclass(frozen=True, slots=True)
class Token:
    """A token ``[start, end)`` in code points; ``sentence`` is true where one begins."""

    start: int
    end: int
    sentence: bool


def pack(tokens: Iterable[Token]) -> bytes:
    """Little-endian int32 triples (start, length, begins a sentence), compressed with zlib."""
    flat = array("i", (n for t in tokens for n in (t.start, t.end - t.start, int(t.sentence))))
    if sys.byteorder == "big":
        flat.byteswap()
    return zlib.compress(flat.tobytes(), 6)


def unpack(packed: bytes) -> Sequence[Token]:
    """The token table in ``packed``, in order; raises ValueError on damage."""
    flat = array("i")
    try:
        raw = zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError("damaged token table") from error
    flat.frombytes(raw)
    if sys.byteorder == "big":
        flat.byteswap()
    if len(flat) % 3:
        raise ValueError("damaged token table")
    return [Token(flat[i], flat[i] + flat[i + 1], bool(flat[i + 2])) for i in range(0, len(flat), 3)]
