"""How files will be split into articles, shown and corrected before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import PurePath
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QWidget

from glossator.core.errors import UserError
from glossator.core.model.article import Article, Source
from glossator.core.model.block import Kind
from glossator.sentences import sentence
from glossator.ui.dialogs.base import Dialog
from glossator.ui.models.articles import plain_tip
from glossator.ui.widgets.delegates import RoomyDelegate
from glossator.ui.widgets.text_label import TextLabel, WarningLabel
from glossator.ui.widgets.wording import counted, kind_name

FILE, ARTICLE, BLOCK, FAILED = range(4)
ROLE = int(Qt.ItemDataRole.UserRole)
WHAT, READING, PART, NUMBER = ROLE, ROLE + 1, ROLE + 2, ROLE + 3


class ReadingRow(Protocol):
    """What one file became."""

    @property
    def source(self) -> Source: ...
    @property
    def articles(self) -> tuple[Article, ...]: ...


Resplit = Callable[[int, tuple[int, ...]], ReadingRow]
"""(which reading, at which of its blocks articles begin) → the reading split so."""


FEW = 6
"""Articles of one file that are unfolded at once: how it was split is then seen without a click."""


def blocks_of(reading: ReadingRow) -> Iterator[tuple[int, int, Kind, str]]:
    """(number in the file, number of the article, kind, text) of every block, in order."""
    number = 0
    for part, article in enumerate(reading.articles):
        for block in article.blocks:
            yield number, part, block.kind, article.text[block.start : block.end]
            number += 1


def starts_of(reading: ReadingRow) -> tuple[int, ...]:
    """At which blocks of the file articles begin."""
    starts, number = [], 0
    for article in reading.articles:
        starts.append(number)
        number += len(article.blocks)
    return tuple(starts)


def toggled(starts: tuple[int, ...], block: int) -> tuple[int, ...]:
    """``starts`` with an article beginning at ``block``, or no longer; the first block always begins one."""
    if block == 0:
        return starts
    return tuple(sorted({0, *starts} ^ {block}))


class ImportDialog(Dialog):
    """Files → articles → blocks. Space on a block begins an article there, or joins it to the one before."""

    def __init__(
        self,
        readings: Sequence[ReadingRow],
        failures: Sequence[tuple[str, str]] = (),
        known: Collection[str] = (),
        resplit: Resplit | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``failures`` are (path, sentence), ``known`` hashes of files that the project holds already."""
        super().__init__("Import articles", parent, "Import")
        self._readings = list(readings)
        self._resplit = resplit
        seen = set(known)
        self._again: set[int] = set()
        for which, reading in enumerate(self._readings):
            if reading.source.id in seen:
                self._again.add(which)
            seen.add(reading.source.id)
        self._failures = failures
        self.tree = QTreeWidget()
        self.warning = WarningLabel()
        self.summary = TextLabel()
        self.toggle = QPushButton()
        self._build()
        self._fill()
        self._refresh()
        self.resize(820, 600)

    def chosen(self) -> list[ReadingRow]:
        """The readings to import: ticked, and not in the project yet."""
        return [self._readings[which] for which in range(len(self._readings)) if self._is_ticked(which)]

    def toggle_start(self, which: int, block: int) -> None:
        """Begin an article at this block of a reading, or join it to the one before."""
        if self._resplit is None or block == 0 or which in self._again:
            return
        starts = toggled(starts_of(self._readings[which]), block)
        try:
            self._readings[which] = self._resplit(which, starts)
        except UserError as error:
            self.warning.say(sentence(error))
            return
        self.warning.say("")
        self._fill_file(self.tree.topLevelItem(which))
        self._show_block(which, block)
        self._refresh()

    def _build(self) -> None:
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels(["File, article, text", "Date", "What it is"])
        self.tree.setItemDelegate(RoomyDelegate(self.tree))
        self.tree.setAccessibleName("Files and their articles")
        self.tree.setUniformRowHeights(True)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(1, 100)
        head.resizeSection(2, 190)
        hint = "Check how each file is split. Select a line of text and press Space where an article should begin."
        line = QHBoxLayout()
        line.addWidget(self.summary, 1)
        line.addWidget(self.toggle)
        self.column.addWidget(TextLabel(hint, muted=True, wrap=True))
        self.column.addWidget(self.tree, 1)
        self.column.addWidget(self.warning)
        self.column.addLayout(line)
        self.tree.itemExpanded.connect(self._on_expanded)
        self.tree.itemChanged.connect(lambda item, _column: self._refresh())
        self.tree.currentItemChanged.connect(lambda _new, _old: self._name_toggle())
        self.tree.itemDoubleClicked.connect(self._on_double_clicked)
        self.tree.setExpandsOnDoubleClick(True)
        self.tree.installEventFilter(self)
        self.toggle.clicked.connect(self._toggle_current)
        self.toggle.setAutoDefault(False)

    def _fill(self) -> None:
        self.tree.blockSignals(True)
        items = [self._file_item(which) for which in range(len(self._readings))]
        items += [self._failed_item(path, told) for path, told in self._failures]
        self.tree.addTopLevelItems(items)
        for item in items[:50]:
            item.setExpanded(True)
        self.tree.blockSignals(False)
        articles = [items[0].child(part) for part in range(items[0].childCount())] if len(items) == 1 else []
        for article in articles if len(articles) <= FEW else ():
            if article is not None:
                article.setExpanded(True)

    def _file_item(self, which: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem()
        item.setData(0, WHAT, FILE)
        item.setData(0, READING, which)
        again = which in self._again
        item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled)
        item.setCheckState(0, Qt.CheckState.Unchecked if again else Qt.CheckState.Checked)
        if again:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            item.setData(0, Qt.ItemDataRole.CheckStateRole, None)
        self._fill_file(item)
        return item

    def _fill_file(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        which = int(item.data(0, READING))
        reading = self._readings[which]
        path = reading.source.path
        item.setText(0, PurePath(path.replace("\\", "/")).name or path)
        item.setToolTip(0, plain_tip([path]))
        count = counted(len(reading.articles), "article", "articles")
        item.setText(2, "already in the project" if which in self._again else count)
        self._mute(item, 2)
        item.takeChildren()
        if which not in self._again:
            item.addChildren([self._article_item(which, part) for part in range(len(reading.articles))])

    def _article_item(self, which: int, part: int) -> QTreeWidgetItem:
        article = self._readings[which].articles[part]
        item = QTreeWidgetItem([" ".join(article.title.split()) or "Untitled", article.published, ""])
        item.setText(2, counted(len(article.blocks), "block", "blocks"))
        item.setData(0, WHAT, ARTICLE)
        item.setData(0, READING, which)
        item.setData(0, PART, part)
        item.setToolTip(0, plain_tip([article.title, article.byline]))
        font = QFont(self.font())
        font.setBold(True)
        item.setFont(0, font)
        self._mute(item, 1)
        self._mute(item, 2)
        item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _failed_item(self, path: str, told: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([f"⚠ {PurePath(path.replace(chr(92), '/')).name or path}", "", "could not be read"])
        item.setData(0, WHAT, FAILED)
        item.setToolTip(0, plain_tip([path]))
        why = QTreeWidgetItem([told, "", ""])
        why.setData(0, WHAT, FAILED)
        why.setToolTip(0, plain_tip([told]))
        item.addChild(why)
        self._mute(item, 2)
        return item

    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        """Blocks are made when they are looked at: a thousand files hold many."""
        if item.data(0, WHAT) != ARTICLE or item.childCount():
            return
        which, part = int(item.data(0, READING)), int(item.data(0, PART))
        made = []
        for number, owner, kind, text in blocks_of(self._readings[which]):
            if owner != part:
                continue
            child = QTreeWidgetItem([" ".join(text[:300].split()), "", kind_name(kind)])
            child.setData(0, WHAT, BLOCK)
            child.setData(0, READING, which)
            child.setData(0, NUMBER, number)
            child.setToolTip(0, plain_tip([text[:500]]))
            self._mute(child, 2)
            if kind is Kind.FURNITURE:
                self._mute(child, 0)
            made.append(child)
        item.addChildren(made)

    def _mute(self, item: QTreeWidgetItem, column: int) -> None:
        item.setForeground(column, self.palette().brush(QPalette.ColorRole.PlaceholderText))

    def _show_block(self, which: int, block: int) -> None:
        file = self.tree.topLevelItem(which)
        if file is None:
            return
        file.setExpanded(True)
        starts = starts_of(self._readings[which])
        part = max((n for n, start in enumerate(starts) if start <= block), default=0)
        article = file.child(part)
        if article is None:
            return
        article.setExpanded(True)
        child = article.child(block - starts[part])
        if child is not None:
            self.tree.setCurrentItem(child)
            self.tree.scrollToItem(child)

    def _current_block(self) -> tuple[int, int] | None:
        item = self.tree.currentItem()
        if item is None or item.data(0, WHAT) not in (ARTICLE, BLOCK):
            return None
        which = int(item.data(0, READING))
        if item.data(0, WHAT) == BLOCK:
            return which, int(item.data(0, NUMBER))
        return which, starts_of(self._readings[which])[int(item.data(0, PART))]

    def _toggle_current(self) -> None:
        at = self._current_block()
        if at is not None:
            self.toggle_start(*at)
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_double_clicked(self, item: QTreeWidgetItem) -> None:
        if item.data(0, WHAT) == BLOCK:
            self._toggle_current()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            item = self.tree.currentItem()
            if item is not None and item.data(0, WHAT) in (ARTICLE, BLOCK):
                self._toggle_current()
                return True
        return super().eventFilter(watched, event)

    def _name_toggle(self) -> None:
        at = self._current_block()
        begins = at is not None and at[1] in starts_of(self._readings[at[0]])
        self.toggle.setText("Join to the article before" if begins else "Article starts here")
        self.toggle.setEnabled(self._resplit is not None and at is not None and at[1] > 0)

    def _is_ticked(self, which: int) -> bool:
        item = self.tree.topLevelItem(which)
        return which not in self._again and item is not None and item.checkState(0) == Qt.CheckState.Checked

    def _refresh(self) -> None:
        articles = sum(len(reading.articles) for reading in self.chosen())
        parts = [f"{counted(articles, 'article', 'articles')} to import"]
        if self._again:
            parts.append(f"{counted(len(self._again), 'file', 'files')} already in the project")
        if self._failures:
            parts.append(f"{counted(len(self._failures), 'file', 'files')} could not be read")
        self.summary.setText(" · ".join(parts))
        self.ok.setEnabled(articles > 0)
        self.ok.setText(f"Import {counted(articles, 'article', 'articles')}" if articles else "Import")
        self._name_toggle()
