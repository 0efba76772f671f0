"""The backups of a project: made by themselves while one works, made by hand, and put back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QWidget

from glossator.ui.dialogs.base import Buttons, Dialog
from glossator.ui.models.articles import plain_tip
from glossator.ui.widgets.delegates import RoomyDelegate
from glossator.ui.widgets.text_label import TextLabel
from glossator.ui.widgets.wording import counted

REASONS = {
    "auto": "while working",
    "bulk": "before many marks went",
    "hand": "by hand",
    "repair": "before mending",
    "upgrade": "before an upgrade",
    "replaced": "replaced by a backup",
}


class BackupRow(Protocol):
    """What the list shows of a backup; counts are None when it cannot be read, ``made`` is UTC."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def made(self) -> datetime: ...
    @property
    def reason(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def articles(self) -> int | None: ...
    @property
    def spans(self) -> int | None: ...


def holds(row: BackupRow) -> str:
    """``12 articles, 340 marks``."""
    if row.articles is None:
        return "cannot be read"
    return f"{counted(row.articles, 'article', 'articles')}, {counted(row.spans or 0, 'mark', 'marks')}"


class BackupsDialog(Dialog):
    """Newest first. ``make_requested()`` and ``restore_requested(name)``; the dialog itself changes nothing."""

    make_requested = Signal()
    restore_requested = Signal(str)

    def __init__(self, rows: Sequence[BackupRow], parent: QWidget | None = None) -> None:
        super().__init__("Backups", parent)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels(["Made", "Why", "Holds", "Size"])
        self.list.setItemDelegate(RoomyDelegate(self.list))
        self.list.setAccessibleName("Backups, the newest first")
        head = self.list.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.make = self.buttons.addButton("Back up now", self.buttons.ButtonRole.ActionRole)
        self.restore = self.buttons.addButton("Put back…", self.buttons.ButtonRole.ActionRole)
        self._keep(self.make, self.restore)
        told = "Copies are made every half hour of work, before large deletions and before upgrades."
        self.column.addWidget(TextLabel(told, muted=True, wrap=True))
        self.column.addWidget(self.list, 1)
        self.make.clicked.connect(self.make_requested)
        self.restore.clicked.connect(self._on_restore)
        self.list.itemDoubleClicked.connect(lambda _item, _column: self._on_restore())
        self.list.currentItemChanged.connect(lambda _new, _old: self._refresh())
        self.set_rows(rows)
        self.resize(640, 420)

    def set_rows(self, rows: Sequence[BackupRow]) -> None:
        """Show these."""
        self.list.clear()
        for row in rows:
            made = row.made.astimezone()
            size = f"{row.size / 1e6:.1f} MB"
            item = QTreeWidgetItem([f"{made:%Y-%m-%d %H:%M}", REASONS.get(row.reason, row.reason), holds(row), size])
            item.setData(0, Qt.ItemDataRole.UserRole, row.name)
            item.setToolTip(0, plain_tip([str(row.path)]))
            item.setDisabled(row.articles is None)
            self.list.addTopLevelItem(item)
        if (newest := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(newest)
        self._refresh()

    def chosen(self) -> str:
        """The name of the backup in hand, "" for none."""
        item = self.list.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None and not item.isDisabled() else ""

    def _keep(self, *buttons: QPushButton) -> None:
        for button in buttons:
            button.setAutoDefault(False)
        self.buttons.button(Buttons.Close).setDefault(True)

    def _refresh(self) -> None:
        self.restore.setEnabled(bool(self.chosen()))

    def _on_restore(self) -> None:
        if self.chosen():
            self.restore_requested.emit(self.chosen())
