"""Full-text search over the project."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from glossator.ui.models.hits import HitRow, HitsModel, first_match
from glossator.ui.widgets.delegates import SnippetDelegate
from glossator.ui.widgets.row_views import RowList
from glossator.ui.widgets.text_label import TextLabel
from glossator.ui.widgets.wording import counted

TYPING = 250
"""Milliseconds of quiet before a search begins by itself; Return does not wait."""


class SearchPanel(QWidget):
    """``searched(text)`` asks; :meth:`set_hits` answers. ``hit_chosen(article id, words found)`` opens one."""

    searched = Signal(str)
    hit_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = HitsModel(self)
        self._asked = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Search in all articles"))
        self.line.setAccessibleName(self.tr("Search in all articles"))
        self.line.setClearButtonEnabled(True)
        self.view = RowList()
        self.view.setAccessibleName(self.tr("Search results"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(SnippetDelegate(HitsModel.SNIPPET, HitsModel.RANGES, self.view))
        self.message = TextLabel(muted=True, wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setMargin(24)
        self.count = TextLabel(muted=True)
        self.count.setContentsMargins(10, 4, 10, 6)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.message)
        self.stack.addWidget(self.view)
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 6)
        top.addWidget(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        column.addWidget(self.count)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING)
        self._timer.timeout.connect(self._ask)
        self.line.textChanged.connect(self._timer.start)
        self.line.returnPressed.connect(self._on_return)
        self.view.keys.entered.connect(self._choose)
        self.view.keys.pointed.connect(self._choose)
        self.set_message("")

    def set_hits(self, text: str, hits: Sequence[HitRow]) -> None:
        """What the search for ``text`` found; an answer to an older question is passed over."""
        if text != self._asked:
            return
        self.model.set_rows(hits)
        if not hits:
            self.set_message(self.tr("No article holds “{0}”.").format(text) if text.strip() else "")
            return
        self.count.setText(counted(len(hits), "article", "articles"))
        self.stack.setCurrentWidget(self.view)

    def set_message(self, text: str) -> None:
        """Say something in place of results; "" says what can be done here."""
        self.message.setText(
            text or self.tr("Type words to find them in every article. Accents and case do not matter.")
        )
        self.count.setText("")
        self.stack.setCurrentWidget(self.message)

    def set_query(self, text: str) -> None:
        """Put ``text`` into the line and search for it at once."""
        self.line.setText(text)
        self._ask()

    def focus_line(self) -> None:
        """Put the caret into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _on_return(self) -> None:
        if self.line.text().strip() == self._asked and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._ask()

    def _ask(self) -> None:
        self._timer.stop()
        text = self.line.text().strip()
        if text == self._asked:
            return
        self._asked = text
        if not text:
            self.model.set_rows(())
            self.set_message("")
            return
        self.searched.emit(text)

    def _choose(self, article_id: str) -> None:
        hit = self.model.row(article_id)
        if hit is not None:
            self.hit_chosen.emit(article_id, first_match(hit))
