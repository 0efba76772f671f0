"""What a hand does on the page: hover, click, select, and drag the edge of a span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QTextCursor

from glossator.core.model.span import Layer, Span
from glossator.ui.page import geometry

if TYPE_CHECKING:
    from glossator.ui.page.page import ArticlePage

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_PASSED_ON = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace})

NEAR = 5.0
"""Pixels around a word at which a click still means it."""


class Hands(QObject):
    """Turns mouse and keys into acts of the page. Methods return whether the event is used up."""

    def __init__(self, page: ArticlePage) -> None:
        super().__init__(page)
        self._page = page
        self._edge = ""
        self._pressed = QPointF()
        self._last_click: tuple[float, float] = (-9.0, -9.0)

    def _at(self, event: QMouseEvent) -> QPointF:
        return event.position() + QPointF(0, self._page.verticalScrollBar().value())

    def offset_at(self, point: QPointF) -> int:
        """The code point nearest to a point of the document."""
        engine = self._page.engine
        return engine.offsets.from_utf16(engine.hitTest(point, Qt.HitTestAccuracy.FuzzyHit))

    # ---- mouse ------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> bool:
        """Take hold of an edge of the selected span, if the hand is on one."""
        self._page.show_caret(False)
        self._pressed = event.position()
        span = self._page.selected_span()
        held = self._page.resizable and not self._page.picking
        if event.button() != Qt.MouseButton.LeftButton or span is None or not held:
            return False
        self._edge = geometry.grip_at(self._page.engine, span, self._at(event))
        return bool(self._edge)

    def move(self, event: QMouseEvent) -> bool:
        """Drag the edge, or tell what is under the pointer."""
        if self._edge:
            self._drag(self._at(event), free=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            return True
        if not event.buttons():
            self._hover(self._at(event))
        return False

    def release(self, event: QMouseEvent) -> bool:
        """Let go of an edge: the page says what the span should become."""
        if not self._edge:
            return False
        self._edge = ""
        self._page.finish_resize()
        return True

    def released_on_text(self, event: QMouseEvent) -> None:
        """After Qt has set its selection: snap it, or choose the span that was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._page.textCursor().hasSelection():
            free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._page.take_selection(snap=not free)
        elif (event.position() - self._pressed).manhattanLength() < 6:
            self._click(event)

    def _click(self, event: QMouseEvent) -> None:
        """Choose the inner span; a further click on the same place chooses the one around it."""
        stack = geometry.spans_at(self._page.engine, self._at(event))
        if self._page.picking:
            self._pick(stack, self._at(event))
            return
        if not stack:
            self._page.select_none()
            return
        current = self._page.selected_span()
        place = (event.position().x(), event.position().y())
        again = abs(place[0] - self._last_click[0]) + abs(place[1] - self._last_click[1]) < 6
        self._last_click = place
        chosen = stack[0]
        if again and current in stack:
            chosen = stack[(stack.index(current) + 1) % len(stack)]
        self._page.choose(chosen)

    def _pick(self, stack: list[Span], point: QPointF) -> None:
        """Tell the mention under the hand, the inner one first, else the word there."""
        named = next((span for span in stack if span.layer in (Layer.SPEAKER, Layer.ENTITY)), None)
        if named is not None:
            self._page.place_picked.emit(named.start, named.end)
            return
        at, engine = self.offset_at(point), self._page.engine
        start, end = self._page.snapper.grown(at, at + 1)
        number = engine.at(start)
        place = point - engine.origin(number)
        around = geometry.stretch(engine, engine.paragraphs[number], start, end)
        if any(rect.adjusted(-NEAR, -NEAR, NEAR, NEAR).contains(place) for rect in around):
            self._page.place_picked.emit(start, end)

    def _hover(self, point: QPointF) -> None:
        page = self._page
        found = geometry.spans_at(page.engine, point)
        page.hover(found[0] if found else None, found)
        selected = page.selected_span()
        if page.picking:
            page.viewport().setCursor(Qt.CursorShape.CrossCursor)
        elif selected is not None and page.resizable and geometry.grip_at(page.engine, selected, point):
            page.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            page.viewport().setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.IBeamCursor)

    def _drag(self, point: QPointF, *, free: bool) -> None:
        page = self._page
        span = page.selected_span()
        if span is None:
            self._edge = ""
            return
        page.preview_resize(*self._stretched(span, self.offset_at(point), free))

    def _stretched(self, span: Span, offset: int, free: bool) -> tuple[int, int]:
        """The span with its held edge at ``offset``, at a token's edge unless ``free``; never empty."""
        snap = None if free or not self._page.snapping else self._page.snapper
        if self._edge == "start":
            edge = snap.start_near(offset) if snap else offset
            return (edge, span.end) if edge < span.end else (span.start, span.end)
        edge = snap.end_near(offset) if snap else offset
        return (span.start, edge) if edge > span.start else (span.start, span.end)

    # ---- keys -------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Keep what is the page's own; letters and digits are left to the window's actions."""
        if event.key() == Qt.Key.Key_Escape and self._edge:
            self._edge = ""
            self._page.cancel_resize()
            return True
        if event.matches(QKeySequence.StandardKey.Copy) and not self._page.textCursor().hasSelection():
            self._page.copy()
            return True
        printable = bool(event.text().strip()) and event.text().isprintable()
        if (printable and not event.modifiers() & _COMMANDS) or event.key() in _PASSED_ON:
            event.ignore()
            return True
        return False

    def climb(self, event: QKeyEvent, before: QTextCursor) -> None:
        """Help Qt up: in a wrapped paragraph written from the right, Up can end where it began."""
        page = self._page
        cursor = page.textCursor()
        block = cursor.block()
        paragraph = page.engine.paragraphs[block.blockNumber()]
        line = block.layout().lineForTextPosition(cursor.positionInBlock())
        stuck = event.key() == Qt.Key.Key_Up and cursor.position() == before.position()
        if stuck and page.engine.right_to_left(paragraph) and line.isValid() and line.lineNumber() > 0:
            held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            modes = QTextCursor.MoveMode
            cursor.setPosition(cursor.position() - 1, modes.KeepAnchor if held else modes.MoveAnchor)
            page.setTextCursor(cursor)
