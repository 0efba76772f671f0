"""Near-copies of texts, found without comparing each with each: MinHash and locality-sensitive hashing.

Source: Broder, "On the resemblance and containment of documents" (1997); one permutation
with rotation for empty bins: Shrivastava and Li, "Densifying One Permutation Hashing" (2014).
"""

from __future__ import annotations

import re
import zlib

SHINGLE = 8
"""Characters of a shingle: no words, so that scripts without blanks count alike."""

_ROWS, _BANDS = 3, 42
_BINS = _ROWS * _BANDS
_EMPTY = 1 << 32
_SPREAD = 0x9E3779B1  # 2³² over the golden ratio: CRC-32 alone is not even in its low bits
_LOOKED_AT = 20

Signature = tuple[int, ...]


def signature(text: str) -> Signature:
    """The least hash in each of 126 bins over all shingles of ``text``, case and blanks aside; () for no text."""
    plain = re.sub(r"\s+", " ", text.casefold()).strip()
    if not plain:
        return ()
    least = [_EMPTY] * _BINS
    for at in range(max(1, len(plain) - SHINGLE + 1)):
        value = zlib.crc32(plain[at : at + SHINGLE].encode("utf-8", "surrogatepass")) * _SPREAD & 0xFFFFFFFF
        place = value % _BINS
        if value < least[place]:
            least[place] = value
    return _filled(least)


def _filled(least: list[int]) -> Signature:
    """Empty bins take the value of the next full one, marked by the distance."""
    found = list(least)
    last = next(value for value in least if value != _EMPTY)
    distance = 0
    for place in [*range(_BINS - 1, -1, -1)] * 2:
        if least[place] == _EMPTY:
            distance += 1
            found[place] = last + distance * _EMPTY
        else:
            last, distance = least[place], 0
    return tuple(found)


def likeness(one: Signature, other: Signature) -> float:
    """The share of shingles two texts have in common (Jaccard), estimated to about 0.05."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / _BINS


class Copies:
    """Texts seen so far; two are near-copies from a likeness of ``enough`` on."""

    def __init__(self, enough: float = 0.5) -> None:
        self._enough = enough
        self._bands: dict[tuple[int, Signature], list[tuple[str, Signature]]] = {}

    def add(self, name: str, text: str) -> list[str]:
        """Remember ``text``; returns the names of its near-copies seen before it."""
        mine = signature(text)
        found = self._like(mine)
        for key in self._keys(mine):
            bucket = self._bands.setdefault(key, [])
            if len(bucket) < _LOOKED_AT:
                bucket.append((name, mine))
        return found

    def _keys(self, mine: Signature) -> list[tuple[int, Signature]]:
        return [(band, mine[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS)] if mine else []

    def _like(self, mine: Signature) -> list[str]:
        candidates = {name: other for key in self._keys(mine) for name, other in self._bands.get(key, ())}
        return [name for name, other in candidates.items() if likeness(mine, other) >= self._enough]
