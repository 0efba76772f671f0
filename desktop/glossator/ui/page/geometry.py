"""Where spans lie in a laid-out paragraph, and what lies under a point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextLayout, QTextLine

from glossator.core.model.overlap import overlaps
from glossator.core.model.span import Span
from glossator.ui.page.paragraph import Paragraph

if TYPE_CHECKING:
    from glossator.ui.page.layout import SpanLayout

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
CROWD = 200
"""Spans in one paragraph above which nesting is no longer told apart by insets."""

TOUCH = 2.0
"""Pixels between two boxes that are still one."""

REACH = 6.0
"""Pixels around an edge at which a hand can take hold of it."""


@dataclass(slots=True, eq=False)
class Piece:
    """What is seen of ``span`` in one paragraph; ``depth`` counts the fills that it lies on."""

    span: Span
    rects: list[QRectF]
    depth: int
    chip: QRectF | None


def tab_above(text: str, end: int) -> bool:
    """Whether a chip sits above its span: spacing inside would tear Arabic joins."""
    return bool(end and RIGHT_TO_LEFT.match(text, end - 1))


def pieces(engine: SpanLayout, paragraph: Paragraph) -> list[Piece]:
    """Every span of a laid-out paragraph, the longest first, chips side by side."""
    spans = sorted(engine.spans_of(paragraph), key=lambda span: (span.start - span.end, engine.look.fills(span)))
    fills = [span for span in spans if engine.look.fills(span)]
    used: dict[int, float] = {}
    made: list[Piece] = []
    for span in spans:
        rects = stretch(engine, paragraph, span.start, span.end)
        depth = _depth(span, fills) if engine.look.fills(span) else 0
        chip = None
        if rects and engine.look.has_chip(span) and span.end <= paragraph.end:
            chip = _chip(engine, paragraph, span, rects[-1], used)
        made.append(Piece(span, rects, depth, chip))
    return made


def _depth(span: Span, fills: list[Span]) -> int:
    if len(fills) > CROWD:
        return 0
    return sum(overlaps(span, other) for other in fills[: fills.index(span)])


def _chip(engine: SpanLayout, paragraph: Paragraph, span: Span, last: QRectF, used: dict[int, float]) -> QRectF:
    width = engine.look.type.chip_width(span.label)
    taken = used.get(span.end, 0.0)
    used[span.end] = taken + width
    if tab_above(paragraph.text, span.end - paragraph.start):
        size = engine.style(paragraph).font.pixelSize()
        return QRectF(last.left(), last.y() - size * 0.42, width, size * 0.5)
    chip = QRectF(last.right() - taken - width, last.y(), width - 2, last.height())
    last.setRight(chip.right() + 2)
    return chip


def stretch(engine: SpanLayout, paragraph: Paragraph, start: int, end: int) -> list[QRectF]:
    """Rectangles, line by line, of code points ``start`` to ``end`` as far as they lie in the paragraph."""
    if not paragraph.laid or engine.away(paragraph):
        return []
    layout = engine.laid_out(paragraph)
    first = engine.local(paragraph, max(start, paragraph.start))
    last = engine.local(paragraph, min(end, paragraph.end))
    size = engine.style(paragraph).font.pixelSize()
    both_ways = bool(RIGHT_TO_LEFT.search(paragraph.text))
    made: list[QRectF] = []
    if first >= last:
        return made
    for number in range(layout.lineForTextPosition(first).lineNumber(), layout.lineCount()):
        line = layout.lineAt(number)
        if line.textStart() >= last:
            break
        top = line.y() + line.ascent() - size * 0.88
        made += [QRectF(a, top, b - a, size * 1.2) for a, b in _sides(layout, number, first, last, both_ways)]
    return made


def _sides(layout: QTextLayout, number: int, first: int, last: int, both_ways: bool) -> list[tuple[float, float]]:
    """Left and right edges in one line; a span of mixed scripts may have several."""
    line = layout.lineAt(number)
    start, end = line.textStart(), line.textStart() + line.textLength()
    low, high = max(first, start), min(last, end)
    if low >= high:
        return []
    if both_ways:
        return _joined([run.boundingRect() for run in line.glyphRuns(low, high - low)])
    left = _x(line, low)
    if high == end < last:  # it wraps: leave out the blank that hangs over the edge
        return [(left, line.x() + line.naturalTextWidth())]
    return [(left, _x(line, high))]


def _joined(boxes: list[QRectF]) -> list[tuple[float, float]]:
    """Edges of boxes in the order of the text; neighbours that touch become one."""
    made: list[tuple[float, float]] = []
    for box in boxes:
        left, right = box.left(), box.right()
        if made and left - made[-1][1] < TOUCH and made[-1][0] - right < TOUCH:
            left, right = min(left, made[-1][0]), max(right, made.pop()[1])
        made.append((left, right))
    return made


def _x(line: QTextLine, position: int) -> float:
    """Where a UTF-16 position of the paragraph is in ``line``; the binding gives a pair that its stubs deny."""
    return float(cast(tuple[float, int], line.cursorToX(position))[0])


def spans_at(engine: SpanLayout, point: QPointF) -> list[Span]:
    """Spans under a point of the document, inner ones first; nothing is laid out for it."""
    number = engine.rows(point.y(), point.y())[0]
    paragraph = engine.paragraphs[number]
    if not paragraph.laid or engine.away(paragraph):
        return []
    place = point - engine.origin(number)
    return [
        piece.span
        for piece in reversed(engine.pieces(paragraph))
        if any(rect.contains(place) for rect in piece.rects) or (piece.chip and piece.chip.contains(place))
    ]


class Edge(NamedTuple):
    """One end of a stretch: in which paragraph, in which rectangle, and at which side of it."""

    number: int
    rect: QRectF
    x: float


def edges(engine: SpanLayout, start: int, end: int) -> tuple[Edge, Edge] | None:
    """Both ends of a stretch; None while one is not laid out.

    Text written from the right begins at the right side of its rectangle.
    """
    first, last = engine.at(start), engine.at(max(start, end - 1))
    head, tail = engine.paragraphs[first], engine.paragraphs[last]
    opening, closing = stretch(engine, head, start, end), stretch(engine, tail, start, end)
    if not opening or not closing:
        return None
    begin, finish = opening[0], closing[-1]
    begins_right = bool(RIGHT_TO_LEFT.match(head.text, start - head.start))
    ends_left = tab_above(tail.text, end - tail.start)
    return (
        Edge(first, begin, begin.right() if begins_right else begin.left()),
        Edge(last, finish, finish.left() if ends_left else finish.right()),
    )


def grip_at(engine: SpanLayout, span: Span, point: QPointF) -> str:
    """Which edge of ``span`` is at a point of the document: "start", "end" or ""."""
    found = edges(engine, span.start, span.end)
    if found is None:
        return ""
    for name, edge in (("end", found[1]), ("start", found[0])):
        place = point - engine.origin(edge.number)
        if abs(place.x() - edge.x) <= REACH and edge.rect.top() - REACH <= place.y() <= edge.rect.bottom() + REACH:
            return name
    return ""
