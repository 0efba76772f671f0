"""The article as a whole: where it came from, its tags, its stage and a note on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from glossator.core.model.article import Article
from glossator.core.model.tag import Stage
from glossator.ui.models.articles import plain_tip
from glossator.ui.widgets.note_editor import NoteEditor
from glossator.ui.widgets.tag_line import TagLine
from glossator.ui.widgets.text_label import TextLabel

STAGES = ((Stage.NEW, "New"), (Stage.STARTED, "Started"), (Stage.DONE, "Done"), (Stage.TRASHED, "Trash"))


def _long_line(name: str) -> QLineEdit:
    """A path or address: to be read and copied, never wrapped, and never wider than the panel."""
    line = QLineEdit()
    line.setReadOnly(True)
    line.setFrame(False)
    line.setAccessibleName(name)
    return line


class ArticleDetails(QWidget):
    """A form over one article. Empty rows are hidden."""

    note_edited = Signal(str, str)
    tags_edited = Signal(str, tuple)
    stage_requested = Signal(list, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = ""
        self._stage = str(Stage.NEW)
        self.title = TextLabel(strong=True, wrap=True, selectable=True)
        self.title.setAccessibleName(self.tr("Title"))
        self.byline = TextLabel(wrap=True, selectable=True)
        self.published = TextLabel(selectable=True)
        self.language = TextLabel()
        self.address = _long_line(self.tr("Address"))
        self.source = _long_line(self.tr("File"))
        self.stage = QComboBox()
        self.stage.setAccessibleName(self.tr("Stage"))
        for value, word in STAGES:
            self.stage.addItem(word, str(value))
        self.tags = TagLine()
        self.note = NoteEditor()
        self.note.setPlaceholderText(self.tr("Write a note on the article…"))
        self.note.setMinimumHeight(72)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(8)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Byline"), self.byline),
            (self.tr("Published"), self.published),
            (self.tr("Language"), self.language),
            (self.tr("Address"), self.address),
            (self.tr("File"), self.source),
            (self.tr("Stage"), self.stage),
            (self.tr("Tags"), self.tags),
        )
        for name, widget in rows:
            self._form.addRow(TextLabel(name, muted=True), widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addLayout(self._form)
        column.addWidget(TextLabel(self.tr("Note"), muted=True))
        column.addWidget(self.note, 1)
        self.stage.activated.connect(self._on_stage)
        self.tags.tags_edited.connect(lambda tags: self.tags_edited.emit(self._id, tags))
        self.note.edited.connect(self.note_edited)

    def set_article(self, article: Article, tags: Sequence[str], note: str, stage: str, source_path: str) -> None:
        """Show ``article``; see the panel."""
        self._id, self._stage = article.id, str(stage)
        self.title.setText(article.title or self.tr("Untitled"))
        for widget, text in (
            (self.byline, article.byline),
            (self.published, article.published),
            (self.language, article.language),
            (self.address, article.address),
            (self.source, source_path),
        ):
            widget.setText(text)
            self._form.setRowVisible(widget, bool(text))
        for line in (self.address, self.source):
            line.setToolTip(plain_tip([line.text()]) if line.text() else "")
            line.setCursorPosition(0)
        self.source.setCursorPosition(len(source_path))  # the end of a path is what tells files apart
        self.stage.setCurrentIndex(max(0, self.stage.findData(self._stage)))
        if not (self.tags.hasFocus() and self.tags.isModified()):
            self.tags.set_tags(tags)
        self.note.set_note(article.id, note)

    def is_on(self, article_id: str) -> bool:
        """Whether this article is shown; then what is being typed stays as it is."""
        return self._id == article_id

    def set_tag_names(self, names: Sequence[str]) -> None:
        """Tags used before."""
        self.tags.set_words(names)

    def flush(self) -> None:
        """Hand on what is being written."""
        if self._id:
            self.tags.flush()
        self.note.flush()

    def _on_stage(self) -> None:
        stage = str(self.stage.currentData())
        if self._id and stage != self._stage:
            self._stage = stage
            self.stage_requested.emit([self._id], stage)
