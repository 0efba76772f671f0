"""The sheet of keys: everything that can be done without the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from glossator.ui.dialogs.base import Dialog
from glossator.ui.models.fold import folded, has_words, words_of
from glossator.ui.widgets.delegates import RoomyDelegate

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""(group, (action, shortcut)…)…"""


def native(shortcut: str) -> str:
    """A shortcut as this system writes it; text that is no shortcut stays as it is."""
    shown = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return shown or shortcut


class KeysDialog(Dialog):
    """Groups of actions and their shortcuts, filtered while one types."""

    def __init__(self, groups: Groups, parent: QWidget | None = None) -> None:
        super().__init__("Keys", parent)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by action or key")
        self.filter.setAccessibleName("Filter keys")
        self.filter.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setItemDelegate(RoomyDelegate(self.tree))
        self.tree.setAccessibleName("Actions and their keys")
        bold = QFont(self.font())
        bold.setBold(True)
        for title, rows in groups:
            top = QTreeWidgetItem([title, ""])
            top.setFont(0, bold)
            self.tree.addTopLevelItem(top)
            top.addChildren([QTreeWidgetItem([action, native(key)]) for action, key in rows])
        self.tree.expandAll()
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.column.addWidget(self.filter)
        self.column.addWidget(self.tree, 1)
        self.filter.textChanged.connect(self._on_filter)
        self.filter.setFocus()
        self.resize(480, 620)

    def shown(self) -> list[str]:
        """The actions that the filter shows."""
        return [row.text(0) for _, rows in self._groups() for row in rows if not row.isHidden()]

    def _groups(self) -> list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]]:
        tops = [self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount())]
        return [(top, [row for k in range(top.childCount()) if (row := top.child(k))]) for top in tops if top]

    def _on_filter(self, text: str) -> None:
        words = words_of(text)
        for top, rows in self._groups():
            whole = has_words(folded(top.text(0)), words)
            some = False
            for row in rows:
                fits = whole or has_words(folded(f"{row.text(0)} {row.text(1)}"), words)
                row.setHidden(not fits)
                some = some or fits
            top.setHidden(not some)
