"""The ledger of people and organisations, and the names of one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from glossator.core.service.people import Entry, Form
from glossator.ui.models.articles import plain_tip
from glossator.ui.models.fold import folded, has_words, words_of
from glossator.ui.models.rows import Index, RowsModel

KINDS = {"PERSON": "Person", "ORG": "Organisation"}

ORDER: dict[int, Callable[[Entry], Any]] = {
    0: lambda entry: folded(entry.name),
    1: lambda entry: (-len(entry.forms), folded(entry.name)),
    2: lambda entry: (entry.kind, folded(entry.name)),
    3: lambda entry: entry.mentions,
    4: lambda entry: entry.quotes,
    5: lambda entry: entry.articles,
}


def others(entry: Entry) -> str:
    """The further names of somebody, on one line."""
    return "; ".join(" ".join(form.text.split()) for form in entry.forms if form.text != entry.name)


class PeopleModel(RowsModel[Entry]):
    """One person or organisation a row; the id is the entry's key."""

    COLUMNS = ("Name", "Also", "Kind", "Mentions", "Quotes", "Articles")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._kind = ""
        self._merged = False

    def set_filter(self, text: str, kind: str = "", merged: bool = False) -> None:
        """Show those with every word of ``text`` in one of their names, of ``kind``; ``merged``: with rules only."""
        new = (words_of(text), kind, merged)
        if new != (self._words, self._kind, self._merged):
            self._words, self._kind, self._merged = new
            self.refilter()

    def row_id(self, row: Entry) -> str:
        return row.key

    def accepts(self, row: Entry) -> bool:
        if self._kind and row.kind != self._kind or self._merged and not row.id:
            return False
        return not self._words or has_words(folded(f"{row.name}\n{others(row)}"), self._words)

    def role(self, row: Entry, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                " ".join(row.name.split()), others(row), KINDS.get(row.kind, row.kind),
                f"{row.mentions:,}", f"{row.quotes:,}", f"{row.articles:,}",
            )[column]  # fmt: skip
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip([row.name, *(f"{form.text}: {form.mentions:,}" for form in row.forms[:20])])
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 2:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 2:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 goes back to the order given (most mentions first)."""
        self.set_order(ORDER.get(column), order == Qt.SortOrder.DescendingOrder and column in ORDER)


class FormsModel(RowsModel[Form]):
    """The names of one entry; the id is the name."""

    def row_id(self, row: Form) -> str:
        return row.text

    def accepts(self, row: Form) -> bool:
        return True

    def role(self, row: Form, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{' '.join(row.text.split())}   {row.mentions:,}×"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}, {row.mentions:,} mentions"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip([row.text])
        return None
