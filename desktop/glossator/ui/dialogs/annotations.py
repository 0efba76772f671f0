"""What a file of another program holds, and which label becomes which, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from glossator.core.model.label import Label
from glossator.ui.dialogs.base import Dialog
from glossator.ui.models.articles import plain_tip
from glossator.ui.widgets.delegates import RoomyDelegate
from glossator.ui.widgets.text_label import TextLabel, WarningLabel
from glossator.ui.widgets.wording import counted

HOW = {
    "new": "new",
    "matched": "in the project",
    "quoted": "of the project",
    "missing": "text not found",
    "empty": "without text",
}
SHOWN = 2000
"""Articles and problems that are listed; more are counted only."""


class FormatRow(Protocol):
    """A format to choose."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...


class ToldRow(Protocol):
    """What would become of one article."""

    @property
    def title(self) -> str: ...
    @property
    def how(self) -> str: ...
    @property
    def spans(self) -> int: ...


@dataclass(frozen=True)
class Found:
    """What was read: articles, (label, spans), (title, sentence) of what cannot be placed."""

    told: Sequence[ToldRow]
    labels: Sequence[tuple[str, int]]
    problems: Sequence[tuple[str, str]]
    known: bool = False


class AnnotationsDialog(Dialog):
    """Format above; articles left, labels right; what cannot be placed below."""

    def __init__(
        self,
        name: str,
        formats: Sequence[FormatRow],
        chosen: str,
        labels: Sequence[Label],
        read: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is of the file, ``chosen`` the format recognised or "". ``read`` is called for another format."""
        super().__init__("Import annotations", parent, "Import")
        self._formats, self._labels, self._read = tuple(formats), tuple(labels), read
        self._found: Found | None = None
        self.format = QComboBox()
        self.articles = QTreeWidget()
        self.labels = QTableWidget(0, 3)
        self.problems = QTreeWidget()
        self.match = QCheckBox("Put the marks onto articles of the project that have the same text")
        self.warning = WarningLabel()
        self.summary = TextLabel(muted=True, wrap=True)
        self.progress = QProgressBar()
        self._not_placed = TextLabel("", strong=True)
        self._build(name)
        for row in self._formats:
            self.format.addItem(row.title, row.name)
        self.format.setPlaceholderText("Choose a format")
        self.format.setCurrentIndex(self.format.findData(chosen))
        self.format.activated.connect(self._on_format)
        self.match.toggled.connect(lambda _on: self._refresh())
        self.resize(900, 640)
        self._refresh()

    # ---- what the window tells ----------------------------------------------------------------------

    def set_found(self, found: Found) -> None:
        """Show what was read."""
        self._found = found
        self.match.setChecked(any(one.how == "matched" for one in found.told))
        self.warning.say("")
        self._show_articles(found)
        self._show_labels(found)
        self._show_problems(found)
        self.progress.hide()
        self._refresh()

    def set_busy(self) -> None:
        """The file is being read; nothing can be imported until it is."""
        self._clear()
        self.progress.setRange(0, 0)
        self.progress.show()

    def set_progress(self, done: int, total: int, what: str) -> None:
        """How far reading has come."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setFormat(what or "%p %")

    def refuse(self, sentence: str) -> None:
        """Say why it could not be read."""
        self._clear()
        self.progress.hide()
        self.warning.say(sentence)

    # ---- what the person chose ----------------------------------------------------------------------

    def chosen_format(self) -> str:
        """The name of the format, "" when none is chosen."""
        return str(self.format.currentData() or "")

    def mapping(self) -> dict[str, str]:
        """Labels of the file that become others; "" leaves their marks out."""
        found = {}
        for row in range(self.labels.rowCount()):
            item, combo = self.labels.item(row, 0), self.labels.cellWidget(row, 2)
            if item is not None and isinstance(combo, QComboBox):
                label, becomes = str(item.data(Qt.ItemDataRole.UserRole)), str(combo.currentData())
                if becomes != label:
                    found[label] = becomes
        return found

    def matches(self) -> bool:
        """Whether articles of the same text get the marks."""
        return self.match.isChecked() and self.match.isEnabled()

    # ---- how it is built ----------------------------------------------------------------------------

    def _build(self, name: str) -> None:
        line = QHBoxLayout()
        line.addWidget(TextLabel(name, strong=True), 1)
        line.addWidget(TextLabel("Format", muted=True))
        line.addWidget(self.format)
        self.format.setAccessibleName("Format")
        self.progress.setAccessibleName("Reading")
        self.progress.hide()
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self._titled("Articles", self.articles))
        both.addWidget(self._titled("Labels", self.labels))
        both.setSizes([420, 480])
        self._build_lists()
        self.column.addLayout(line)
        self.column.addWidget(self.progress)
        self.column.addWidget(self.warning)
        self.column.addWidget(both, 3)
        self.column.addWidget(self._not_placed)
        self.column.addWidget(self.problems, 1)
        self.column.addWidget(self.match)
        self.column.addWidget(self.summary)

    def _titled(self, title: str, view: QWidget) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0 if view is self.articles else 8, 0, 8 if view is self.articles else 0, 0)
        column.addWidget(TextLabel(title, muted=True))
        column.addWidget(view, 1)
        view.setAccessibleName(title)
        return place

    def _build_lists(self) -> None:
        self.articles.setHeaderLabels(["Title", "What it is", "Marks"])
        self.problems.setHeaderLabels(["Article", "Why"])
        self.problems.setAccessibleName("What cannot be placed")
        for tree in (self.articles, self.problems):
            tree.setRootIsDecorated(False)
            tree.setUniformRowHeights(True)
            tree.setItemDelegate(RoomyDelegate(tree))
            tree.header().setStretchLastSection(False)
        self.labels.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head = self.articles.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(1, 120)
        head.resizeSection(2, 60)
        why = self.problems.header()
        why.resizeSection(0, 200)
        why.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.labels.setHorizontalHeaderLabels(["Label in the file", "Marks", "Becomes"])
        self.labels.verticalHeader().hide()
        self.labels.setShowGrid(False)
        self.labels.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.labels.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        columns = self.labels.horizontalHeader()
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.resizeSection(1, 60)
        columns.resizeSection(2, 210)

    def _show_articles(self, found: Found) -> None:
        self.articles.clear()
        items = []
        for told in found.told[:SHOWN]:
            how = HOW.get(told.how, told.how)
            item = QTreeWidgetItem([" ".join(told.title.split()) or "Untitled", how, f"{told.spans:,}"])
            item.setToolTip(0, plain_tip([told.title]))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, self.palette().brush(QPalette.ColorRole.PlaceholderText))
            items.append(item)
        if len(found.told) > SHOWN:
            items.append(QTreeWidgetItem([f"… and {len(found.told) - SHOWN:,} more", "", ""]))
        self.articles.addTopLevelItems(items)

    def _show_labels(self, found: Found) -> None:
        self.labels.setRowCount(len(found.labels))
        for row, (label, count) in enumerate(found.labels):
            shown = QTableWidgetItem(" ".join(label.split()))
            shown.setData(Qt.ItemDataRole.UserRole, label)
            shown.setToolTip(plain_tip([label]))
            number = QTableWidgetItem(f"{count:,}")
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.labels.setItem(row, 0, shown)
            self.labels.setItem(row, 1, number)
            self.labels.setCellWidget(row, 2, self._becomes(label))
        self.labels.resizeRowsToContents()

    def _becomes(self, label: str) -> QComboBox:
        """A label of the project, a new one of this name, or nothing; the likeliest is chosen."""
        combo = QComboBox()
        combo.setAccessibleName(f"{label} becomes")
        ids = [one.id for one in self._labels]
        for one in self._labels:
            combo.addItem(one.name if one.name.casefold() == one.id.casefold() else f"{one.name} ({one.id})", one.id)
        if label not in ids:
            combo.insertItem(0, f"New label “{' '.join(label.split())[:40]}”", label)
        combo.addItem("Leave out", "")
        plain = label.replace("_", " ").casefold()
        alike = (one.id for one in self._labels if plain in (one.id.replace("_", " ").casefold(), one.name.casefold()))
        combo.setCurrentIndex(combo.findData(label if label in ids else next(alike, label)))
        combo.currentIndexChanged.connect(lambda _row: self._refresh())
        return combo

    def _show_problems(self, found: Found) -> None:
        self.problems.clear()
        items = []
        for title, why in found.problems[:SHOWN]:
            item = QTreeWidgetItem([" ".join(title.split()) or "the file", why])
            item.setToolTip(1, plain_tip([why]))
            items.append(item)
        self.problems.addTopLevelItems(items)
        self._not_placed.setText(f"{counted(len(found.problems), 'thing', 'things')} cannot be placed")

    def _clear(self) -> None:
        self._found = None
        self.articles.clear()
        self.problems.clear()
        self.labels.setRowCount(0)
        self._refresh()

    def _on_format(self, _row: int) -> None:
        self._read(self.chosen_format())

    def _refresh(self) -> None:
        found = self._found
        told = found.told if found else ()
        matched = sum(one.how == "matched" for one in told)
        fit = sum(one.how in ("new", "matched", "quoted") for one in told)
        self.match.setEnabled(matched > 0)
        if not matched:
            self.match.setChecked(False)
        self.problems.setVisible(bool(found and found.problems))
        self._not_placed.setVisible(bool(found and found.problems))
        out = {label for label, becomes in self.mapping().items() if not becomes}
        marks = sum(count for label, count in found.labels if label not in out) if found else 0
        self.ok.setEnabled(fit > 0 and not (found and found.known))
        self.ok.setText(f"Import {counted(marks, 'mark', 'marks')}" if fit else "Import")
        self.summary.setText(self._summary(found))

    def _summary(self, found: Found | None) -> str:
        if found is None:
            return ""
        if found.known:
            return "This very file is in the project already; there is nothing to import."
        here = {"quoted", "matched"} if self.matches() else {"quoted"}
        there = sum(one.how in here for one in found.told)
        new = sum(one.how in {"new", "matched"} - here for one in found.told)
        parts = [counted(new, "new article", "new articles")] if new else []
        if there:
            parts.append(counted(there, "article of the project gets marks", "articles of the project get marks"))
        return " · ".join(parts) or "There is nothing to import."
