"""ArticlePage: the reading surface. what is chosen on it, and what a hand may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
)  # fmt: skip
from PySide6.QtWidgets import QWidget

from glossator.core.model.analysis import Token
from glossator.core.model.article import Article
from glossator.core.model.label import Label
from glossator.core.model.link import Link
from glossator.core.model.span import Span, State
from glossator.ui.page.hands import Hands
from glossator.ui.page.look import LINED, Ties
from glossator.ui.page.selection import Snapper, copied, next_span
from glossator.ui.page.surface import Surface
from glossator.ui.theme import Theme


class ArticlePage(Surface):
    """One article with its spans. All offsets in the interface are code points, end exclusive.

    The page changes nothing by itself: it says what the person chose and shows what it is given.
    """

    range_selected = Signal(int, int)
    span_selected = Signal(object)
    span_resized = Signal(str, int, int)
    span_hovered = Signal(object)
    place_picked = Signal(int, int)

    def __init__(self, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme or Theme.named("light"), parent)
        self.snapping = True
        self.resizable = True
        self.picking = False
        self.snapper = Snapper("")
        self._links: tuple[Link, ...] = ()
        self._spans: dict[str, Span] = {}
        self._ties = Ties()
        self._loose = False  # the selection was made by keys and is not snapped yet
        self._last = 0
        self._hands = Hands(self)
        self.cursorPositionChanged.connect(self._keep_caret_out)

    # ---- what is shown ------------------------------------------------------------------------

    def set_article(
        self,
        article: Article | None,
        spans: Sequence[Span] = (),
        links: Sequence[Link] = (),
        tokens: Sequence[Token] = (),
        labels: Mapping[str, Label] | None = None,
        notes: frozenset[str] = frozenset(),
    ) -> None:
        """Show ``article`` from its beginning with nothing selected; None empties the page.

        ``labels`` maps a label's key to it, ``notes`` holds ids of spans that have a note.
        """
        self._spans = {span.id: span for span in spans}
        self._links = tuple(links)
        self._ties = Ties(links)
        look = self.look
        look.labels, look.noted = labels or {}, notes
        look.hovered = look.selected = look.preview = None
        look.lit, look.under = frozenset(), ()
        look.take(spans, links)
        self.snapper = Snapper(article.text if article else "", tokens)
        self._loose, self._last = False, 0
        self._open(article, spans)
        self._place_caret(self.engine.paragraphs[self.engine.seen(0, 1)].start)

    def update_rows(self, gone: Sequence[Span], come: Sequence[Span], links: Sequence[Link] | None = None) -> None:
        """Take spans away and put spans in; only their paragraphs are laid out again.

        ``links`` are all of the article's links as they are now; None leaves them as they were.
        A selected span that is replaced stays selected; one that goes is no longer selected.
        """
        for span in gone:
            self._spans.pop(span.id, None)
        self._spans.update((span.id, span) for span in come)
        look = self.look
        relinked = links is not None and tuple(links) != self._links
        if relinked or any(span.layer in LINED for span in (*gone, *come)):
            self._links = self._links if links is None else tuple(links)
            self._ties = Ties(self._links)
            look.take(self._spans.values(), self._links)
        look.preview = look.hovered = None
        look.under = ()
        replaced = [*gone, *come]
        self.engine.change_spans(replaced, come)
        if look.selected is not None:
            now = self._spans.get(look.selected.id)
            if now is None or not look.draws(now):
                self.select_none()
            elif now is not look.selected:
                look.selected = now
                self.span_selected.emit(now)
        self._relight()
        self.settler.settle()
        self.viewport().update()

    def set_notes(self, notes: frozenset[str]) -> None:
        """Mark these spans (by id) as having a note."""
        self.look.noted = notes
        self.viewport().update()

    def set_labels(self, labels: Mapping[str, Label]) -> None:
        """Use these labels' colours and names."""
        self.look.labels = labels
        self.viewport().update()

    def set_hidden_layers(self, layers: Iterable[str]) -> None:
        """Do not draw spans of these layers, nor let them be chosen."""
        self.look.hidden_layers = frozenset(layers)
        self.engine.set_spans(self._spans.values())
        if self.look.selected is not None and not self.look.draws(self.look.selected):
            self.select_none()
        self.settler.resized()

    def set_furniture_shown(self, shown: bool) -> None:
        """Show furniture, small and muted, or leave it out; a caret in it moves on."""
        super().set_furniture_shown(shown)
        self._keep_caret_out()

    def set_snapping(self, on: bool) -> None:
        """Grow selections to whole tokens or take them as they are."""
        self.snapping = on

    # ---- what is chosen: text -------------------------------------------------------------------

    def selected_range(self) -> tuple[int, int] | None:
        """The selected text ``(start, end)``, grown to tokens when snapping is on; None if there is none."""
        cursor = self.textCursor()
        start, end = map(self.engine.offsets.from_utf16, (cursor.selectionStart(), cursor.selectionEnd()))
        if self._loose and self.snapping:
            start, end = self.snapper.grown(start, end)
        return (start, end) if start < end else None

    def select_range(self, start: int, end: int) -> None:
        """Select exactly ``[start, end)``; IndexError outside the text. Emits nothing."""
        cursor = self.textCursor()
        cursor.setPosition(self.engine.offsets.to_utf16(start))
        cursor.setPosition(self.engine.offsets.to_utf16(end), QTextCursor.MoveMode.KeepAnchor)
        self._loose = False
        self.setTextCursor(cursor)

    def take_selection(self, *, snap: bool = True) -> None:
        """The hand has let go of a selection: snap it, deselect any span, and tell."""
        self._loose = snap
        found = self.selected_range()
        if found is None:
            self.clear_selection()
            return
        self.select_range(*found)
        self._set_selected(None)
        self.range_selected.emit(*found)

    def clear_selection(self) -> None:
        """Let go of the selected text and of the selected span."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)
        self.select_none()

    def clear_text_selection(self) -> None:
        """Let go of the selected text; a selected span stays."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self._quietly(cursor)

    def selected_text(self) -> str:
        """The selected text as it stands in the article, else the selected span's; hidden furniture left out."""
        span = self.look.selected
        found = self.selected_range() or ((span.start, span.end) if span else None)
        if found is None or self.article is None:
            return ""
        return copied(self.article.text, self.engine.paragraphs, *found, furniture=self.look.furniture)

    def copy(self) -> None:
        """Copy the selection, or the selected span's text."""
        if text := self.selected_text():
            QGuiApplication.clipboard().setText(text)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text of the article itself, so that no-break blanks survive."""
        made = QMimeData()
        made.setText(self.selected_text())
        return made

    # ---- what is chosen: spans --------------------------------------------------------------------

    def selected_span(self) -> Span | None:
        """The span that is selected."""
        return self.look.selected

    def select_span(self, id: str) -> None:
        """Select the span with this id, bring it into view and tell; nothing if it is not shown."""
        span = self._spans.get(id)
        if span is not None and self.look.draws(span):
            self.settler.reveal(span.start)
            self.choose(span)

    def choose(self, span: Span) -> None:
        """Select ``span`` where it is, and say it to a screen reader."""
        self._place_caret(span.start)
        self._set_selected(span)
        self._announce(span)

    def select_none(self) -> None:
        """Select no span; the text selection stays."""
        self._set_selected(None)

    def _set_selected(self, span: Span | None) -> None:
        if span is self.look.selected:
            return
        self.look.selected, self.look.preview = span, None
        self._relight()
        self.viewport().update()
        self.span_selected.emit(span)

    def step(self, direction: int, filter: Callable[[Span], bool] | None = None) -> Span | None:
        """Select the next (+1) or previous (-1) span, of those that ``filter`` takes; None at the end."""
        at = self.engine.offsets.from_utf16(self.textCursor().selectionStart())

        def seen(span: Span) -> bool:
            return not self.engine.away(self.engine.paragraphs[self.engine.at(span.start)]) and (
                filter is None or filter(span)
            )

        found = next_span(self.engine.spans, self.look.selected, at, 1 if direction > 0 else -1, seen)
        if found is not None:
            self.select_span(found.id)
        return found

    def hover(self, span: Span | None, under: Sequence[Span] = ()) -> None:
        """The pointer is over ``span``, or over none; ``under`` are all spans there, it included."""
        if span is not self.look.hovered:
            self.look.hovered, self.look.under = span, tuple(under)
            self._relight()
            self.viewport().update()
            self.span_hovered.emit(span)

    def _relight(self) -> None:
        look = self.look
        near = [look.hovered, look.selected, *look.under]
        if look.selected is not None:  # a name that is also a mention of who speaks
            at = look.selected.start, look.selected.end
            inside = self.engine.spans_of(self.engine.paragraphs[self.engine.at(at[0])])
            near += [span for span in inside if (span.start, span.end) == at]
        look.lit = self._ties.around(near)

    def _announce(self, span: Span) -> None:
        said = self.tr("{label}: {text}").format(label=self.look.name(span), text=span.text)
        if span.state is State.SUGGESTED:
            said = self.tr("{span}, suggested").format(span=said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    # ---- picking who speaks (see hands) ---------------------------------------------------------------

    def set_picking(self, on: bool) -> None:
        """While on, a click tells the mention or word under it (``place_picked``) and selects nothing."""
        self.picking = on
        cross, beam = Qt.CursorShape.CrossCursor, Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(cross if on else beam)

    # ---- dragging an edge (see hands) ----------------------------------------------------------------

    def preview_resize(self, start: int, end: int) -> None:
        """Show what the selected span would become."""
        self.look.preview = (start, end)
        self.viewport().update()

    def cancel_resize(self) -> None:
        """Leave the span as it is."""
        self.look.preview = None
        self.viewport().update()

    def finish_resize(self) -> None:
        """Tell the offsets that the drag gave, if they differ; the rows follow through ``update_rows``."""
        span, wanted = self.look.selected, self.look.preview
        if span is not None and wanted is not None and wanted != (span.start, span.end):
            self.span_resized.emit(span.id, *wanted)
        self.cancel_resize()

    # ---- the caret ------------------------------------------------------------------------------------

    def show_caret(self, shown: bool) -> None:
        """Show the caret while keys are used, hide it for the mouse."""
        if shown is not self.look.caret:
            self.look.caret = shown
            self.viewport().update()

    def _place_caret(self, offset: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self.engine.offsets.to_utf16(offset))
        self._loose = False
        self._quietly(cursor)

    def _quietly(self, cursor: QTextCursor) -> None:
        """Set the cursor without the scrolling of ``setTextCursor``."""
        bar = self.verticalScrollBar()
        value = bar.value()
        self.setTextCursor(cursor)
        bar.setValue(value)

    def _keep_caret_out(self) -> None:
        """A caret that came into a paragraph without room goes on the way it went."""
        cursor = self.textCursor()
        at = self.engine.offsets.from_utf16(cursor.position())
        number = self.engine.at(at)
        if self.engine.away(self.engine.paragraphs[number]):
            forward = cursor.position() >= self._last
            target = self.engine.paragraphs[self.engine.seen(number, 1 if forward else -1)]
            at = target.start if target.start > at else target.end
            keep = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() else QTextCursor.MoveMode.MoveAnchor
            cursor.setPosition(self.engine.offsets.to_utf16(at), keep)
            self._last = cursor.position()
            self.setTextCursor(cursor)
        self._last = cursor.position()

    # ---- events ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A grip, else Qt's own."""
        if not self._hands.press(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag of an edge, else Qt's own."""
        if not self._hands.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a drag, of a selection or of a click."""
        if not self._hands.release(event):
            super().mouseReleaseEvent(event)
            self._hands.released_on_text(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under a pointer that is elsewhere."""
        self.hover(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the caret, with Shift they select; letters and digits pass to the window."""
        if self._hands.key(event):
            return
        before = self.textCursor()
        super().keyPressEvent(event)
        self._hands.climb(event, before)
        cursor = self.textCursor()
        if cursor.position() == before.position() and cursor.anchor() == before.anchor():
            return
        self.show_caret(True)
        self._loose = cursor.hasSelection()
        if (found := self.selected_range()) is not None:
            self._set_selected(None)
            self.range_selected.emit(*found)
