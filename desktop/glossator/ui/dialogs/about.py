"""What this program is, its version and what it stands on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFormLayout, QWidget

from glossator.ui.dialogs.base import Dialog
from glossator.ui.widgets.text_label import TextLabel


class AboutDialog(Dialog):
    """Name, version, one sentence, and rows such as (“Qt”, “6.11”)."""

    def __init__(
        self,
        name: str,
        version: str,
        text: str = "",
        parts: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"About {name}", parent)
        head = TextLabel(name)
        font = QFont(head.font())
        font.setBold(True)
        font.setPointSizeF(max(8.0, font.pointSizeF()) * 1.7)
        head.setFont(font)
        self.column.addWidget(head)
        self.column.addWidget(TextLabel(f"Version {version}", muted=True, selectable=True))
        if text:
            self.column.addWidget(TextLabel(text, wrap=True))
        rows = QFormLayout()
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        rows.setHorizontalSpacing(18)
        for part, told in parts:
            rows.addRow(TextLabel(part, muted=True), TextLabel(told, wrap=True, selectable=True))
        self.column.addLayout(rows)
        self.column.addStretch(1)
        self.setMinimumWidth(420)
