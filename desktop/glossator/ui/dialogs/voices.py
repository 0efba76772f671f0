"""The window of voices; it stays open beside the page."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from glossator.ui.dialogs.base import Dialog
from glossator.ui.panels.voices import VoicesPanel


class VoicesDialog(Dialog):
    """A voices panel with a button that writes a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Voices", parent)
        self.panel = VoicesPanel()
        self.column.addWidget(self.panel, 1)
        self.export = QPushButton("Export…")
        self.export.setAutoDefault(False)
        self.ok.setAutoDefault(False)
        self.panel.queue.next.setAutoDefault(False)
        self.buttons.addButton(self.export, QDialogButtonBox.ButtonRole.ActionRole)
        self.resize(1180, 740)
