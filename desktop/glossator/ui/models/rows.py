"""The ground of every model here: frozen rows keyed by id, filtered and ordered in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from glossator.ui.widgets.row_views import ID_ROLE

Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")

BULK = 256
"""More single steps than this are told to the views as one reset: it is quicker."""


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows in, roles out. Subclasses say what a row's id, text and order are.

    All rows are kept; those that :meth:`accepts` lets through are shown, in the order of
    :meth:`sort_key` (None keeps the order in which they were given). Filtering happens here
    and not in a proxy, because a proxy asks Python once a row and 100,000 rows then stutter.
    """

    ID = ID_ROLE
    ROW = ID + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[str, R] = {}
        self._shown: list[str] = []
        self._places: dict[str, int] | None = {}
        self._key: Callable[[R], Any] | None = None
        self._reverse = False

    # what a subclass says

    def row_id(self, row: R) -> str:
        """The id that names ``row``."""
        raise NotImplementedError

    def accepts(self, row: R) -> bool:
        """Whether the filter lets ``row`` through."""
        raise NotImplementedError

    def role(self, row: R, column: int, role: int) -> Any:
        """What ``row`` answers in ``column`` for ``role``."""
        raise NotImplementedError

    def forget(self, row_id: str) -> None:
        """Called when a row changes or goes, for subclasses that remember something of it."""

    # setting

    def set_rows(self, rows: Iterable[R]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        for row_id in self._all:
            self.forget(row_id)
        self._all = {self.row_id(row): row for row in rows}
        self._arrange()
        self.endResetModel()

    def put(self, rows: Sequence[R]) -> None:
        """Add rows, or replace those of the same id; views hear of exactly these rows."""
        if len(rows) > BULK:
            merged = dict(self._all)
            merged.update((self.row_id(row), row) for row in rows)
            self.set_rows(merged.values())
            return
        for row in rows:
            self._put_one(row)

    def remove(self, ids: Sequence[str]) -> None:
        """Take rows out; ids that are not here are passed over."""
        gone = [row_id for row_id in ids if row_id in self._all]
        if len(gone) > BULK:
            away = set(gone)
            self.set_rows([row for row_id, row in self._all.items() if row_id not in away])
            return
        for row_id in gone:
            self._hide(row_id)
            del self._all[row_id]
            self.forget(row_id)

    def refilter(self) -> None:
        """Show what the filter lets through now."""
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def set_order(self, key: Callable[[R], Any] | None, reverse: bool = False) -> None:
        """Order the rows by ``key``, or as they were given."""
        self._key, self._reverse = key, reverse
        self.refilter()

    # asking

    def row(self, row_id: str) -> R | None:
        """The row of this id, shown or not."""
        return self._all.get(row_id)

    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._all)

    def shown(self) -> list[R]:
        """The rows that are shown, in order."""
        return [self._all[row_id] for row_id in self._shown]

    def rows(self) -> list[R]:
        """All rows, in the order in which they were given."""
        return list(self._all.values())

    def index_of(self, row_id: str) -> QModelIndex:
        """The index of a shown row; an invalid one for any other."""
        place = self._place_of(row_id)
        return QModelIndex() if place is None else self.index(place, 0)

    # Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        row_id = self._shown[index.row()]
        row = self._all[row_id]
        if role == self.ID:
            return row_id
        if role == self.ROW:
            return row
        return self.role(row, index.column(), int(role))

    # inside

    def _arrange(self) -> None:
        kept = [row_id for row_id, row in self._all.items() if self.accepts(row)]
        key = self._key
        if key is not None:
            kept.sort(key=lambda row_id: key(self._all[row_id]), reverse=self._reverse)
        self._shown = kept
        self._places = None

    def _place_of(self, row_id: str) -> int | None:
        if self._places is None:
            self._places = {shown: place for place, shown in enumerate(self._shown)}
        return self._places.get(row_id)

    def _put_one(self, row: R) -> None:
        row_id = self.row_id(row)
        old = self._all.get(row_id)
        place = self._place_of(row_id)
        self.forget(row_id)
        shown = self.accepts(row)
        moved = old is None or (self._key is not None and self._key(old) != self._key(row))
        if place is not None and shown and not moved:
            self._all[row_id] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))
            return
        if place is not None:
            self._hide(row_id)
        self._all[row_id] = row
        if shown:
            at = self._target(row)
            self.beginInsertRows(QModelIndex(), at, at)
            self._shown.insert(at, row_id)
            self._places = None
            self.endInsertRows()

    def _hide(self, row_id: str) -> None:
        place = self._place_of(row_id)
        if place is None:
            return
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._shown[place]
        self._places = None
        self.endRemoveRows()

    def _target(self, row: R) -> int:
        """Where a new row goes, by halving; without an order it goes where it was given."""
        if self._key is None:
            later = set(self._ids_after(self.row_id(row)))
            return next((n for n, shown in enumerate(self._shown) if shown in later), len(self._shown))
        mine = self._key(row)
        low, high = 0, len(self._shown)
        while low < high:
            middle = (low + high) // 2
            other = self._key(self._all[self._shown[middle]])
            if (mine > other) if self._reverse else (mine < other):
                high = middle
            else:
                low = middle + 1
        return low

    def _ids_after(self, row_id: str) -> list[str]:
        ids = list(self._all)
        if ids[-1] == row_id:
            return []
        return ids[ids.index(row_id) + 1 :]
