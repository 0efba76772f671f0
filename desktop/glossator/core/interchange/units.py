"""In which unit a file counts: recognised by the words that it tells beside its offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from itertools import accumulate

from glossator.core.interchange.base import ForeignSpan, Problem
from glossator.core.model.offsets import OffsetMap


class Unit(StrEnum):
    """What an offset counts."""

    CODE_POINTS = "code points"
    UTF16 = "UTF-16 units"
    BYTES = "UTF-8 bytes"


Stated = tuple[int, int, str]
"""A start, an end and the words that stand there, as a file tells them."""


def converter(text: str, unit: Unit) -> Callable[[int], int | None]:
    """An offset in ``unit`` → code points; None where no character begins."""
    if unit is Unit.CODE_POINTS:
        return lambda offset: offset if 0 <= offset <= len(text) else None
    if unit is Unit.UTF16:
        return _from_utf16(text)
    marks = [0, *accumulate(len(char.encode("utf-8", "surrogatepass")) for char in text)]

    def from_bytes(offset: int) -> int | None:
        k = bisect_left(marks, offset)
        return k if k < len(marks) and marks[k] == offset else None

    return from_bytes


def _from_utf16(text: str) -> Callable[[int], int | None]:
    units = OffsetMap(text)

    def convert(offset: int) -> int | None:
        try:
            point = units.from_utf16(offset)
        except IndexError:
            return None
        return point if units.to_utf16(point) == offset else None

    return convert


def recognised(text: str, stated: Iterable[Stated]) -> Unit:
    """The unit in which most of ``stated`` is true; code points when nothing tells."""
    told = [one for one in stated if one[2]]
    best, most = Unit.CODE_POINTS, -1
    for unit in Unit:
        convert = converter(text, unit)
        hits = 0
        for start, end, said in told:
            low, high = convert(start), convert(end)
            hits += low is not None and high is not None and text[low:high] == said
        if hits > most:
            best, most = unit, hits
    return best


def converted(
    text: str, spans: Iterable[ForeignSpan], unit: Unit
) -> tuple[tuple[ForeignSpan, ...], tuple[Problem, ...]]:
    """Spans in code points; those whose place is outside the text, empty or inside a character are problems."""
    convert = converter(text, unit)
    kept, problems = [], []
    for span in spans:
        start, end = convert(span.start), convert(span.end)
        if start is None or end is None or start >= end:
            problems.append(lost(span, "annotation-outside"))
        else:
            kept.append(replace(span, start=start, end=end))
    return tuple(kept), tuple(problems)


def lost(span: ForeignSpan, code: str) -> Problem:
    """The problem that ``span`` could not be taken over."""
    return Problem(code, {"label": span.label, "start": span.start, "end": span.end, "text": span.text[:60]})
