"""What an export leaves behind, named so that a person can read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from glossator.core.model.analysis import Token
from glossator.core.model.link import Link
from glossator.core.model.overlap import snapped, trimmed
from glossator.core.model.span import Span, State

NOTES_OUT = "notes on spans that are left out"
NOTES = "notes"
TAGS = "tags"
LINKS = "links of quotations to speakers, cues and pieces"
OTHER_LAYERS = "spans of other layers"
OVERLAPS = "spans that overlap a longer one"
GROWN = "spans that grow to whole words"
BLANK = "spans that cover no word"
LAYERS = "layers of spans (only labels are kept)"
SCORES = "scores"
SUGGESTED = "marks that a span is only suggested"
VALUES = "small facts of spans, such as a quotation's kind"
SPEAKERS = "full names of speakers"
ARTICLE_NOTES = "notes on articles"
TEXTS = "texts of articles"
PLACES = "places of spans in the text"
EDGES = "spans that lose blanks at their edges"


def scores(spans: Iterable[Span]) -> int:
    """How many of ``spans`` have a score."""
    return sum(1 for span in spans if span.score is not None)


def suggested(spans: Iterable[Span]) -> int:
    """How many of ``spans`` nobody has accepted yet."""
    return sum(1 for span in spans if span.state is State.SUGGESTED)


def values(spans: Iterable[Span]) -> int:
    """How many small facts ``spans`` hold."""
    return sum(len(span.values) for span in spans)


def speakers(links: Iterable[Link]) -> int:
    """How many of ``links`` tell the full name of who speaks."""
    return sum(1 for link in links if link.value("name"))


def counted(found: Mapping[str, int]) -> dict[str, int]:
    """``found`` without the zeros."""
    return {name: count for name, count in found.items() if count}


def on_tokens(span: Span, text: str, tokens: Sequence[Token]) -> tuple[int, int, bool] | None:
    """``span`` without blank edges, grown to whole tokens, and whether it had to grow.

    None if it covers no token. Offsets are code points.
    """
    start, end = trimmed(text, span.start, span.end)
    if start >= end:
        return None
    low, high = snapped(start, end, tokens)
    return low, high, (low, high) != (start, end)


def fit(spans: Sequence[Span], text: str, tokens: Sequence[Token]) -> dict[str, int]:
    """How many of ``spans`` grow and how many are lost when they are put on ``tokens``."""
    placed = [on_tokens(span, text, tokens) for span in spans]
    return {GROWN: sum(1 for one in placed if one and one[2]), BLANK: sum(1 for one in placed if one is None)}
