"""Where places of a text go when its blanks, controls and composition change: letters are counted, blanks are not."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

_LOST = "\ufffd"


def _letters(text: str, hidden: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[str, int, int]]:
    """Each decomposed letter with the place of its cluster; nothing for blanks, controls and format characters."""
    at = 0
    size = len(text)
    cuts = iter([*hidden, (size, size)])
    cut = next(cuts)
    while at < size:
        if at >= cut[0] and cut[0] < cut[1]:
            at = max(at, cut[1])
            cut = next(cuts)
            continue
        end = at + 1
        while end < size and unicodedata.combining(text[end]):
            end += 1
        for char in unicodedata.normalize("NFD", text[at:end]):
            if not char.isspace() and char != _LOST and unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Cn"}:
                yield char, at, end
        at = end


class Alignment:
    """Places of ``old`` as places of ``new``, which has the same letters in the same order.

    Blanks, controls and characters of no width may differ, and letters may be composed
    otherwise (NFC). What stands in ``hidden`` stretches of ``new``, which are in order and
    apart, is not in ``old``. ``exact`` is false when the letters differ: then nothing is
    placed. All offsets are code points.
    """

    def __init__(self, old: str, new: str, hidden: Sequence[tuple[int, int]] = ()) -> None:
        self._same = old == new and not hidden
        self.exact = True
        if self._same:
            return
        olds, news = list(_letters(old)), list(_letters(new, hidden))
        self.exact = [one[0] for one in olds] == [one[0] for one in news]
        self._starts = [start for _, start, _ in olds]
        self._ends = [end for _, _, end in olds]
        self._new = [(start, end) for _, start, end in news]

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """``[start, end)`` in the new text, from its first letter to its last; None if it holds none."""
        if self._same:
            return (start, end) if start < end else None
        if not self.exact:
            return None
        first, last = bisect_left(self._starts, start), bisect_right(self._ends, end) - 1
        return (self._new[first][0], self._new[last][1]) if first <= last else None
