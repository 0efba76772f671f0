"""What every dialog here begins with: a column of content and a row of buttons below."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

Buttons = QDialogButtonBox.StandardButton


class Dialog(QDialog):
    """A titled dialog; subclasses fill ``column`` and name the button that accepts.

    With an ``accept`` word there are two buttons, without one only Close.
    """

    def __init__(self, title: str, parent: QWidget | None, accept: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.column = QVBoxLayout()
        self.column.setSpacing(10)
        if accept:
            self.buttons = QDialogButtonBox(Buttons.Ok | Buttons.Cancel)
            self.ok = self.buttons.button(Buttons.Ok)
            self.ok.setText(accept)
            self.ok.setDefault(True)
            self.buttons.accepted.connect(self.accept)
        else:
            self.buttons = QDialogButtonBox(Buttons.Close)
            self.ok = self.buttons.button(Buttons.Close)
        self.buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 14)
        whole.setSpacing(14)
        whole.addLayout(self.column, 1)
        whole.addWidget(self.buttons)
