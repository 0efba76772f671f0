"""The articles of the project: found, filtered, opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from glossator.core.model.tag import Stage
from glossator.ui.models.articles import ArticleRow, ArticlesModel
from glossator.ui.widgets.delegates import TwoLineDelegate
from glossator.ui.widgets.row_views import RowList, keep_place
from glossator.ui.widgets.text_label import TextLabel
from glossator.ui.widgets.wording import counted

STAGES = (("", "All"), (Stage.NEW, "New"), (Stage.STARTED, "Started"), (Stage.DONE, "Done"), (Stage.TRASHED, "Trash"))
TYPING = 120
"""Milliseconds of quiet before the filter is used, so that fast typing filters once."""


class LibraryPanel(QWidget):
    """A filter line, a stage, the list, and how many there are.

    The panel filters what it was given by itself; ``filter_changed(text, stage)`` tells the window,
    which may hand over the trashed articles only when they are asked for.
    """

    article_chosen = Signal(str)
    filter_changed = Signal(str, str)
    open_requested = Signal()
    files_dropped = Signal(list)
    trash_requested = Signal(list)
    removal_requested = Signal(list)
    restore_requested = Signal(list)
    stage_requested = Signal(list, str)
    tag_requested = Signal(list)
    analyse_requested = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.model = ArticlesModel(self)
        self._open = ""
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by title, author or tag"))
        self.filter.setAccessibleName(self.tr("Filter articles"))
        self.filter.setClearButtonEnabled(True)
        self.stage = QComboBox()
        self.stage.setAccessibleName(self.tr("Stage"))
        for value, word in STAGES:
            self.stage.addItem(word, str(value))
        self.view = RowList()
        self.view.setAccessibleName(self.tr("Articles"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(TwoLineDelegate(ArticlesModel.SUBTITLE, self.view))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        keep_place(self.view)
        self.count = TextLabel(muted=True)
        self.count.setAccessibleName(self.tr("Number of articles"))
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(TYPING)
        self._build()
        self._connect()
        self._refresh()

    def set_articles(self, rows: Sequence[ArticleRow]) -> None:
        """Show these articles, in this order."""
        self.model.set_rows(rows)

    def put_articles(self, rows: Sequence[ArticleRow]) -> None:
        """Add articles or replace those of the same id."""
        self.model.put(rows)

    def remove_articles(self, ids: Sequence[str]) -> None:
        """Take articles out of the list."""
        self.model.remove(ids)

    def set_current(self, article_id: str) -> None:
        """Put the cursor on the article that is open; nothing is emitted."""
        self._open = article_id
        index = self.model.index_of(article_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        else:
            self.view.clearSelection()

    def selected_ids(self) -> list[str]:
        """The selected articles, from top to bottom."""
        return self.view.keys.selected_ids()

    def visible_ids(self) -> list[str]:
        """All articles the filter shows, in order."""
        return [row.id for row in self.model.shown()]

    def step(self, by: int) -> str:
        """The id of the article ``by`` rows after the open one (before: negative), or "" at the end."""
        index = self.model.index_of(self._open)
        row = index.row() + by if index.isValid() else 0
        target = self.model.index(row, 0)
        return str(target.data(ArticlesModel.ID)) if 0 <= row < self.model.rowCount() else ""

    def focus_filter(self) -> None:
        """Put the caret into the filter line."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.filter, 1)
        line.addWidget(self.stage)
        line.setContentsMargins(8, 8, 8, 6)
        line.setSpacing(6)
        self.open_button = QPushButton(self.tr("Open files…"))
        self.open_button.clicked.connect(self.open_requested)
        self._empty = self._message(
            self.tr("No articles yet"), self.tr("Open files… or drop them here"), self.open_button
        )
        self.clear_button = QPushButton(self.tr("Clear the filter"))
        self.clear_button.clicked.connect(self._clear)
        self._nothing = self._message(self.tr("Nothing matches"), "", self.clear_button)
        self.stack = QStackedWidget()
        for page in (self.view, self._empty, self._nothing):
            self.stack.addWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 4, 10, 6)
        foot.addWidget(self.count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)

    def _message(self, head: str, text: str, button: QPushButton) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(2)
        column.addWidget(TextLabel(head, strong=True), 0, Qt.AlignmentFlag.AlignHCenter)
        if text:
            column.addWidget(TextLabel(text, muted=True), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._quiet.start)
        self.filter.returnPressed.connect(self._on_filter_return)
        self._quiet.timeout.connect(self._apply)
        self.stage.currentIndexChanged.connect(self._apply)
        self.view.keys.pointed.connect(self._on_pointed)
        self.view.keys.entered.connect(self.article_chosen)
        self.view.keys.on_key(Qt.Key.Key_Delete, self._trash)
        self.view.customContextMenuRequested.connect(self._on_menu)
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._refresh)

    def _on_pointed(self, article_id: str) -> None:
        if article_id != self._open:
            self.article_chosen.emit(article_id)

    def _on_filter_return(self) -> None:
        self._quiet.stop()
        self._apply()
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _apply(self) -> None:
        text, stage = self.filter.text(), str(self.stage.currentData())
        self.model.set_filter(text, stage)
        self.filter_changed.emit(text, stage)

    def _clear(self) -> None:
        self.filter.clear()
        self.stage.setCurrentIndex(0)
        self._quiet.stop()
        self._apply()

    def _refresh(self) -> None:
        shown, total = self.model.rowCount(), self.model.total()
        filtered = bool(self.filter.text().strip()) or self.stage.currentIndex() > 0
        self.stack.setCurrentWidget(self.view if shown else self._nothing if filtered else self._empty)
        articles = counted(shown, "article", "articles")
        self.count.setText(self.tr("{0} of {1}").format(articles, f"{total:,}") if filtered else articles)

    def _trash(self) -> None:
        ids = self.selected_ids()
        if ids:
            (self.restore_requested if self._in_trash() else self.trash_requested).emit(ids)

    def _in_trash(self) -> bool:
        return str(self.stage.currentData()) == Stage.TRASHED

    def menu_for(self, ids: list[str]) -> QMenu:
        """What may be done with these articles."""
        menu = QMenu(self)
        if self._in_trash():
            menu.addAction(self.tr("Take out of the trash"), lambda: self.restore_requested.emit(ids))
            menu.addAction(self.tr("Remove for good…"), lambda: self.removal_requested.emit(ids))
            return menu
        menu.addAction(self.tr("Add tags…"), lambda: self.tag_requested.emit(ids))
        for stage, word in STAGES[1:4]:
            text = self.tr("Mark as {0}").format(word.lower())
            menu.addAction(text, partial(self.stage_requested.emit, ids, str(stage)))
        menu.addAction(self.tr("Analyse again"), lambda: self.analyse_requested.emit(ids))
        menu.addSeparator()
        trash = menu.addAction(self.tr("Move to the trash"), lambda: self.trash_requested.emit(ids))
        trash.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        return menu

    def _on_menu(self, place: QPoint) -> None:
        ids = self.selected_ids()
        if ids:
            menu = self.menu_for(ids)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.view.viewport().mapToGlobal(place))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)
