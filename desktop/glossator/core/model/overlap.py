"""Order, overlap and nesting of stretches, and snapping to tokens: pure functions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Stretch(Protocol):
    """Anything with a start and an end in code points."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Stretch)


def overlaps(a: Stretch, b: Stretch) -> bool:
    """Whether they share a character."""
    return a.start < b.end and b.start < a.end


def contains(outer: Stretch, inner: Stretch) -> bool:
    """Whether ``inner`` lies in ``outer`` (they may be equal)."""
    return outer.start <= inner.start and inner.end <= outer.end


def reading_order(stretches: Sequence[S]) -> list[S]:
    """By start, the longer first: the order in which a reader meets them."""
    return sorted(stretches, key=lambda s: (s.start, -s.end))


def longest_first(stretches: Sequence[S]) -> list[S]:
    """A flat selection: the longest win, then the earliest; none overlaps another."""
    kept: list[S] = []
    for one in sorted(stretches, key=lambda s: (s.start - s.end, s.start)):
        if not any(overlaps(one, other) for other in kept):
            kept.append(one)
    return reading_order(kept)


def snapped(start: int, end: int, tokens: Sequence[Stretch]) -> tuple[int, int]:
    """``[start, end)`` grown to whole tokens; unchanged where it touches none.

    ``tokens`` are in order and do not overlap.
    """
    first = bisect_right(tokens, start, key=lambda t: t.end)
    last = bisect_left(tokens, end, key=lambda t: t.start) - 1
    if first > last:
        return start, end
    return tokens[first].start, tokens[last].end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without blanks at its edges; empty when it is all blank."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
