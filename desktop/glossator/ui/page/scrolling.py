"""Keeping still what the reader looks at while heights that were guessed turn out wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from glossator.ui.page.surface import Surface


class Settler(QObject):
    """Lays out what comes into view, then, when idle, one screen ahead and one back."""

    def __init__(self, page: Surface) -> None:
        super().__init__(page)
        self._page = page
        self.busy = False
        self.first = 0
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._prefetch)

    def stop(self) -> None:
        """Forget what was being fetched ahead: another article comes."""
        self._idle.stop()
        self.first = 0

    def settle(self) -> None:
        """Lay out what is in view; the paragraph at the top of the window stays where it is."""
        if self.busy:
            return
        engine, bar = self._page.engine, self._page.verticalScrollBar()
        top, size = bar.value(), engine.tops[-1]
        self._correct(engine.ensure(top, top + self._page.viewport().height(), self.first), size)
        self.first = engine.rows(bar.value(), 0)[0]
        if engine.tops[-1] != size:
            self._page.viewport().update()
        self._idle.start()

    def _correct(self, moved: float, size: float) -> None:
        engine, bar = self._page.engine, self._page.verticalScrollBar()
        self.busy = True
        if engine.tops[-1] != size:
            engine.documentSizeChanged.emit(engine.documentSize())
        if round(moved):
            bar.setValue(bar.value() + round(moved))
        self.busy = False

    def _prefetch(self) -> None:
        """One paragraph a tick, so that scrolling finds it ready."""
        engine = self._page.engine
        top, height = self._page.verticalScrollBar().value(), self._page.viewport().height()
        first, size = engine.rows(top, top)[0], engine.tops[-1]
        below = range(*engine.rows(top + height, top + 2 * height))
        above = range(*engine.rows(max(0, top - height), top))
        for number in (*below, *above):
            paragraph = engine.paragraphs[number]
            if not paragraph.laid and not engine.away(paragraph):
                moved = engine.lay(number)
                engine.pieces(paragraph)
                engine.measure()
                self._correct(moved if number < first else 0.0, size)
                self._idle.start()
                return

    def resized(self) -> None:
        """The document's size has changed at once: keep the paragraph that was at the top."""
        engine, first = self._page.engine, self.first
        self.busy = True
        engine.documentSizeChanged.emit(engine.documentSize())
        bar = self._page.verticalScrollBar()
        bar.setValue(int(engine.tops[first] - engine.look.type.head) if first < len(engine.paragraphs) and first else 0)
        self.busy = False
        self._page.viewport().update()

    def reveal(self, offset: int) -> None:
        """Bring code point ``offset`` into view, a third down the window if it was out of it."""
        engine, bar = self._page.engine, self._page.verticalScrollBar()
        number = engine.seen(engine.at(offset))
        height = self._page.viewport().height()
        margin = min(60, height // 4)
        if bar.value() + margin <= self._height_of(number, offset) <= bar.value() + height - margin - 20:
            return
        for _ in range(5):  # what comes into view on the way may be higher or lower than it was thought to be
            target = min(max(0, round(self._height_of(number, offset) - height * 0.35)), bar.maximum())
            if target == bar.value():
                break
            self.first = number
            bar.setValue(target)
            self.settle()
        self._page.viewport().update()

    def _height_of(self, number: int, offset: int) -> float:
        """How far down the document the line of ``offset`` is, in paragraph ``number``."""
        engine = self._page.engine
        size = engine.tops[-1]
        if engine.lay(number):
            engine.measure()
            self._correct(0.0, size)
        paragraph = engine.paragraphs[number]
        line = engine.laid_out(paragraph).lineForTextPosition(
            engine.local(paragraph, min(max(offset, paragraph.start), paragraph.end))
        )
        return engine.tops[number] + (line.y() if line.isValid() else 0.0)
