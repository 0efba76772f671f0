"""The labelled stretches of one article: text, label and state, in order of the text or sorted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt

from glossator.core.model.label import Label
from glossator.core.model.span import Span, State
from glossator.ui.models.articles import plain_tip
from glossator.ui.models.fold import folded, has_words, words_of
from glossator.ui.models.rows import Index, RowsModel
from glossator.ui.widgets.wording import state_mark, state_name

ORDER: dict[int, Callable[[Span], Any]] = {
    0: lambda span: (folded(span.text), span.start),
    1: lambda span: (span.label, span.start),
    2: lambda span: (span.state.value, span.start),
}


def in_text(span: Span) -> tuple[int, int, str]:
    """The order in which a reader meets spans."""
    return (span.start, -span.end, span.id)


class SpansModel(RowsModel[Span]):
    """Columns: text, label, state. Filtered by text, label, state and layer."""

    LABEL_NAME = RowsModel.ROW + 1
    HUE = RowsModel.ROW + 2
    STATE = RowsModel.ROW + 3
    COLUMNS = ("Text", "Label", "State")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labels: Mapping[str, Label] = {}
        self._words: tuple[str, ...] = ()
        self._label = ""
        self._state = ""
        self._layers: frozenset[str] = frozenset()
        self._key = in_text

    def set_labels(self, labels: Mapping[str, Label]) -> None:
        """The schema that gives names and hues to labels."""
        self._labels = dict(labels)
        if self._shown:
            self.dataChanged.emit(self.index(0, 1), self.index(len(self._shown) - 1, 1))

    def set_filter(self, text: str = "", label: str = "", state: str = "") -> None:
        """Show spans that hold every word of ``text``, of ``label`` and in ``state`` ("" means any but rejected)."""
        new = (words_of(text), label, state)
        if new != (self._words, self._label, self._state):
            self._words, self._label, self._state = new
            self.refilter()

    def set_layers(self, layers: Collection[str]) -> None:
        """Show spans of these layers only; an empty collection means all."""
        self._layers = frozenset(layers)
        self.refilter()

    def row_id(self, row: Span) -> str:
        return row.id

    def accepts(self, row: Span) -> bool:
        if self._layers and row.layer not in self._layers:
            return False
        if self._label and row.label != self._label:
            return False
        if row.state != self._state if self._state else row.state is State.REJECTED:
            return False
        return not self._words or has_words(folded(row.text), self._words)

    def label_name(self, span: Span) -> str:
        """A label's name, or its key when the schema does not know it."""
        label = self._labels.get(span.label)
        return label.name if label else span.label

    def role(self, row: Span, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return (" ".join(row.text.split()), self.label_name(row), state_mark(row.state))[column]
        if role == self.LABEL_NAME:
            return self.label_name(row)
        if role == self.HUE:
            label = self._labels.get(row.label)
            return label.hue if label else None
        if role == self.STATE:
            return row.state.value
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip([row.text[:300], f"{self.label_name(row)} — {state_name(row.state)}"])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (row.text, self.label_name(row), state_name(row.state))[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 2:
            return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.COLUMNS[section] if 0 <= section < len(self.COLUMNS) else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 goes back to the order of the text."""
        self.set_order(ORDER.get(column, in_text), order == Qt.SortOrder.DescendingOrder and column in ORDER)

    def living(self) -> int:
        """How many there are that nobody rejected."""
        return sum(span.state is not State.REJECTED for span in self.rows())

    def suggested(self) -> list[str]:
        """Ids of the spans that are shown and wait for a decision."""
        return [span.id for span in self.shown() if span.state is State.SUGGESTED]
