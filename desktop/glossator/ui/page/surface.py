"""The surface under the page: a QTextEdit whose layout is ours, its colours, sizes and scrolling."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextEdit, QWidget

from glossator.core.model.article import Article
from glossator.core.model.offsets import OffsetMap
from glossator.core.model.span import Span
from glossator.ui.page.layout import SpanLayout
from glossator.ui.page.look import Look
from glossator.ui.page.paragraph import paragraphs
from glossator.ui.page.scrolling import Settler
from glossator.ui.page.typography import Typography
from glossator.ui.theme import Theme

PIXELS = 19
"""Size of the body at first."""


class Surface(QTextEdit):
    """Shows one article; knows nothing of hands and of what is chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look(theme, Typography(PIXELS, theme))
        self.article: Article | None = None
        self.engine: SpanLayout
        self._document: QTextDocument | None = None
        self.settler = Settler(self)
        self._set_up_chassis()
        self._set_colors()
        self._open(None)

    def _set_up_chassis(self) -> None:
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Article text"))
        self.setAccessibleDescription(self.tr("The text of the article with its annotations"))

    def _set_colors(self) -> None:
        theme, palette, role = self.look.theme, self.palette(), QPalette.ColorRole
        pairs = (
            (role.Base, theme.paper), (role.Text, theme.ink),
            (role.Highlight, theme.selection), (role.HighlightedText, theme.ink),
        )  # fmt: skip
        for which, color in pairs:
            palette.setColor(which, color)
        self.setPalette(palette)

    def _open(self, article: Article | None, spans: Iterable[Span] = ()) -> None:
        """Build the document of ``article``; the old one goes."""
        self.settler.stop()
        self.article = article
        text, made = paragraphs(article)
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self.look.type.body)
        document.setPlainText(text)
        engine = SpanLayout(document, made, OffsetMap(text), self.look)
        engine.set_width(self.viewport().width())
        engine.set_spans(spans)
        old = self._document
        document.setDocumentLayout(engine)
        self.engine, self._document = engine, document
        self.setDocument(document)
        if old is not None:
            old.deleteLater()
        self._hide_blocks()

    # ---- how it is shown -------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Show the page in the colours of ``theme``."""
        self.look.theme = theme
        self._restyle(self.look.type.pixels)
        self._set_colors()

    def set_font_size(self, pixels: int) -> None:
        """Set the body in ``pixels`` (10 to 48)."""
        self._restyle(max(10, min(48, pixels)))

    def _restyle(self, pixels: int) -> None:
        self.look.type = Typography(pixels, self.look.theme)
        self.document().setDefaultFont(self.look.type.body)
        self._relayout()

    def set_chips(self, shown: bool) -> None:
        """Show or hide the labels behind the spans."""
        self.look.chips = shown
        self._relayout()

    def set_furniture_shown(self, shown: bool) -> None:
        """Show furniture, small and muted, or leave it out."""
        self.look.furniture = shown
        self._hide_blocks()
        self._relayout()

    def _relayout(self) -> None:
        self.engine.set_width(self.viewport().width())
        self.settler.resized()

    def _hide_blocks(self) -> None:
        block = self.document().begin()
        for paragraph in self.engine.paragraphs:
            block.setVisible(not self.engine.away(paragraph))
            block = block.next()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay out what is seen, then paint."""
        self.settler.settle()
        with QPainter(self.viewport()) as ground:  # a style sheet of the application takes the palette's base away
            ground.fillRect(event.rect(), self.look.theme.paper)
        super().paintEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """A correction of our own moves nothing on screen."""
        if not self.settler.busy:
            self.settler.settle()
            super().scrollContentsBy(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new column; the paragraph at the top stays there."""
        self.engine.set_width(self.viewport().width())
        super().resizeEvent(event)
        self.settler.resized()
