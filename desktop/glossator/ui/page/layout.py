"""The engine: a document layout that lays out only the paragraphs that are seen.

The height of the rest is estimated. Spans touch neither the text nor its formats: a chip
gets its room from letter-spacing on the last character of its span, so that positions
stay those of the article and one more span costs one paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from itertools import accumulate
from math import ceil
from unicodedata import category

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextLayout,
)

from glossator.core.model.offsets import OffsetMap
from glossator.core.model.span import Span
from glossator.ui.page import geometry, painter
from glossator.ui.page.look import Look
from glossator.ui.page.paragraph import Paragraph
from glossator.ui.page.typography import MEASURE, Style

KEPT = 600
"""Paragraphs that stay laid out."""

BREATH = 2.5
"""Pixels between a blank and the fill that follows it."""

_JOINER = "\u200d"
_STRONG = re.compile(r"[A-Za-z\u00c0-\u058f\u0590-\u08ff\u0900-\u1fff\u3040-\ud7ff\ufb1d-\ufefc]")


def _order(span: Span) -> tuple[float, float, str]:
    return span.start, -span.end, span.id


def _first_at(offset: int) -> tuple[float, float, str]:
    """A key before every span that begins at ``offset``."""
    return offset, float("-inf"), ""


class SpanLayout(QAbstractTextDocumentLayout):
    """Lays out, measures and hit-tests one article; positions of the document are UTF-16, spans code points."""

    def __init__(self, document: QTextDocument, paragraphs: list[Paragraph], offsets: OffsetMap, look: Look) -> None:
        super().__init__(document)
        self.paragraphs = paragraphs
        self.offsets = offsets
        self.look = look
        self.width, self.column, self.left = 0.0, 1.0, 0.0
        self.spans: list[Span] = []
        self._starts = [paragraph.start for paragraph in paragraphs]
        self._wide: list[Span] = []
        self._live: dict[Paragraph, None] = {}
        self._heights: list[float] = []
        self.tops: list[float] = [0.0]

    # ---- spans ----------------------------------------------------------------------------

    def set_spans(self, spans: Iterable[Span]) -> None:
        """Show these and no others."""
        self.spans = sorted((span for span in spans if self.look.draws(span)), key=_order)
        self._wide = [span for span in self.spans if self._is_wide(span)]
        for paragraph in self.paragraphs:
            paragraph.spans = None
        self.forget()

    def change_spans(self, gone: Iterable[Span], come: Iterable[Span]) -> set[int]:
        """Take ``gone`` away and put ``come`` in; numbers of the paragraphs that change."""
        touched: set[int] = set()
        by_id = {span.id for span in gone}
        if by_id:
            for span in [span for span in self.spans if span.id in by_id]:
                self._remove(span)
                touched.update(self.covering(span))
        for span in come:
            if self.look.draws(span):
                insort(self.spans, span, key=_order)
                if self._is_wide(span):
                    insort(self._wide, span, key=_order)
                touched.update(self.covering(span))
        for number in touched:
            paragraph = self.paragraphs[number]
            paragraph.spans = paragraph.pieces = None
            paragraph.laid = False
            self._live.pop(paragraph, None)
        return touched

    def _remove(self, span: Span) -> None:
        self.spans.remove(span)
        if span in self._wide:
            self._wide.remove(span)

    def _is_wide(self, span: Span) -> bool:
        return len(self.covering(span)) > 1

    def at(self, offset: int) -> int:
        """Number of the paragraph in which code point ``offset`` lies."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def covering(self, span: Span) -> range:
        """Numbers of the paragraphs over which ``span`` runs."""
        return range(self.at(span.start), self.at(max(span.start, span.end - 1)) + 1)

    def spans_of(self, paragraph: Paragraph) -> list[Span]:
        """The spans seen in ``paragraph``, those that begin before it included."""
        if paragraph.spans is None:
            first = bisect_left(self.spans, _first_at(paragraph.start), key=_order)
            last = bisect_left(self.spans, _first_at(paragraph.end + 1), key=_order)
            before = [span for span in self._wide if span.start < paragraph.start < span.end]
            paragraph.spans = before + self.spans[first:last]
        return paragraph.spans

    # ---- heights ----------------------------------------------------------------------------

    def away(self, paragraph: Paragraph) -> bool:
        """Whether it takes no room: blank, or furniture that is not shown."""
        return paragraph.blank or (paragraph.furniture and not self.look.furniture)

    def set_width(self, width: float) -> None:
        """Set the column for a viewport ``width`` pixels wide."""
        character = self.look.type.character
        self.width = width
        self.column = max(80.0, min(character * MEASURE, width - 56))
        self.left = max(28.0, (width - self.column) / 2)
        self.forget()

    def forget(self) -> None:
        """Lay everything out again when it is next seen; heights are estimated anew."""
        for paragraph in self._live:
            paragraph.laid, paragraph.pieces = False, None
        self._live = {}
        size = max(1, self._starts[-1])
        more = 1 + (5 * len(self.spans) / size if self.look.chips else 0)
        self._heights = [self._estimate(paragraph, more) for paragraph in self.paragraphs]
        self.measure()

    def _estimate(self, paragraph: Paragraph, more: float) -> float:
        if self.away(paragraph):
            return 0.0
        style = self.look.type.style(paragraph)
        scale = style.font.pixelSize() / self.look.type.pixels
        per_line = max(8.0, (self.column - style.indent) / (self.look.type.character * scale))
        lines = ceil(len(paragraph.text) * more / per_line)
        return style.above + lines * style.leading + self.look.type.gap(paragraph)

    def measure(self) -> None:
        """Add the heights up."""
        self.tops = list(accumulate(self._heights, initial=self.look.type.head))

    def rows(self, top: float, bottom: float) -> tuple[int, int]:
        """Numbers (first, after the last) of the paragraphs between two heights of the document."""
        last = len(self.paragraphs)
        first = max(0, min(bisect_right(self.tops, top) - 1, last - 1))
        return first, min(last, max(first + 1, bisect_left(self.tops, bottom)))

    def ensure(self, top: float, bottom: float, anchor: int = -1) -> float:
        """Lay out what lies between two heights; by how much paragraph ``anchor`` (else the first) moved."""
        moved = 0.0
        for _ in range(6):
            first, last = self.rows(top + moved, bottom + moved)
            held = anchor if first <= anchor < last else first
            changed = False
            for number in range(first, last):
                if (difference := self.lay(number)) != 0:
                    changed = True
                    moved += difference if number < held else 0.0
            if not changed:
                break
            self.measure()
        return moved

    # ---- one paragraph ------------------------------------------------------------------------

    def style(self, paragraph: Paragraph) -> Style:
        """How ``paragraph`` is set."""
        return self.look.type.style(paragraph)

    def local(self, paragraph: Paragraph, offset: int) -> int:
        """UTF-16 position of code point ``offset`` within ``paragraph``."""
        return self.offsets.to_utf16(offset) - self.offsets.to_utf16(paragraph.start)

    def lay(self, number: int, block: QTextBlock | None = None) -> float:
        """Lay a paragraph out if it is not; by how much its height differs from what was assumed."""
        paragraph = self.paragraphs[number]
        if paragraph.laid:
            return 0.0
        layout = block.layout() if block else self.laid_out(paragraph)
        layout.setCacheEnabled(True)
        layout.setTextOption(self.look.type.option(paragraph, self.right_to_left(paragraph)))
        layout.setFormats(self._formats(paragraph))
        height = self._lines(layout, paragraph)
        paragraph.laid, paragraph.pieces = True, None
        self._keep(paragraph)
        difference = height - self._heights[number]
        self._heights[number] = height
        return difference

    def laid_out(self, paragraph: Paragraph) -> QTextLayout:
        """Qt's layout of a paragraph, to be used now and not kept."""
        return self.document().findBlockByNumber(paragraph.number).layout()

    def _lines(self, layout: QTextLayout, paragraph: Paragraph) -> float:
        style, away = self.style(paragraph), self.away(paragraph)
        layout.beginLayout()
        y = style.above
        while (line := layout.createLine()).isValid():
            line.setLineWidth(1e7 if away else max(60.0, self.column - style.indent))
            indent = 0.0 if self.right_to_left(paragraph) else style.indent
            line.setPosition(QPointF(indent, y + (style.leading - line.height()) / 2))
            y += style.leading
        layout.endLayout()
        if away:
            return 0.0
        return y + self.look.type.gap(paragraph)

    def _keep(self, paragraph: Paragraph) -> None:
        self._live[paragraph] = None
        if len(self._live) > KEPT:
            oldest = next(iter(self._live))
            del self._live[oldest]
            oldest.laid, oldest.pieces = False, None

    def right_to_left(self, paragraph: Paragraph) -> bool:
        """Whether its first strong letter is of a script written from the right."""
        found = _STRONG.search(paragraph.text)
        return bool(found and geometry.RIGHT_TO_LEFT.match(found.group()))

    def _formats(self, paragraph: Paragraph) -> list[QTextLayout.FormatRange]:
        style = self.style(paragraph)
        made = [_range(0, self.local(paragraph, paragraph.end), style.format)]
        lead = self.local(paragraph, paragraph.start + paragraph.lead)
        if lead:
            made.append(_range(0, lead, self.look.type.dateline))
        for end, width in self._rooms(paragraph).items():
            begin = _cluster_start(paragraph.text, end)
            base = self.look.type.dateline if end <= paragraph.lead else style.format
            spaced = QTextCharFormat(base)
            spaced.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
            spaced.setFontLetterSpacing(width)
            a, b = (self.local(paragraph, paragraph.start + place) for place in (begin, end))
            made.append(_range(a, b - a, spaced))
        return made

    def _rooms(self, paragraph: Paragraph) -> dict[int, float]:
        """End of a cluster, in code points of the paragraph → pixels of room behind it."""
        rooms: dict[int, float] = {}
        text = paragraph.text
        for span in self.spans_of(paragraph):
            start, end = span.start - paragraph.start, span.end - paragraph.start
            if self.look.has_chip(span) and end <= len(text) and not geometry.tab_above(text, end):
                rooms[end] = rooms.get(end, 0.0) + self.look.type.chip_width(span.label)
            if self.look.fills(span) and start > 0 and text[start - 1] == " ":
                rooms.setdefault(start, BREATH)
        return rooms

    def pieces(self, paragraph: Paragraph) -> list[geometry.Piece]:
        """Where its spans are painted, outer ones first, in coordinates of the paragraph."""
        if paragraph.pieces is None:
            paragraph.pieces = geometry.pieces(self, paragraph)
        return paragraph.pieces

    def origin(self, number: int) -> QPointF:
        """Where paragraph ``number`` begins in the document."""
        return QPointF(self.left, self.tops[number])

    # ---- what Qt asks of a document layout ---------------------------------------------------------

    def documentChanged(self, position: int, removed: int, added: int) -> None:
        """Nothing: the text never changes."""

    def pageCount(self) -> int:
        """One endless page."""
        return 1

    def documentSize(self) -> QSizeF:
        """The whole article, estimated heights included."""
        return QSizeF(self.width, self.tops[-1] + self.look.type.head)

    def frameBoundingRect(self, _frame: object) -> QRectF:
        """The root frame is the document."""
        return QRectF(QPointF(0, 0), self.documentSize())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Where a block lies; lays it out, so that the caret and screen readers find it."""
        number = block.blockNumber()
        if not block.isValid() or number >= len(self.paragraphs):
            return QRectF()
        if self.lay(number, block):
            self.measure()
        block.layout().setPosition(self.origin(number))
        return QRectF(self.left, self.tops[number], self.column, self._heights[number])

    def hitTest(self, point: QPointF, _accuracy: Qt.HitTestAccuracy) -> int:  # type: ignore[override]  # Qt gives QPointF
        """The UTF-16 position nearest to ``point``, never in a paragraph that takes no room."""
        number = self.seen(self.rows(point.y(), point.y())[0])
        if self.lay(number):
            self.measure()
        paragraph = self.paragraphs[number]
        layout, style = self.laid_out(paragraph), self.style(paragraph)
        row = int((point.y() - self.tops[number] - style.above) // style.leading)
        line = layout.lineAt(min(max(row, 0), layout.lineCount() - 1))
        return self.offsets.to_utf16(paragraph.start) + line.xToCursor(point.x() - self.left)

    def seen(self, number: int, step: int = -1) -> int:
        """The nearest paragraph that takes room, looking by ``step`` first, then the other way."""
        for way in (step, -step):
            at = number
            while 0 <= at < len(self.paragraphs):
                if not self.away(self.paragraphs[at]):
                    return at
                at += way
        return number

    def draw(self, to: QPainter, context: painter.Context) -> None:
        """Paint what Qt asks for; see :mod:`glossator.ui.page.painter`."""
        painter.paint(self, to, context)


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made


def _cluster_start(text: str, end: int) -> int:
    """Where the last whole character before ``end`` begins: not an accent, not a joiner."""
    start = end - 1
    while start > 0 and (category(text[start])[0] == "M" or _JOINER in (text[start], text[start - 1])):
        start -= 1
    return start
