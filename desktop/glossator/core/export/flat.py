"""Which spans a format gets that cannot hold all of them: by layer, and by who wins where two overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from glossator.core.export.base import Options
from glossator.core.export.losses import on_tokens
from glossator.core.model.analysis import Token
from glossator.core.model.overlap import overlaps, reading_order
from glossator.core.model.span import Layer, Span


class Overlaps(StrEnum):
    """What is done with spans that overlap."""

    KEEP = "keep"
    LONGEST = "longest"
    FIRST = "first"
    BY_LAYER = "by-layer"
    SKIP = "skip"


WORDS = {
    Overlaps.KEEP: "Keep all",
    Overlaps.LONGEST: "The longest wins",
    Overlaps.FIRST: "The first in the text wins",
    Overlaps.BY_LAYER: "The earlier layer wins",
    Overlaps.SKIP: "Leave out all that overlap",
}
ORDER = tuple(map(str, Layer))
FLAT_CHOICES = tuple((str(one), word) for one, word in WORDS.items() if one is not Overlaps.KEEP)
ALL_CHOICES = tuple((str(one), word) for one, word in WORDS.items())
OVERLAPS_HELP = "What to do with spans that overlap."


@dataclass(frozen=True)
class LayeredOptions(Options):
    """Which layers are written."""

    layers: str = field(
        default="", metadata={"help": "Layers of spans to write, parted by commas; empty for all: entity, quote, cue…"}
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A span on the code points (or tokens) that the format gives it."""

    start: int
    end: int
    span: Span


P = TypeVar("P", bound=Placed)


def layers_of(named: str) -> tuple[str, ...]:
    """``entity, quote`` as a tuple; empty for every layer."""
    return tuple(filter(None, (one.strip() for one in named.split(","))))


def of_layers(spans: Sequence[Span], named: str) -> list[Span]:
    """The spans of the layers in ``named``; all if it is empty."""
    wanted = layers_of(named)
    return [span for span in spans if not wanted or span.layer in wanted]


def on_words(spans: Sequence[Span], text: str, tokens: Sequence[Token]) -> list[Placed]:
    """Spans grown to whole tokens; those that cover none are left out."""
    found = []
    for span in spans:
        where = on_tokens(span, text, tokens)
        if where:
            found.append(Placed(where[0], where[1], span))
    return found


def _rank(placed: Placed, order: Sequence[str]) -> int:
    return order.index(placed.span.layer) if placed.span.layer in order else len(order)


def flattened(placed: Sequence[P], policy: str, named: str = "") -> list[P]:
    """Spans that do not overlap, chosen by ``policy`` (a value of :class:`Overlaps`), in reading order.

    For ``by-layer`` the order is that of ``named``, else entity, quote, cue, speaker,
    highlight and others. Among equals the longest wins, then the earliest.
    """
    if policy == Overlaps.KEEP:
        return reading_order(placed)
    if policy == Overlaps.SKIP:
        return _alone(placed)
    order = layers_of(named) or ORDER
    ranked = {
        Overlaps.FIRST: lambda p: (p.start, -p.end),
        Overlaps.BY_LAYER: lambda p: (_rank(p, order), p.start - p.end, p.start),
    }.get(Overlaps(policy), lambda p: (p.start - p.end, p.start))
    kept: list[P] = []
    for one in sorted(placed, key=ranked):
        # Those kept are apart and in order, so only the neighbours can be in the way.
        k = bisect_left(kept, one.start, key=lambda other: other.start)
        if not any(overlaps(one, other) for other in kept[max(0, k - 1) : k + 1]):
            kept.insert(k, one)
    return kept


def _alone(placed: Sequence[P]) -> list[P]:
    """Those that share no character with another one."""
    ordered = reading_order(placed)
    found: list[P] = []
    reach = 0
    for k, one in enumerate(ordered):
        follower = ordered[k + 1].start if k + 1 < len(ordered) else one.end
        if one.start >= reach and follower >= one.end:
            found.append(one)
        reach = max(reach, one.end)
    return found
