"""Voices with their numbers, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication

from glossator.core.service.voices import Said, Voice, share
from glossator.ui.models.articles import plain_tip
from glossator.ui.models.fold import folded, has_words, words_of
from glossator.ui.models.rows import Index, RowsModel
from glossator.ui.widgets.chip import Colors, palette_colors

ORDER: dict[int, Callable[[Voice], Any]] = {
    0: lambda voice: folded(voice.name),
    1: lambda voice: voice.quotes,
    2: lambda voice: voice.words,
    3: lambda voice: (share(voice.direct, voice.quotes), voice.quotes),
    4: lambda voice: (share(voice.indirect, voice.quotes), voice.quotes),
    5: lambda voice: voice.articles,
}


def percent(part: int, whole: int) -> str:
    """``40 %``; nothing where there is nothing."""
    return f"{round(100 * share(part, whole))} %" if part else "–"


class VoicesModel(RowsModel[Voice]):
    """One speaker a row; the id is the name."""

    COLUMNS = ("Speaker", "Quotes", "Words", "Direct", "Indirect", "Articles")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.hues: dict[str, int] = {}
        self.colors: Colors = palette_colors(QGuiApplication.palette())

    def set_filter(self, text: str) -> None:
        """Show names with every word of ``text``."""
        self._words = words_of(text)
        self.refilter()

    def row_id(self, row: Voice) -> str:
        return row.name

    def accepts(self, row: Voice) -> bool:
        return not self._words or has_words(folded(row.name), self._words)

    def role(self, row: Voice, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                " ".join(row.name.split()), f"{row.quotes:,}", f"{row.words:,}",
                percent(row.direct, row.quotes), percent(row.indirect, row.quotes), f"{row.articles:,}",
            )[column]  # fmt: skip
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            hue = self.hues.get(row.name)
            return QColor(0, 0, 0, 0) if hue is None else self.colors(hue)[2]
        if role == Qt.ItemDataRole.ToolTipRole:
            kinds = f"{row.direct:,} direct, {row.mixed:,} mixed, {row.indirect:,} indirect"
            return plain_tip([row.name, f"{row.quotes:,} quotations: {kinds}"])
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 goes back to the order given (most words first)."""
        self.set_order(ORDER.get(column), order == Qt.SortOrder.DescendingOrder and column in ORDER)


def heading(said: Said) -> str:
    """Title · date · cue · kind, on one line; a direct quotation needs no word for its kind."""
    parts = [said.title, said.published, said.cue, "" if said.kind == "direct" else said.kind]
    return " · ".join(" ".join(part.split()) for part in parts if part)


class SaidModel(RowsModel[Said]):
    """One quotation a row with what stands around it, in order; the id is that of its first piece."""

    SNIPPET = RowsModel.ROW + 1
    RANGES = RowsModel.ROW + 2

    def row_id(self, row: Said) -> str:
        return row.id

    def accepts(self, row: Said) -> bool:
        return True

    def role(self, row: Said, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return heading(row)
        if role == self.SNIPPET:
            return row.passage or row.text
        if role == self.RANGES:
            return row.places if row.passage else ((0, len(row.text)),)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip([row.text[:600], heading(row)])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}. {heading(row)}"
        return None
