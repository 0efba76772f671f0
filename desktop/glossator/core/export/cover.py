"""Which spans cover which stretch of a text, asked in order: a page with thousands of spans is set in one sweep."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from glossator.core.model.span import Span


class Cover:
    """The text cut wherever a span begins or ends; offsets are code points."""

    def __init__(self, spans: Iterable[Span]) -> None:
        real = [span for span in spans if span.start < span.end]
        self._cuts = sorted({at for span in real for at in (span.start, span.end)})
        begins: dict[int, list[Span]] = {}
        for span in real:
            begins.setdefault(span.start, []).append(span)
        self._here: list[list[Span]] = []
        now: list[Span] = []
        for cut in self._cuts:
            now = [span for span in now if span.end > cut] + begins.get(cut, [])
            self._here.append(now)

    def edges(self, start: int, end: int) -> list[int]:
        """``start``, every cut between, and ``end``."""
        return [start, *self._cuts[bisect_right(self._cuts, start) : bisect_left(self._cuts, end)], end]

    def at(self, offset: int) -> list[Span]:
        """The spans that cover the character at ``offset``, in the order in which they begin."""
        place = bisect_right(self._cuts, offset) - 1
        return self._here[place] if place >= 0 else []
