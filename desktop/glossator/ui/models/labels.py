"""The label schema while it is edited: a table that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from glossator.core.model.label import Label, clashes
from glossator.ui.models.rows import Index

COLUMNS = ("Key", "Name", "Layer", "Colour", "Shortcut")
FIELDS = ("id", "name", "layer", "hue", "shortcut")
HUE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


def problem_of(labels: Sequence[Label]) -> str:
    """One clear sentence on what is wrong, or ""."""
    seen: set[str] = set()
    for number, label in enumerate(labels, 1):
        if not label.id:
            return f"Label {number} has no key; give it one, such as PERSON."
        if not label.name:
            return f"The label {label.id} has no name."
        if label.id in seen:
            return f"Two labels have the key {label.id}; every key must be different."
        seen.add(label.id)
    for one, other in clashes(tuple(labels)):
        return f"“{one.name}” and “{other.name}” both use the key {one.shortcut.upper()}; change one of them."
    return ""


class LabelsModel(QAbstractTableModel):
    """Labels in the order of the palette. The key of a label that is in use cannot be changed."""

    def __init__(
        self, labels: Sequence[Label], fixed: frozenset[str] = frozenset(), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._labels = sorted(labels, key=lambda label: label.place)
        self._fixed = fixed

    def labels(self) -> tuple[Label, ...]:
        """The labels as they stand, ``place`` counted from 0."""
        return tuple(replace(label, place=place) for place, label in enumerate(self._labels))

    def label(self, row: int) -> Label | None:
        """The label in this row."""
        return self._labels[row] if 0 <= row < len(self._labels) else None

    def set_hue(self, row: int, hue: int) -> None:
        """Another hue (0 to 359)."""
        self.setData(self.index(row, 3), hue)

    def add(self) -> int:
        """Add an empty label below, in a hue far from the others; its row."""
        row = len(self._labels)
        self.beginInsertRows(QModelIndex(), row, row)
        self._labels.append(Label("", "", "entity", (row * 137) % 360))
        self.endInsertRows()
        return row

    def take(self, row: int) -> None:
        """Take a label out."""
        if 0 <= row < len(self._labels):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._labels[row]
            self.endRemoveRows()

    def move(self, row: int, by: int) -> int:
        """Move a label one up (-1) or down (1); the row where it is then."""
        to = row + by
        if not (0 <= row < len(self._labels) and 0 <= to < len(self._labels)):
            return row
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + (1 if by > 0 else 0))
        self._labels[row], self._labels[to] = self._labels[to], self._labels[row]
        self.endMoveRows()
        return to

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._labels)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section] if 0 <= section < len(COLUMNS) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        given = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        fixed = self._labels[index.row()].id in self._fixed
        return given if index.column() == 0 and fixed else given | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._labels):
            return None
        label = self._labels[index.row()]
        if role == HUE_ROLE:
            return label.hue
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0 and label.id in self._fixed:
            return "In use: its key cannot be changed"
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        value = getattr(label, FIELDS[index.column()])
        if index.column() == 3:
            return (label.name or label.id) if role == Qt.ItemDataRole.DisplayRole else value
        return str(value).upper() if index.column() == 4 and role == Qt.ItemDataRole.DisplayRole else value

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:  # noqa: N802
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        field = FIELDS[index.column()]
        if field == "hue":
            clean: Any = int(value) % 360
        else:
            clean = " ".join(str(value).split())
        if field == "id":
            clean = clean.replace(" ", "_")
        if field == "shortcut":
            clean = clean[:1].lower()
        if field == "layer" and not clean:
            return False
        row = index.row()
        self._labels[row] = replace(self._labels[row], **{field: clean})
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
        return True
