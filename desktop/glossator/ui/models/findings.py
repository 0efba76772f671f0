"""What is to be looked at before an export, as rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from glossator.core.errors import UserError
from glossator.core.service.preflight import CODES, Finding
from glossator.sentences import sentence
from glossator.ui.models.articles import plain_tip
from glossator.ui.models.fold import folded
from glossator.ui.models.rows import Index, RowsModel

KINDS = {
    "empty": "Covers nothing",
    "blank-edge": "Blank at the edge",
    "mark-edge": "Punctuation at the edge",
    "off-tokens": "Edge inside a word",
    "duplicate": "Marked twice",
    "overlap": "Overlap",
    "undecided": "Undecided suggestions",
    "no-decision": "Nothing decided",
    "near-copy": "Near-copies",
    "copies-apart": "Near-copies in two parts",
    "shared-sentence": "Sentence in two parts",
    "few-examples": "Few examples",
}
"""Code of a finding → its kind, as a person calls it."""


def told(finding: Finding) -> str:
    """The sentence of a finding."""
    return sentence(UserError(f"found-{finding.code}", **dict(finding.values)))


class FindingsModel(RowsModel[Finding]):
    """One finding a row, by kind, article and place; the id is the finding's key."""

    COLUMNS = ("Kind", "Finding")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self.set_order(lambda one: (CODES.index(one.code), folded(dict(one.values).get("title", "")), one.start))

    def set_filter(self, code: str) -> None:
        """Show findings of this kind only; "" shows all."""
        if code != self._code:
            self._code = code
            self.refilter()

    def counts(self) -> dict[str, int]:
        """How many findings of each kind there are, shown or not."""
        found = [one.code for one in self.rows()]
        return {code: found.count(code) for code in CODES if code in found}

    def row_id(self, row: Finding) -> str:
        return row.key

    def accepts(self, row: Finding) -> bool:
        return not self._code or row.code == self._code

    def role(self, row: Finding, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return KINDS[row.code] if column == 0 else told(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip([told(row)])
        return None

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self.COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.COLUMNS[section] if 0 <= section < len(self.COLUMNS) else None
        return None
