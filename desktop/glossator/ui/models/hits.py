"""What a search found: one row an article, with a snippet and where in it the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt

from glossator.ui.models.rows import RowsModel


class HitRow(Protocol):
    """What a search hit says; ``ranges`` are [start, end) in code points of the snippet."""

    @property
    def article(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def snippet(self) -> str: ...
    @property
    def ranges(self) -> Sequence[tuple[int, int]]: ...


def first_match(hit: HitRow) -> str:
    """The words of the first place that matched, to be found again on the page; "" if there is none."""
    for start, end in hit.ranges:
        if 0 <= start < end <= len(hit.snippet):
            return hit.snippet[start:end]
    return ""


class HitsModel(RowsModel[HitRow]):
    """Hits in the order of their rank, as given."""

    SNIPPET = RowsModel.ROW + 1
    RANGES = RowsModel.ROW + 2

    def row_id(self, row: HitRow) -> str:
        return row.article

    def accepts(self, row: HitRow) -> bool:
        return True

    def role(self, row: HitRow, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title or "Untitled"
        if role == self.SNIPPET:
            return row.snippet
        if role == self.RANGES:
            return tuple(row.ranges)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}. {row.snippet}"
        return None
