"""What is known of the selected span; without one, of the article."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from glossator.core.model.article import Article
from glossator.core.model.label import Label
from glossator.core.model.quote import Quote
from glossator.core.model.span import Span
from glossator.core.model.tag import Stage
from glossator.ui.panels.article_details import ArticleDetails
from glossator.ui.panels.span_details import SpanDetails
from glossator.ui.widgets.text_label import TextLabel


class DetailsPanel(QWidget):
    """Shows a span, an article, or nothing; hands edits on and changes nothing itself."""

    label_changed = Signal(str, str)
    accept_requested = Signal(list)
    reject_requested = Signal(list)
    delete_requested = Signal(list)
    speaker_named = Signal(str, str)
    speaker_from_selection_requested = Signal(str)
    span_chosen = Signal(str)
    note_edited = Signal(str, str)
    article_note_edited = Signal(str, str)
    tags_edited = Signal(str, tuple)
    stage_requested = Signal(list, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.span = SpanDetails()
        self.article = ArticleDetails()
        self._nothing = TextLabel(self.tr("Nothing is selected."), muted=True)
        self._nothing.setMargin(24)
        self.stack = QStackedWidget()
        for page in (self._nothing, self.span, self.article):
            self.stack.addWidget(self._scrolled(page))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        for name in (
            "label_changed",
            "accept_requested",
            "reject_requested",
            "delete_requested",
            "speaker_named",
            "speaker_from_selection_requested",
            "span_chosen",
            "note_edited",
        ):
            getattr(self.span, name).connect(getattr(self, name))
        self.article.note_edited.connect(self.article_note_edited)
        self.article.tags_edited.connect(self.tags_edited)
        self.article.stage_requested.connect(self.stage_requested)

    def show_nothing(self) -> None:
        """No article is open."""
        self.flush()
        self.stack.setCurrentIndex(0)

    def show_span(self, span: Span, note: str = "", quote: Quote | None = None) -> None:
        """A span and its note; ``quote`` is the quotation it belongs to, if it does."""
        if self.stack.currentIndex() != 1 or not self.span.is_on(span.id):
            self.flush()
        self.span.set_span(span, note, quote)
        self.stack.setCurrentIndex(1)

    def show_article(
        self, article: Article, tags: Sequence[str] = (), note: str = "", stage: str = Stage.NEW, source_path: str = ""
    ) -> None:
        """An article as a whole."""
        if self.stack.currentIndex() != 2 or not self.article.is_on(article.id):
            self.flush()
        self.article.set_article(article, tags, note, stage, source_path)
        self.stack.setCurrentIndex(2)

    def set_labels(self, labels: Sequence[Label]) -> None:
        """The schema."""
        self.span.set_labels(labels)

    def set_names(self, names: Sequence[str]) -> None:
        """Names offered for speakers: people in this article first."""
        self.span.set_names(names)

    def set_tag_names(self, names: Sequence[str]) -> None:
        """Tags used before."""
        self.article.set_tag_names(names)

    def focus_note(self) -> None:
        """Put the caret into the note that is shown."""
        if self.stack.currentIndex() == 1:
            self.span.note.setFocus()
        elif self.stack.currentIndex() == 2:
            self.article.note.setFocus()

    def focus_tags(self) -> None:
        """Put the caret into the tags, where an article is shown."""
        self.article.tags.setFocus()

    def focus_speaker(self) -> None:
        """Put the caret into the speaker's name, where a quotation is shown."""
        self.span.offer_names()

    def flush(self) -> None:
        """Hand on at once what is still being written; call before closing."""
        self.span.flush()
        self.article.flush()

    def _scrolled(self, page: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        return area
