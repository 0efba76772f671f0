"""The window of people and organisations; it stays open beside the page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from glossator.ui.dialogs.base import Dialog
from glossator.ui.panels.people import PeoplePanel


class PeopleDialog(Dialog):
    """A people panel with a button that closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("People and organisations", parent)
        self.panel = PeoplePanel()
        self.column.addWidget(self.panel, 1)
        self.ok.setAutoDefault(False)
        self.resize(1120, 680)
