"""Painting a page: grounds, fills, the text, then everything that lies on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QPainter, QPen, QPolygonF, QTextLayout

from glossator.core.model.block import Kind
from glossator.core.model.span import Layer, Span, State
from glossator.ui.page.geometry import Edge, Piece, edges, stretch
from glossator.ui.page.look import Look
from glossator.ui.page.paragraph import Paragraph

if TYPE_CHECKING:
    from glossator.ui.page.layout import SpanLayout

Context = QAbstractTextDocumentLayout.PaintContext
MARGIN = 96.0
"""Least pixels beside the column for names in the margin."""

THREAD = 15.0
"""Pixels between the column and the line in the margin that joins the pieces of a quotation."""

LANE = 5.0
"""Pixels between two such lines side by side."""

UNDECIDED = 150
"""Opacity (of 255) of a suggestion's fill."""

INSET = 2.4
DEEPEST = 3


def paint(engine: SpanLayout, to: QPainter, context: Context) -> None:
    """Paint the paragraphs within the clip of ``context``."""
    clip = context.clip if context.clip.isValid() else QRectF(0, 0, engine.width, 1e9)
    engine.ensure(clip.top(), clip.bottom())
    to.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in range(*engine.rows(clip.top(), clip.bottom())):
        paragraph = engine.paragraphs[number]
        if not paragraph.laid or engine.away(paragraph):
            continue
        to.save()
        to.translate(engine.origin(number))
        _ground(engine, to, paragraph, number)
        shown = engine.pieces(paragraph)
        for piece in shown:
            _under(engine, to, piece)
        to.restore()
        _text(engine, to, number, context, clip)
        to.save()
        to.translate(engine.origin(number))
        _over(engine, to, paragraph, shown)
        to.restore()


def _ground(engine: SpanLayout, to: QPainter, paragraph: Paragraph, number: int) -> None:
    """What a kind of block lies on: a panel for code, a bar for a quotation, a bullet's mark."""
    theme, style = engine.look.theme, engine.style(paragraph)
    height = engine.tops[number + 1] - engine.tops[number] - engine.look.type.gap(paragraph)
    to.setPen(Qt.PenStyle.NoPen)
    if paragraph.kind is Kind.CODE:
        to.setBrush(theme.panel)
        to.drawRoundedRect(QRectF(0, -3, engine.column, height + 6), 5, 5)
    elif paragraph.kind is Kind.QUOTATION:
        to.setBrush(theme.line)
        to.drawRoundedRect(QRectF(2, 2, 3, height - 4), 1.5, 1.5)
    elif paragraph.kind is Kind.BULLET:
        size = style.font.pixelSize()
        centre = style.indent - size * 0.6
        x = engine.column - centre if engine.right_to_left(paragraph) else centre
        to.setBrush(theme.muted)
        to.drawEllipse(QPointF(x, style.leading * 0.53), size * 0.13, size * 0.13)


def _under(engine: SpanLayout, to: QPainter, piece: Piece) -> None:
    """The fill behind the text, or the tint of a quotation's parts that are lit."""
    look, span = engine.look, piece.span
    moving = look.selected is span and look.preview is not None
    if moving:
        return
    if not look.fills(span):
        if span.id in look.lit or span is look.selected:
            _rounded(to, piece, _tint(_voice(look, span), 54 if span.layer != Layer.QUOTE else 30), None)
        return
    fill, _, edge = look.colors(span)
    if piece.depth:
        fill = fill.lighter(128) if look.theme.dark else fill.darker(107)
    pen = QPen(edge, 1.4) if span is look.hovered else None
    if span.state is State.SUGGESTED:
        fill = _tint(fill, UNDECIDED)
    _rounded(to, piece, fill, pen)
    if span.state is State.SUGGESTED:
        _dots(to, piece, edge)


def _dots(to: QPainter, piece: Piece, edge: QColor) -> None:
    """What is not decided yet stands on dots: told by shape, not by colour alone."""
    to.setPen(QPen(_tint(edge, 190), 1.3, Qt.PenStyle.DotLine))
    inset = min(piece.depth, DEEPEST) * INSET
    for rect in piece.rects:
        y = rect.bottom() - inset - 0.5
        to.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def _rounded(to: QPainter, piece: Piece, fill: QColor, pen: QPen | None) -> None:
    inset = min(piece.depth, DEEPEST) * INSET
    to.setBrush(fill)
    to.setPen(pen if pen is not None else Qt.PenStyle.NoPen)
    for rect in piece.rects:
        to.drawRoundedRect(rect.adjusted(-2, inset, 0, -inset), 4, 4)


def _tint(color: QColor, alpha: int) -> QColor:
    made = QColor(color)
    made.setAlpha(alpha)
    return made


def _text(engine: SpanLayout, to: QPainter, number: int, context: Context, clip: QRectF) -> None:
    """The letters and the selection; the caret too when the keys are in use."""
    paragraph = engine.paragraphs[number]
    layout = engine.laid_out(paragraph)
    base = engine.offsets.to_utf16(paragraph.start)
    length = engine.local(paragraph, paragraph.end) + 1
    ranges = []
    for selection in context.selections:
        start = max(selection.cursor.selectionStart() - base, 0)
        end = min(selection.cursor.selectionEnd() - base, length)
        if start < end:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = start, end - start, selection.format
            ranges.append(one)
    to.setPen(engine.look.theme.ink)
    layout.setPosition(engine.origin(number))  # screen readers ask the layout where it is
    layout.draw(to, QPointF(), ranges, clip)
    at = context.cursorPosition - base
    if engine.look.caret and 0 <= at < length:
        to.setPen(engine.look.theme.accent)
        layout.drawCursor(to, QPointF(), at, 2)


def _over(engine: SpanLayout, to: QPainter, paragraph: Paragraph, shown: list[Piece]) -> None:
    look = engine.look
    taken = 0.0
    _threads(engine, to, paragraph, shown)
    for piece in shown:
        if look.selected is piece.span and look.preview is not None:
            continue
        if piece.chip is not None:
            to.setFont(look.type.chip)
            to.setPen(look.colors(piece.span).ink)
            to.drawText(piece.chip, Qt.AlignmentFlag.AlignCenter, piece.span.label)
        if not look.fills(piece.span):
            _line(engine, to, piece)
        if piece.span.id in look.noted and piece.rects and piece.span.end <= paragraph.end:
            _note_mark(to, piece.rects[-1], look.theme.accent)
    for piece in sorted(shown, key=lambda one: one.span.start):
        if piece.span.id in look.speakers and piece.span.start >= paragraph.start and piece.rects:
            taken = _margin(engine, to, piece, taken)
    if look.selected is not None:
        _selected(engine, to, paragraph, shown)


def _line(engine: SpanLayout, to: QPainter, piece: Piece) -> None:
    """The line under a quotation, calm; under a speaker or a cue only a dotted trace until lit."""
    look, span = engine.look, piece.span
    near = span is look.hovered or span is look.selected or span.id in look.lit
    quote = span.layer == Layer.QUOTE
    voice = _voice(look, span)
    color = voice if quote or near else _tint(voice, 150)
    pen = QPen(color, 2.4 if near else 1.5 if quote else 1.2)
    if not quote and not near:
        pen.setStyle(Qt.PenStyle.DotLine)
    elif span.state is State.SUGGESTED:
        pen.setStyle(Qt.PenStyle.DashLine)
    to.setPen(pen)
    for rect in piece.rects:
        to.drawLine(QPointF(rect.left(), rect.bottom() + 1.5), QPointF(rect.right(), rect.bottom() + 1.5))


def _voice(look: Look, span: Span) -> QColor:
    """The colour of who speaks; that of quotations at large while nobody does."""
    hue = look.voices.get(span.id)
    return look.theme.rule if hue is None else look.theme.label_colors(hue).edge


def _threads(engine: SpanLayout, to: QPainter, paragraph: Paragraph, shown: list[Piece]) -> None:
    """A quiet line in the margin beside each quotation, from its first piece to its last."""
    look = engine.look
    if engine.left < THREAD + LANE:
        return
    height = engine.tops[engine.at(paragraph.start) + 1] - engine.tops[engine.at(paragraph.start)]
    reach: dict[str, tuple[float, float, Span]] = {}
    for piece in shown:
        if piece.span.id not in look.threads or not piece.rects:
            continue
        one, start, end = look.threads[piece.span.id]
        top = 0.0 if start < paragraph.start else piece.rects[0].top() + 3
        bottom = height if end > paragraph.end + 1 else piece.rects[-1].bottom()
        known = reach.get(one, (top, bottom, piece.span))
        reach[one] = (min(top, known[0]), max(bottom, known[1]), known[2])
    lanes: list[float] = []
    for top, bottom, span in sorted(reach.values(), key=lambda r: (r[0], -r[1])):
        lane = next((n for n, free in enumerate(lanes) if free <= top), len(lanes))
        lanes[lane : lane + 1] = [bottom]
        away = THREAD + LANE * min(lane, 2)
        x = engine.column + away if engine.right_to_left(paragraph) else -away
        lit = span.id in look.lit or span is look.selected
        pen = QPen(_voice(look, span) if lit else _tint(_voice(look, span), 120), 3.0 if lit else 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        to.setPen(pen)
        to.drawLine(QPointF(x, top), QPointF(x, bottom))


def _note_mark(to: QPainter, rect: QRectF, color: QColor) -> None:
    """A folded corner at the upper right: there is a note."""
    corner = rect.topRight() + QPointF(3, -2)
    to.setPen(Qt.PenStyle.NoPen)
    to.setBrush(color)
    to.drawPolygon(QPolygonF([corner, corner - QPointF(7, 0), corner + QPointF(0, 7)]))


def _margin(engine: SpanLayout, to: QPainter, piece: Piece, taken: float) -> float:
    """Who speaks, beside the line where the quotation begins; returns how far down it reaches."""
    look = engine.look
    if engine.left <= MARGIN:
        return taken
    to.setFont(look.type.small)
    hue = look.voices.get(piece.span.id)
    quiet = look.theme.muted if hue is None else look.theme.label_colors(hue).ink
    to.setPen(look.theme.ink if piece.span.id in look.lit else quiet)
    top = max(piece.rects[0].y() + 3, taken)
    name = look.speakers[piece.span.id]
    box = QRectF(engine.column + 18, top, min(engine.left - 24, 190), 60)
    widest = max((to.fontMetrics().horizontalAdvance(word) for word in name.split()), default=0)
    wrap = Qt.TextFlag.TextWrapAnywhere if widest > box.width() else Qt.TextFlag.TextWordWrap
    flags = Qt.AlignmentFlag.AlignLeft | wrap
    to.drawText(box, flags, name)
    return float(to.boundingRect(box, flags, name).bottom()) + 4


def _selected(engine: SpanLayout, to: QPainter, paragraph: Paragraph, shown: list[Piece]) -> None:
    """A clear edge and two grips around the selected span, or around what a drag would make of it."""
    look = engine.look
    span = look.selected
    assert span is not None
    start, end = look.preview or (span.start, span.end)
    if start > paragraph.end or end <= paragraph.start:
        return
    own = next((piece.rects for piece in shown if piece.span is span), [])
    rects = stretch(engine, paragraph, start, end) if look.preview else own
    if not rects:
        return
    edge = look.colors(span).edge if look.fills(span) else _voice(look, span)
    to.setPen(QPen(edge, 2))
    to.setBrush(_tint(edge, 50) if look.preview else Qt.BrushStyle.NoBrush)
    for rect in rects:
        to.drawRoundedRect(rect.adjusted(-2, 0, 1, 1), 4, 4)
    ends = edges(engine, start, end)
    for held, at_top in zip(ends or (), (True, False), strict=False):
        if engine.paragraphs[held.number] is paragraph:
            _grip(to, held, look.theme.accent, at_top=at_top)


def _grip(to: QPainter, edge: Edge, color: QColor, *, at_top: bool) -> None:
    """A bar with a knob: what a hand takes hold of."""
    rect = edge.rect
    x = edge.x - 2 if edge.x == rect.left() else edge.x + 1
    to.setPen(QPen(color, 2))
    to.drawLine(QPointF(x, rect.top() - 1), QPointF(x, rect.bottom() + 2))
    to.setPen(Qt.PenStyle.NoPen)
    to.setBrush(color)
    to.drawEllipse(QPointF(x, rect.top() - 2 if at_top else rect.bottom() + 3), 3.6, 3.6)
